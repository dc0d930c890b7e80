"""What a student's cell prints and draws, cut to size: the kernel may send anything."""

import re

from nbformat.v4 import new_output

BYTES = 2 * 2**20  # kept of one cell
PICTURES = {"image/png", "image/jpeg"}  # markup of a student must not run in a grader's browser
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


class Outputs:
    """The outputs of one cell, as nbformat has them."""

    def __init__(self):
        self.kept = []
        self.dropped = False
        self._size = 0
        self._clear_next = False

    def add(self, kind, content):
        """Keep an iopub message if it is an output and there is room for it."""
        if kind == "clear_output":
            self._clear_next = bool(content.get("wait"))
            if not self._clear_next:
                self._clear()
            return
        output = _output(kind, content)
        if output is None:
            return
        if self._clear_next:
            self._clear()
        self._size += len(str(output))
        if self._size > BYTES:
            self.dropped = True
            return
        last = self.kept[-1] if self.kept else {}
        if kind == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            self.kept.append(output)

    def error(self, name, message):
        """Say in the cell itself what went wrong with it."""
        self.kept.append(new_output("error", ename=name, evalue=message, traceback=[message]))

    def finished(self):
        """The outputs, with a word about what was left out."""
        if self.dropped:
            text = f"… the rest of this output is left out: {BYTES >> 20} MB are kept"
            self.kept.append(new_output("stream", name="stdout", text=text))
        return self.kept

    def _clear(self):
        self.kept, self._size, self._clear_next = [], 0, False


def _output(kind, content):
    match kind:
        case "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            return new_output("stream", name=name, text=_text(content.get("text")))
        case "display_data" | "execute_result":
            data = content.get("data")
            return new_output("display_data", data=_data(data if isinstance(data, dict) else {}))
        case "error":
            lines = content.get("traceback")
            return new_output(
                "error",
                ename=_text(content.get("ename")),
                evalue=_text(content.get("evalue")),
                traceback=[_text(line) for line in lines] if isinstance(lines, list) else [],
            )
    return None


def _data(data):
    kept = {"text/plain": _text(data.get("text/plain"))}
    for kind in PICTURES & data.keys():
        if isinstance(data[kind], str) and _BASE64.fullmatch(data[kind]):
            kept[kind] = data[kind]
    return kept


def _text(value):
    """Text that a file can hold: no halves of characters."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode()
