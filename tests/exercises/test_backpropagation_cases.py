"""Problem set 9: its cases, its published numbers and its text."""

import re

import numpy as np
import pytest
from grading import (
    CHECKS,
    KEY,
    NOTEBOOK,
    check_file,
    questions,
)

from exercises.comparison import euclidean_norm, numbers, relative_error
from exercises.networks import forward, squared_error

SEEDS = (0, 1, 2)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_hidden_cases_differ_by_their_labels(check):
    labels = [case.label for case in check.hidden]
    assert len(set(labels)) == len(labels)
    assert all(case.seed is None for case in check.hidden)
    assert all(case.seed is not None for case in check.visible)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_references_agree_with_the_key(check):
    for case, inputs, want in questions(check.name, 0, False):
        reference = numbers(check, check.reference(**inputs), like=want)
        for part, arrays in numbers(check, want, like=want).items():
            for name, array in arrays.items():
                assert relative_error(reference[part][name], array) < 1e-7, case.label


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_wanted_array_is_so_small_that_zero_would_pass(check, seed):
    for hidden in (False, True):
        for case, _, want in questions(check.name, seed, hidden):
            for arrays in numbers(check, want, like=want).values():
                for name, array in arrays.items():
                    norm = euclidean_norm(array)
                    assert norm == 0 or norm > 1e-7, (case.label, name)


def test_the_xnor_example_has_its_known_deltas():
    wanted = [[[-0.005925, -0.005881]], [[-0.118797]]]
    case, _, answer = questions("network_deltas", 0, False)[0]
    assert case.label == "XNOR at (1, 1)"
    for delta, known in zip(answer["deltas"], wanted, strict=True):
        np.testing.assert_allclose(delta, known, atol=5e-7)


def test_the_published_example_reaches_its_published_loss():
    case, inputs, want = questions("training_step", 0, True)[0]
    assert case.label == "a published example"
    assert want["loss"] == pytest.approx(0.298371, abs=5e-7)

    def loss(biases):
        layers = list(zip(want["weights"], biases, strict=True))
        return squared_error(forward(inputs["X"], layers, inputs["g"])[1][-1], inputs["T"])

    frozen = [b for _, b in inputs["layers"]]  # as published, the biases stay
    assert loss(frozen) == pytest.approx(0.291028, abs=5e-7)
    assert loss(want["biases"]) == pytest.approx(0.280471, abs=5e-7)


def test_the_numbers_in_the_hints_are_right():
    text = "\n".join(cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown")
    lines = [line for line in re.findall(r"`([^`]+)`", text) if "==" in line]
    assert len(lines) >= 7
    for line in lines:
        left, right = line.split("==")
        assert eval(left) == pytest.approx(eval(right)), line


def test_every_task_has_three_hints():
    tasks = [cell.source for cell in NOTEBOOK.cells if "## Task" in cell.source]
    assert len(tasks) == len(CHECKS)
    for task in tasks:
        assert [int(n) for n in re.findall(r"<summary>Hint (\d):", task)] == [1, 2, 3]
        assert task.count("</details>") == 3


def test_the_students_file_holds_no_hidden_case_and_no_key():
    solutions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", KEY, re.DOTALL)
    assert len(solutions) == len(CHECKS) + 1
    lines = {line.strip() for text in solutions for line in text.splitlines()}
    formulas = {line for line in lines if re.search("[@*/]", line)}
    assert len(formulas) > 10
    assert not formulas & set(map(str.strip, check_file().splitlines()))
    for check in CHECKS.values():
        assert not [case.label for case in check.hidden if case.label in check_file()]
