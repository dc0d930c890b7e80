"""One machine for every check: ask the student's function, compare, name the mistake.

A check is described once and serves the student's visible check, the judge's hidden cases and the
tests of the check itself. This file needs numpy alone: its source goes into the stand-alone check
file beside the student's notebook.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Case:
    """One set of inputs on which a student's function is asked."""

    label: str  # what the student may read: "3-5-4-2, batch of 3"
    arguments: Mapping = field(default_factory=dict)  # keyword arguments of Check.inputs
    seed: int | None = None  # visible cases have one; a hidden case draws its own in each batch
    seconds: float = 5.0  # the clock is the judge's
    judges: tuple[str, ...] = ()  # the parts which this case decides; none named means all


@dataclass(frozen=True)
class Mutant:
    """A known mistake: the key's source with `old` (found exactly once) replaced by `new`."""

    when: str  # completes "this is exactly what one gets when …"
    old: str
    new: str


@dataclass(frozen=True)
class Check:
    """What is asked of one graded cell. Its text in the notebook is `check("<name>")`.

    inputs(rng, **case.arguments) gives a dict of plain arrays, numbers, strings, lists and tuples.
    probe(student, **inputs) asks the student's functions and returns a dict: part → answer. The
    student is an object whose attributes are the notebook's names. Its source travels alone: all
    that it needs it imports or defines itself.
    reference(**inputs) gives the same parts without the key, by numerical gradients: the visible
    check compares with it, to 1e-6. Without one, the build stores the key's answers to the visible
    cases. The judge compares with the key, to `tolerance`.
    A signed check's answer has the extra entry "SIGN"; all its parts are multiplied by it.
    """

    name: str
    parts: Mapping[str, float]  # part of the answer → points, earned if right in every case
    inputs: Callable
    probe: Callable
    visible: tuple[Case, ...]
    hidden: tuple[Case, ...]
    mutants: tuple[Mutant, ...]
    reference: Callable | None = None
    signed: bool = False
    tolerance: float = 1e-11


@dataclass(frozen=True)
class Answer:
    """What came back from one question: the probe's value, or the error that it ended with."""

    value: object = None
    error: str = ""  # "ValueError: …", empty if the probe returned
    line: int | None = None  # of the student's own code, where known
    changed: tuple[str, ...] = ()  # arguments that the student's code changed in place
    seconds: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """The outcome of one case."""

    right: frozenset[str]  # parts that are right
    lines: tuple[str, ...]  # what is wrong, at most 80 characters each; empty if nothing
    suspects: frozenset[str]  # known mistakes that would have given this very answer


def ask(probe, student, inputs) -> Answer:
    """Ask the probe in this process. Self-contained: the judge sends its source to the kernel."""
    raise NotImplementedError


def verdict(
    check: Check,
    case: Case,
    answer: Answer,
    want,
    mistakes: Sequence[tuple[str, Answer]] = (),
    tolerance: float | None = None,
) -> Verdict:
    """Compare an answer with the wanted value (both as the probe returns them).

    mistakes: pairs (Mutant.when, that mutant's Answer to the same question).
    tolerance: check.tolerance unless given.
    """
    raise NotImplementedError


def points(check: Check, verdicts: Sequence[tuple[Case, Verdict]]) -> float:
    """The points earned over all cases, visible and hidden."""
    raise NotImplementedError


def report(check: Check, verdicts: Sequence[tuple[Case, Verdict]]) -> list[str]:
    """What the student reads, at most 80 characters a line; no inputs and no wanted value."""
    raise NotImplementedError
