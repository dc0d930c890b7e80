"""Submissions that are broken: repaired and said, or not graded and said; the run goes on."""

import csv
import json
from copy import deepcopy

import pytest
from attempts import ALL, fill_in, named

FULL = {"check_forward": 2.0, "check_delta": 3.0, "check_gradient": 5.0, "thoughts": 0.0}
NONE = dict.fromkeys(FULL)


def damaged(nb, damage):
    nb = deepcopy(nb)
    damage(nb)
    return nb


def cell(nb, name):
    return next(cell for cell in nb.cells if named(cell) == name)


def repairable(key):
    """Right answers in notebooks on which plain nbgrader stops, or fails, or is fooled."""
    return {
        "twice": damaged(key, lambda nb: nb.cells.append(deepcopy(cell(nb, "check_delta")))),
        "corrupt": damaged(key, lambda nb: cell(nb, "delta").metadata.update(nbgrader=[5])),
        "newer": damaged(
            key, lambda nb: cell(nb, "check_delta").metadata.nbgrader.update(schema_version=99)
        ),
        "older": damaged(
            key, lambda nb: cell(nb, "check_delta").metadata.nbgrader.pop("schema_version")
        ),
        "missing": damaged(key, lambda nb: nb.cells.remove(cell(nb, "check_delta"))),
        "solution": damaged(
            key, lambda nb: cell(nb, "check_delta").metadata.nbgrader.update(solution=True)
        ),
        "mark": b"\xef\xbb\xbf" + json.dumps(key).encode(),
    }


UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "cut": (b'{"cells": [{"cell_type"', "the file is no notebook"),
    "cellless": (b'{"nbformat": 4, "cells": []}', "the notebook is empty"),
    "other": (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1", "metadata": {}}]}',
        "was another notebook handed in?",
    ),
}


@pytest.fixture(scope="module")
def graded(course, release):
    key = fill_in(release, ALL)
    course.submit("again", "trial", key)
    course.submit("later", "trial", b"")
    course.nbgrader("autograde", "trial", fails=True)
    course.first = course.grades("trial")
    course.submit("again", "trial", b"")
    course.submit("later", "trial", key)
    for name, content in repairable(key).items():
        course.submit(name, "trial", content)
    for name, (content, _) in UNREADABLE.items():
        course.submit(name, "trial", content)
    course.submit("renamed", "trial", key, name="trial (1).ipynb")
    course.submit("nothing", "trial", b"3 1 4", name="data.txt")
    course.submit("linked", "trial", key)
    (course.root / "submitted" / "linked" / "trial" / "key.txt").symlink_to(
        course.root / "source" / "trial" / "trial.ipynb"
    )
    course.submit("zoe", "trial", key)
    course.said = course.nbgrader("autograde", "trial", "--force", fails=True)
    course.nbgrader("export", "--to", "grades.csv")
    return course


def test_the_last_student_is_graded_whatever_happens_before(graded):
    assert graded.grades("trial")["zoe"] == FULL
    assert graded.report("trial")["zoe"]["status"] == "graded"


@pytest.mark.parametrize("name", ["twice", "corrupt", "newer", "older", "missing", "solution"])
def test_what_can_be_repaired_is_graded_and_said(graded, name):
    assert graded.grades("trial")[name] == FULL
    row = graded.report("trial")[name]
    assert row["status"] == "graded after repair"
    assert f"{name} is graded after repair: {row['remarks']}" in graded.said


def test_a_byte_order_mark_is_no_damage(graded):
    assert graded.grades("trial")["mark"] == FULL


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_not_graded_and_no_zero(graded, name):
    assert graded.grades("trial")[name] == NONE
    row = graded.report("trial")[name]
    assert row["status"] == "not graded"
    assert UNREADABLE[name][1] in row["remarks"]
    assert not (graded.root / "autograded" / name).exists() or not list(
        (graded.root / "autograded" / name).rglob("*.ipynb")
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("renamed", "there is no trial.ipynb, but trial (1).ipynb"),
        ("nothing", "there is no trial.ipynb"),
        ("linked", "the folder holds a link and not a file: key.txt"),
    ],
)
def test_a_folder_without_its_notebook_or_with_links_is_reported(graded, name, reason):
    row = graded.report("trial")[name]
    assert (row["status"], row["remarks"]) == ("not graded", reason)
    assert f"{name} is not graded: {reason}" in graded.said


def test_the_export_tells_no_grade_from_a_zero(graded):
    rows = exported(graded, "grades.csv")
    assert (rows["zoe"]["score"], rows["zoe"]["status"]) == ("10.0", "graded")
    for name in [*UNREADABLE, "renamed", "linked"]:
        assert (rows[name]["score"], rows[name]["status"]) == ("", "not graded")
        assert rows[name]["because"] == graded.report("trial")[name]["remarks"]


def test_the_export_agrees_with_nbgraders_own_where_there_is_a_grade(graded):
    own = "--ExportApp.plugin_class=nbgrader.plugins.export.CsvExportPlugin"
    graded.nbgrader("export", "--to", "plain.csv", own)
    ours, theirs = exported(graded, "grades.csv"), exported(graded, "plain.csv")
    assert ours.keys() == theirs.keys()
    for name in ours:
        if ours[name]["status"] == "graded":
            assert {column: ours[name][column] for column in theirs[name]} == theirs[name]


def exported(course, name):
    with (course.root / name).open() as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_a_broken_resubmission_does_not_keep_the_old_grade(graded):
    assert graded.first["again"] == FULL
    assert graded.grades("trial")["again"] == NONE
    assert graded.report("trial")["again"]["status"] == "not graded"


def test_a_better_resubmission_is_graded(graded):
    assert graded.first["later"] == NONE
    assert graded.grades("trial")["later"] == FULL
    assert graded.report("trial")["later"]["status"] == "graded"
