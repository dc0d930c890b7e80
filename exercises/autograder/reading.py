"""Read what a student handed in: any bytes at all, under the name of a notebook."""

import json
import re

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

BYTES = 64 * 2**20
MAKE = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


class NotGraded(Exception):
    """Why a submission gets no grade; the text is for the instructor and the student."""


def read(data: bytes) -> tuple[NotebookNode, list[str]]:
    """A valid notebook with the file's cells and no outputs, and what had to be left out."""
    if not data.strip():
        raise NotGraded("the file is empty")
    if len(data) > BYTES:
        raise NotGraded(f"the file has {len(data) >> 20} MB; {BYTES >> 20} are read")
    cells = _cells(_parse(data))
    good = [_cell(cell) for cell in cells if _is_cell(cell)]
    if not any(cell.source.strip() for cell in good):
        raise NotGraded("the notebook is empty")
    left_out = len(cells) - len(good)
    remarks = [f"{left_out} cells without a type or text were left out"] if left_out else []
    return new_notebook(cells=good), remarks


def _parse(data):
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotGraded("the file is no text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotGraded(f"the file is no notebook: {error}") from error
    except RecursionError as error:
        raise NotGraded("the file is no notebook: it is nested too deep") from error


def _cells(content):
    """The list of cells, from format 4 or an older one."""
    if isinstance(content, dict) and content.get("nbformat") in (1, 2, 3):
        try:
            content = nbformat.from_dict(nbformat.reads(json.dumps(content), as_version=4))
        except Exception as error:  # whatever nbformat stumbles over, it cannot be converted
            raise NotGraded("the notebook has an old format and cannot be converted") from error
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise NotGraded("the file is no notebook: it holds no list of cells")
    return cells


def _is_cell(cell):
    if not isinstance(cell, dict) or cell.get("cell_type") not in list(MAKE):
        return False
    source = cell.get("source")
    parts = source if isinstance(source, list) else [source]
    return all(isinstance(part, str) for part in parts)


def _cell(cell):
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    metadata = cell.get("metadata")
    made = MAKE[cell["cell_type"]](
        source.encode("utf-8", "replace").decode(),  # half a character fits in no file
        metadata=nbformat.from_dict(metadata if isinstance(metadata, dict) else {}),
    )
    attachments = _attachments(cell.get("attachments"))
    if made.cell_type == "markdown" and attachments:
        made.attachments = attachments
    return made


def _attachments(found):
    """Pictures pasted into a text cell: {name: {type: base64}}."""
    found = found if isinstance(found, dict) else {}
    return {
        name: content
        for name, content in found.items()
        if isinstance(content, dict) and all(_is_picture(*item) for item in content.items())
    }


def _is_picture(kind, data):
    picture = kind in ("image/png", "image/jpeg", "image/gif")
    return picture and isinstance(data, str) and bool(re.fullmatch(r"[A-Za-z0-9+/=\s]*", data))
