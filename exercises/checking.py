"""The machine behind every check: what a check is, and how an answer is compared and reported.

A check is described once and serves the student's visible check, the judge's hidden cases and the
tests of the check itself. This file and its siblings `asking`, `comparison`, `diagnosis` and
`public` need numpy alone: their source is the stand-alone check file beside the student's notebook.
"""

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.comparison import Malformed, compare, declared_sign, numbers, table
from exercises.diagnosis import diagnosis, fingerprint, stops_alike, suspects

VISIBLE_TOLERANCE = 1e-6  # a numerical gradient is itself good to about 1e-9
WIDTH = 80


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


def mutants(old, new) -> tuple[Mutant, ...]:
    """The mistakes that can be made in one place of the key; new: {when: what stands there}."""
    return tuple(Mutant(when, old, replacement) for when, replacement in new.items())


@dataclass(frozen=True)
class Check:
    """What is asked of one graded cell. Its text in the notebook is `check("<name>")`.

    inputs(rng, **case.arguments) gives a dict of plain arrays, numbers, strings, lists and tuples.
    probe(student, **inputs) asks the student's functions and returns a dict: part → answer. The
    student is an object whose attributes are the notebook's names. A probe's source travels alone:
    all that it needs it imports or defines itself.
    reference(**inputs) gives the same parts without the key, by numerical gradients: the visible
    check compares with it, to 1e-6. Without one, the build stores the key's answers to the visible
    cases. The judge compares with the key, to `tolerance`.
    A signed check's answer has the extra entry "SIGN"; all its parts are multiplied by it.
    """

    name: str
    parts: Mapping[str, float]  # part of the answer → points, earned if right in every case
    probe: Callable
    inputs: Callable | None = None  # the student's file holds the inputs themselves
    visible: tuple[Case, ...] = ()
    hidden: tuple[Case, ...] = ()
    mutants: tuple[Mutant, ...] = ()
    reference: Callable | None = None
    signed: bool = False
    tolerance: float = 1e-11


@dataclass(frozen=True)
class Verdict:
    """The outcome of one case."""

    right: frozenset[str] = frozenset()  # the parts that are right, of those which it decides
    lines: tuple[str, ...] = ()  # what is wrong, at most 80 characters each; empty if nothing is
    suspects: Mapping = field(default_factory=dict)  # part → pairs (mistake, factor)
    stopped: bool = False  # the student's code raised an error
    error: float = np.inf  # the largest relative error of an array
    table: tuple[str, ...] = ()  # some numbers beside the wanted ones


def trace(check, answer, want):
    """What a known mistake leaves for diagnosis: each part's fingerprint, or an error's type."""
    if answer.error:
        return stop(answer)
    try:
        parts = numbers(check, answer.value, like=want)
    except Malformed as error:
        return f"{type(error).__name__}: {error}"
    return {part: fingerprint(list(arrays.values())) for part, arrays in parts.items()}


def verdict(check, case, answer, want, mistakes=(), tolerance=None, side_by_side=False) -> Verdict:
    """Compare an Answer with the wanted value, which is a dict as the probe returns it.

    mistakes: pairs (Mutant.when, trace of that mutant's answer to the same question).
    tolerance: check.tolerance unless given.
    side_by_side: make the table of wanted and given numbers; never for a hidden case.
    """
    judged = case.judges or tuple(check.parts)
    tolerance = tolerance or check.tolerance
    if answer.error:
        alike = stops_alike(stop(answer), mistakes)
        return Verdict(lines=failure(answer), suspects=dict.fromkeys(judged, alike), stopped=True)
    if answer.changed:
        what = ", ".join(answer.changed)
        return Verdict(lines=fit(f"Your code changes what it was given ({what}): copy it first."))
    if answer.seconds > case.seconds:
        return Verdict(lines=fit(f"{answer.seconds:.1f} s; {case.seconds:g} s are allowed."))
    try:
        got = numbers(check, answer.value, like=want)
    except Malformed as problem:
        return Verdict(lines=fit(str(problem)))
    wanted = numbers(check, want, like=want)
    known = [(when, traces) for when, traces in mistakes if not isinstance(traces, str)]
    right, lines, found, errors = set(), [], {}, {}
    for part in judged:
        problems, of_part = compare(got[part], wanted[part], tolerance)
        errors |= {(part, name): error for name, error in of_part.items()}
        right |= set() if problems else {part}
        lines += [line for problem in problems for line in fit(problem)]
        found[part] = suspects(
            fingerprint(list(got[part].values())),
            fingerprint(list(wanted[part].values())),
            [(when, traces[part]) for when, traces in known],
        )
    worst = max((key for key in errors if errors[key] < np.inf), key=errors.get, default=None)
    shown = ()
    if side_by_side and worst and (not lines or errors[worst] > tolerance):
        part, name = worst
        heading = "−1 × yours" if check.signed and declared_sign(answer.value) < 0 else "yours"
        shown = table(name, got[part][name], wanted[part][name], heading)
    return Verdict(frozenset(right), tuple(lines), found, error=max(errors.values()), table=shown)


def stop(answer):
    """How the code stopped, without the numbers in the error's text."""
    return f"{answer.error}: {re.sub('[0-9]+', '#', answer.message)}"


def failure(answer):
    """How the student's code stopped, with the student's own line."""
    where = f" in {answer.function}, line {answer.line}" if answer.function else ""
    if answer.error == "NotImplementedError":
        return fit(f"Not written yet{where}.")
    text = f": {answer.message}" if answer.message else "."
    lines = fit(f"It stops with {answer.error}{where}{text}")
    return (*lines, "    " + textwrap.shorten(answer.source, WIDTH - 4)) if answer.source else lines


def fit(text):
    """The text as lines that nbgrader's validator does not cut."""
    return tuple(textwrap.wrap(text, WIDTH, subsequent_indent="  "))


def decides(case, part):
    return not case.judges or part in case.judges


def points(check, outcomes) -> float:
    """The points earned: a part counts if it is right in every case that decides it.

    outcomes: pairs (Case, Verdict), visible and hidden.
    """
    earned = 0.0
    for part, worth in check.parts.items():
        decided = [part in verdict.right for case, verdict in outcomes if decides(case, part)]
        earned += worth if decided and all(decided) else 0.0
    return earned


def report(check, outcomes) -> list[str]:
    """What the student reads on wrong answers, at most 80 characters a line.

    outcomes: pairs (Case, Verdict). No inputs are shown, and wanted values only in a verdict's
    table. Empty if all is right.
    """
    wrong = [(case, verdict) for case, verdict in outcomes if verdict.lines]
    if not wrong:
        return []
    case, first = wrong[0]
    lines = list(fit(f"{check.name}: {len(outcomes) - len(wrong)} of {len(outcomes)} cases right."))
    lines += [*fit(f"The first wrong one: {case.label}."), *first.lines, *first.table]
    parts = {
        part: [
            (verdict.suspects.get(part, frozenset()), outcome(verdict, part))
            for case, verdict in outcomes
            if decides(case, part)
        ]
        for part in check.parts
    }
    sentences = diagnosis(parts)
    if not sentences and any(verdict.suspects for _, verdict in wrong if not verdict.stopped):
        sentences = ["None of the mistakes that this check knows gives these numbers."]
    return lines + [line for sentence in sentences for line in fit(sentence)]


def outcome(verdict, part):
    return "right" if part in verdict.right else "stopped" if verdict.stopped else "wrong"
