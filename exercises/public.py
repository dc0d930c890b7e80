"""`check("…")` in the student's notebook: the public cases, beside numerical gradients."""

import base64
import inspect
import json
import zlib
from types import SimpleNamespace

import numpy as np

from exercises.asking import Answer, ask
from exercises.checking import VISIBLE_TOLERANCE, Case, Check, report, verdict


class CheckFailed(Exception):
    """What is wrong, in words; notebooks show these lines in place of a traceback."""

    def _render_traceback_(self):
        return str(self).splitlines()


def public_check(data, functions):
    """The function check(name), which asks the notebook that calls it.

    data: what `pack` made of {name: {"parts", "signed", "questions"}}.
    functions: {name: (probe, reference)}.
    """
    checks = unpack(data)

    def check(name):
        if name not in checks:
            raise ValueError(f"no check is called {name!r}; there are {', '.join(checks)}")
        student = SimpleNamespace(**inspect.currentframe().f_back.f_globals)
        probe, reference = functions[name]
        entry = checks[name]
        described = Check(name, entry["parts"], probe, reference=reference, signed=entry["signed"])
        outcomes = [answer(described, student, question) for question in entry["questions"]]
        lines = report(described, outcomes)
        if lines:
            raise CheckFailed("\n".join(lines))
        print(f"{name}: public checks passed ({len(outcomes)} cases).")
        (case, shown), *_ = outcomes
        if shown.table:
            print(f"Some numbers of the first, {case.label}:", *shown.table, sep="\n")

    return check


def answer(check, student, question):
    """The case and the verdict on what the student's code answers."""
    case = Case(question["label"], seconds=question["seconds"], judges=question["judges"])
    got = Answer(**ask(check.probe, student, question["inputs"]))
    want = check.reference(**question["inputs"]) if check.reference else question["want"]
    shown = check.reference is not None
    mistakes = question["mistakes"]
    return case, verdict(check, case, got, want, mistakes, VISIBLE_TOLERANCE, side_by_side=shown)


def pack(tree) -> str:
    """A tree of plain values and arrays as text."""

    def plain(value):
        if isinstance(value, np.ndarray):
            return {"array": value.tolist(), "dtype": str(value.dtype)}
        return value.item() if isinstance(value, np.generic) else value

    text = json.dumps(tree, default=plain, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpack(data):
    def arrays(node):
        return np.array(node["array"], node["dtype"]) if "array" in node else node

    return json.loads(zlib.decompress(base64.b64decode(data)), object_hook=arrays)
