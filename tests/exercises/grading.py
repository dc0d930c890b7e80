"""Grade a solution in this process: what a student's check says, and what the judge would."""

import contextlib
import io
import signal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from zlib import crc32

import numpy as np

from exercises import key
from exercises.asking import Answer, ask
from exercises.build import HERE, source_notebook
from exercises.checking import points, verdict
from exercises.checks import load
from exercises.standalone import standalone

FOLDER = Path(__file__).parent
CHECKS = {check.name: check for check in load("backpropagation")}
NOTEBOOK = source_notebook(HERE / "backpropagation.md")
KEY = key.key_source(NOTEBOOK)
WORTH = {name: sum(check.parts.values()) for name, check in CHECKS.items()}


def solution(*files) -> SimpleNamespace:
    """A student's namespace: the key, of which the files replace parts."""
    return student("\n\n".join((FOLDER / file).read_text("utf-8") for file in files))


def student(code="") -> SimpleNamespace:
    """The key's namespace with some code run after it."""
    return key.student(f"{KEY}\n\n{code}")


def with_mistake(mutant) -> SimpleNamespace:
    return key.student(key.mutated(KEY, mutant))


@cache
def questions(name, seed, hidden):
    """Triples (case, inputs, wanted answer) of a check; hidden cases are drawn from the seed."""
    check, found = CHECKS[name], []
    for case in check.hidden if hidden else check.visible:
        own = case.seed if case.seed is not None else [seed, crc32(case.label.encode())]
        inputs = check.inputs(np.random.default_rng(own), **case.arguments)
        found.append((case, inputs, key.answer(check, KEY, inputs).value))
    return found


@cache
def mistakes(name, seed, hidden):
    asked = questions(name, seed, hidden)
    return [key.mistakes(CHECKS[name], KEY, inputs, want) for _, inputs, want in asked]


class OutOfTime(Exception):
    """The judge's clock, which ends a question, is a signal here."""


def _stop(*_):
    raise OutOfTime


def answered(check, student, inputs, seconds) -> Answer:
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return Answer(**ask(check.probe, student, inputs))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def judged(name, student, seed=0, hidden=True, diagnose=False):
    """Pairs (case, verdict) against the key, for the hidden or the visible cases of a check."""
    check, asked = CHECKS[name], questions(name, seed, hidden)
    known = mistakes(name, seed, hidden) if diagnose else [()] * len(asked)
    return [
        (case, verdict(check, case, answered(check, student, inputs, case.seconds), want, traces))
        for (case, inputs, want), traces in zip(asked, known, strict=True)
    ]


def grade(student, seed=0) -> dict:
    """The points of each graded cell."""
    return {
        name: points(check, judged(name, student, seed, False) + judged(name, student, seed))
        for name, check in CHECKS.items()
    }


@cache
def check_file() -> str:
    return standalone("backpropagation", list(CHECKS.values()), KEY)


@cache
def _public():
    namespace = {}
    exec(compile(check_file(), "<check file>", "exec"), namespace)
    return namespace


def told_in_notebook(name, student) -> str:
    """What the student's own check says if it fails, as it stands; empty if it passes."""
    scope = {**vars(student), "check": _public()["check"]}
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(f"check({name!r})", scope)
    except _public()["CheckFailed"] as failed:
        return str(failed)
    return ""


def one_line(text) -> str:
    return " ".join(text.split())
