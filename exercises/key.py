"""The key of a problem set: the solution notebook's own code, and its known mistakes."""

from functools import cache
from types import SimpleNamespace

from exercises.asking import Answer, ask
from exercises.checking import trace


def key_source(notebook) -> str:
    """The code that a solution notebook gives and asks for: all nbgrader cells but the checks."""
    return "\n\n".join(
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code"
        and (role := cell.metadata.get("nbgrader"))
        and (role["solution"] or not role["grade"])
    )


@cache
def student(source) -> SimpleNamespace:
    """The names that the code defines, as a probe sees them."""
    namespace = {"__name__": "student"}
    exec(compile(source, "<key>", "exec"), namespace)
    return SimpleNamespace(**namespace)


def mutated(source, mutant) -> str:
    """The key with one known mistake. Raises ValueError if the place is not found exactly once."""
    found = source.count(mutant.old)
    if found != 1:
        raise ValueError(f"the mutant {mutant.when!r} has {found} places in the key, expected 1")
    return source.replace(mutant.old, mutant.new)


def answer(check, source, inputs) -> Answer:
    """What this code answers to one question; the inputs are left as they are if it is right."""
    return Answer(**ask(check.probe, student(source), inputs))


def mistakes(check, source, inputs, want):
    """What each known mistake leaves on this question: pairs (Mutant.when, trace)."""
    return [
        (mutant.when, trace(check, answer(check, mutated(source, mutant), inputs), want))
        for mutant in check.mutants
    ]
