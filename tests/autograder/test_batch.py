from pathlib import Path

import nbformat
import numpy as np
import pytest
from trial import solution

from exercises.autograder.batch import Batch, KeyFailed

HERE = str(Path(__file__).parent)


@pytest.fixture
def folder(tmp_path):
    nbformat.write(solution(), tmp_path / "trial.ipynb")
    return tmp_path


def batch(folder, assignment="trial", **options):
    return Batch(assignment, folder, checks_folders=[HERE], **options)


def inputs(batch, hidden):
    return [
        {name: np.asarray(value).tolist() for name, value in question.inputs.items()}
        for questions in batch.questions.values()
        for question in questions
        if question.hidden == hidden
    ]


def test_every_check_of_the_notebook_is_asked_on_every_case(folder):
    asked = {name: len(questions) for (_, name), questions in batch(folder).questions.items()}
    assert asked == {"check_forward": 2, "check_delta": 4, "check_gradient": 3}


def test_the_same_seed_draws_the_same_hidden_cases(folder):
    assert inputs(batch(folder, seed="2a"), True) == inputs(batch(folder, seed="2a"), True)


def test_each_run_draws_hidden_cases_of_its_own(folder):
    one, other = batch(folder), batch(folder)
    assert one.seed != other.seed
    assert inputs(one, True) != inputs(other, True)
    assert inputs(one, False) == inputs(other, False)


def test_hidden_cases_differ_from_each_other(folder):
    seen = [str(case) for case in inputs(batch(folder), True)]
    assert len(seen) == len(set(seen)) == 6


def test_the_key_answers_and_known_mistakes_come_along(folder):
    questions = batch(folder).questions["trial", "check_delta"]
    for question in questions:
        expected = question.inputs["dA"] * (1 - question.inputs["A"] ** 2)
        assert np.array_equal(question.want["delta"], expected)
        assert [when for when, _ in question.mistakes] == ["g′ is left out"]


@pytest.mark.parametrize("seed", ["0x5", "-1", "Z", "a" * 33])
def test_a_seed_that_is_none_is_named(folder, seed):
    with pytest.raises(KeyFailed, match="digits 0-9a-f"):
        batch(folder, seed=seed)


def test_a_problem_set_without_source_or_checks_is_named(folder, tmp_path):
    with pytest.raises(KeyFailed, match="make exercises"):
        batch(tmp_path / "nowhere")
    with pytest.raises(KeyFailed, match=r"no other\.py with checks"):
        batch(folder, assignment="other")


def changed(folder, change):
    notebook = solution()
    for cell in notebook.cells:
        change(cell, cell.metadata.get("nbgrader", {}).get("grade_id"))
    nbformat.write(notebook, folder / "trial.ipynb")


def test_a_key_that_stops_is_named(folder):
    changed(
        folder,
        lambda cell, name: (
            cell.update(source="def delta(A, dA): 1 / 0\n# dA * (1 - A**2)")
            if name == "delta"
            else None
        ),
    )
    with pytest.raises(KeyFailed, match="the key stops at check_delta, batch of 3: division"):
        batch(folder)


def test_a_key_that_is_no_answer_is_named(folder):
    changed(
        folder,
        lambda cell, name: (
            cell.update(source="def delta(A, dA): return 'dA * (1 - A**2)'")
            if name == "delta"
            else None
        ),
    )
    with pytest.raises(KeyFailed, match="the key fails check_delta, batch of 3"):
        batch(folder)


def test_points_that_do_not_agree_are_named(folder):
    changed(
        folder,
        lambda cell, name: (
            cell.metadata.nbgrader.update(points=9) if name == "check_delta" else None
        ),
    )
    with pytest.raises(KeyFailed, match="check_delta is worth 9 in the notebook"):
        batch(folder)


def test_a_cell_without_a_check_is_named(folder):
    changed(
        folder,
        lambda cell, name: (
            cell.metadata.nbgrader.update(grade_id="check_x") if name == "check_delta" else None
        ),
    )
    with pytest.raises(KeyFailed, match="check_x, but no check of that name"):
        batch(folder)
