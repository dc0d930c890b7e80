from copy import deepcopy

import pytest
from attempts import ALL, fill_in, named
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from trial import CELLS, solution

from exercises.autograder.normalization import normalize
from exercises.autograder.reading import NotGraded

SOURCE = solution()
CHECKED = [name for name, role, _, _ in CELLS if role != "text"]


@pytest.fixture
def nb():
    return fill_in(SOURCE, ALL)


def cell(nb, name):
    return next(cell for cell in nb.cells if named(cell) == name)


def facts(nb):
    return {named(cell): cell.metadata.nbgrader for cell in nb.cells if named(cell)}


def test_a_sound_submission_is_left_as_it_is(nb):
    result, remarks = normalize(nb, SOURCE)
    assert remarks == []
    assert [c.source for c in result.cells] == [c.source for c in nb.cells]
    assert facts(result) == facts(SOURCE)


def test_of_a_cell_that_is_there_twice_the_last_one_counts(nb):
    nb.cells.append(deepcopy(cell(nb, "delta")))
    nb.cells[-1].source = "the last"
    result, remarks = normalize(nb, SOURCE)
    assert remarks == ["the cell delta is there 2 times; the last one counts"]
    assert cell(result, "delta").source == "the last"
    assert sum("nbgrader" in c.metadata for c in result.cells) == len(CHECKED)


@pytest.mark.parametrize(
    "damage",
    ["text", 5, [], {}, {"grade_id": 7}, {"grade_id": "no such cell", "grade": True}, None],
)
def test_broken_metadata_are_dropped_and_the_cell_is_known_by_its_text(nb, damage):
    cell(nb, "check_delta").metadata = {"nbgrader": damage, "tags": 3}
    result, remarks = normalize(nb, SOURCE)
    assert remarks == [
        "grading data that belong to no cell of the problem set were dropped",
        "the cell check_delta had lost its grading data; its text tells it",
    ]
    assert facts(result) == facts(SOURCE)


def test_metadata_are_told_by_the_source(nb):
    cell(nb, "check_delta").metadata.nbgrader |= {"points": 100, "solution": True, "more": 1}
    result, remarks = normalize(nb, SOURCE)
    assert remarks == ["the grading data of the cell check_delta had been changed"]
    assert facts(result) == facts(SOURCE)


def test_tags_are_taken_away(nb):
    cell(nb, "check_delta").metadata.tags = ["skip-execution", "raises-exception"]
    result, remarks = normalize(nb, SOURCE)
    assert remarks == ["the tag skip-execution was taken from check_delta"]
    assert all("tags" not in c.metadata for c in result.cells)


def test_a_missing_check_is_put_back_in_its_place(nb):
    nb.cells.remove(cell(nb, "check_delta"))
    nb.cells.remove(cell(nb, "setup"))
    result, remarks = normalize(nb, SOURCE)
    assert sorted(remarks) == [
        "the cell check_delta was missing and was put back",
        "the cell setup was missing and was put back",
    ]
    assert [named(c) for c in result.cells if named(c)] == CHECKED


def test_a_missing_answer_is_not_put_back_because_its_stub_would_undo_the_answer(nb):
    nb.cells.remove(cell(nb, "delta"))
    nb.cells.insert(1, new_code_cell(ALL["delta"]))
    result, remarks = normalize(nb, SOURCE)
    assert remarks == ["the answer cell delta is missing; what it defines may stand elsewhere"]
    assert "delta" not in facts(result)


def test_a_missing_written_answer_is_put_back_so_that_a_person_sees_it(nb):
    nb.cells.remove(cell(nb, "thoughts"))
    result, _ = normalize(nb, SOURCE)
    assert cell(result, "thoughts").source == "What did you learn?"


def test_a_cell_turned_into_text_becomes_code_again(nb):
    place = nb.cells.index(cell(nb, "delta"))
    nb.cells[place] = new_markdown_cell(ALL["delta"], metadata=nb.cells[place].metadata)
    result, remarks = normalize(nb, SOURCE)
    assert remarks == ["the cell delta had become a markdown cell"]
    assert cell(result, "delta").cell_type == "code"


def test_a_changed_check_is_said(nb):
    cell(nb, "check_delta").source = "pass"
    _, remarks = normalize(nb, SOURCE)
    assert remarks == [
        "the text of the cell check_delta had been changed; it counts as it was released"
    ]


def test_another_notebook_is_not_graded():
    other = new_notebook(cells=[new_code_cell("print('hello')")])
    with pytest.raises(NotGraded, match="another notebook"):
        normalize(other, SOURCE)


def test_a_notebook_that_lost_all_metadata_is_known_by_its_checks(nb):
    for c in nb.cells:
        c.metadata = {}
    result, _ = normalize(nb, SOURCE)
    assert {"setup", "check_forward", "check_delta", "check_gradient"} <= facts(result).keys()


def test_the_source_is_not_touched(nb):
    before = deepcopy(SOURCE)
    result, _ = normalize(nb, SOURCE)
    cell(result, "check_delta").metadata.nbgrader.checksum = "changed later"
    assert before == SOURCE


def test_text_of_a_student_is_harmless_and_ours_is_left_alone():
    source, nb = solution(), solution()
    source.cells[0].source = nb.cells[0].source = "<details>a hint</details>"
    cell(
        nb, "thoughts"
    ).source = "$a<b$, $x &= 1$, a < b <script>, > quoted, [x](java:1), [y](https://y)"
    result, _ = normalize(nb, source)
    assert result.cells[0].source == "<details>a hint</details>"
    assert cell(result, "thoughts").source == (
        "$a&lt;b$, $x &= 1$, a < b &lt;script>, > quoted, [x] (java:1), [y](https://y)"
    )
