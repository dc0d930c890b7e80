"""Grade a solution in this process: what a student's check says, and what the judge would."""

import contextlib
import os
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
def questions(name, seed, hidden, costly=True):
    """Triples (case, inputs, wanted answer) of a check; hidden cases are drawn from the seed.

    Not costly leaves out the case whose size is the point, and which decides single parts only.
    """
    check, found = CHECKS[name], []
    for case in check.hidden if hidden else check.visible:
        if costly or not case.judges:
            own = case.seed if case.seed is not None else [seed, crc32(case.label.encode())]
            inputs = check.inputs(np.random.default_rng(own), **case.arguments)
            found.append((case, inputs, key.answer(check, KEY, inputs).value))
    return found


@cache
def mistakes(name, seed, hidden, costly=True):
    asked = questions(name, seed, hidden, costly)
    return [key.mistakes(CHECKS[name], KEY, inputs, want) for _, inputs, want in asked]


@contextlib.contextmanager
def silence():
    """Students print what they like."""
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield


class OutOfTime(Exception):
    """The judge stops a question that takes too long; here the processor's time is what counts."""


def _stop(*_):
    raise OutOfTime


def answered(check, student, inputs, seconds) -> Answer:
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        with silence():
            return Answer(**ask(check.probe, student, inputs))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def judged(name, student, seed=0, hidden=True, diagnose=False, costly=True):
    """Pairs (case, verdict) against the key, for the hidden or the visible cases of a check."""
    check, asked = CHECKS[name], questions(name, seed, hidden, costly)
    known = mistakes(name, seed, hidden, costly) if diagnose else [()] * len(asked)
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
        with silence():
            exec(f"check({name!r})", scope)
    except _public()["CheckFailed"] as failed:
        return str(failed)
    return ""


def one_line(text) -> str:
    return " ".join(text.split())
