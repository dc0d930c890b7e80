"""What right and unfair submissions earn under the unmodified `nbgrader autograde`."""

import json

import pytest
from attempts import CHEATS, HONEST, fill_in, named


@pytest.fixture(scope="module")
def graded(course, release):
    """A course with all these submissions, graded in one run."""
    for name, attempt in submissions(release).items():
        course.submit(student(name), "trial", attempt)
    course.nbgrader("autograde", "trial")
    return course


def submissions(release):
    written = {name: fill_in(release, **attempt) for name, attempt in HONEST.items()}
    written |= {name: fill_in(release, **attempt) for name, (attempt, _) in CHEATS.items()}
    return written | {"forged cells": forged(release), "skipped cells": skipped(release)}


def student(name):
    return name.replace(" ", "_").replace(",", "")


def forged(release):
    """Check cells that bring their outputs along, and claim to be worth more."""
    nb = fill_in(release)
    for cell in nb.cells:
        if named(cell) and named(cell).startswith("check_"):
            cell.metadata.nbgrader.points = 1000
            cell.metadata.nbgrader.solution = True
            cell.source = "5.0"
            cell.outputs = [
                {
                    "output_type": "execute_result",
                    "execution_count": 1,
                    "metadata": {},
                    "data": {"text/plain": "5.0"},
                }
            ]
    return nb


def skipped(release):
    """The tag with which nbclient leaves a cell out, which earns full points under nbgrader."""
    nb = fill_in(release)
    for cell in nb.cells:
        cell.metadata.tags = ["skip-execution", "raises-exception"]
    return nb


@pytest.mark.parametrize("name", HONEST)
def test_right_submissions_earn_all_points(graded, name):
    assert points(graded, name) == 10


@pytest.mark.parametrize(("name", "earned"), [(name, cheat[1]) for name, cheat in CHEATS.items()])
def test_unfair_submissions_earn_what_is_honest_in_them(graded, name, earned):
    assert points(graded, name) == earned


@pytest.mark.parametrize("name", ["forged cells", "skipped cells"])
def test_forged_and_skipped_checks_earn_nothing(graded, name):
    assert points(graded, name) == 0


def points(course, name):
    grades = course.grades("trial")[student(name)]
    return sum(grades[check] for check in ("check_forward", "check_delta", "check_gradient"))


def test_only_the_judge_writes_into_check_cells(graded):
    for name in [*CHEATS, "forged cells", "skipped cells"]:
        nb = graded.autograded(student(name), "trial")
        for cell in nb.cells:
            if named(cell) and named(cell).startswith("check_"):
                text = json.dumps(cell.outputs)
                assert "5.0" not in text
                assert f"{named(cell)}: " in text


def test_a_check_without_points_is_shown_as_an_error(graded):
    nb = graded.autograded("stub", "trial")
    (output,) = next(cell.outputs for cell in nb.cells if named(cell) == "check_delta")
    assert (output.output_type, output.ename) == ("error", "CheckFailed")
    assert output.traceback[0] == "check_delta: 0 of 4 cases right."


def test_huge_outputs_are_cut(graded):
    for cell in graded.autograded(student("prints a lot"), "trial").cells:
        assert len(json.dumps(cell)) < 3 * 2**20
    text = json.dumps(graded.autograded(student("prints a lot"), "trial").cells[-1].outputs)
    assert "the rest of this output is left out" in text
    assert "With it, the kernel" not in text
