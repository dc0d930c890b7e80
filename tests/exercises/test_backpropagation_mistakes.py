"""Problem set 9: a known mistake is rejected and named, in the notebook and by the judge."""

import re

import pytest
from grading import (
    CHECKS,
    WORTH,
    judged,
    one_line,
    questions,
    student,
    told_in_notebook,
    with_mistake,
)

from exercises.checking import points, report

SEEDS = (0, 1, 2)
MISTAKES = [(name, mutant) for name, check in CHECKS.items() for mutant in check.mutants]

# The mistakes which the set must know: words of the sentence, and the check that must say it.
REQUIRED = [
    ("W is multiplied entry by entry", "delta_hidden"),
    ("the transpose of W is missing", "delta_hidden"),
    ("the bias column is kept", "backward"),
    ("the bias row is kept", "backward"),
    ("g' is taken at A instead of Z", "delta_output"),
    ("g' is multiplied in twice", "delta_hidden"),
    ("δ is not multiplied by g'", "delta_hidden"),
    ("the ½ of the loss is lost", "delta_output"),
    ("the ½ of the loss is counted twice", "delta_output"),
    ("the sum over the examples, not to their mean", "delta_output"),
    ("the output's g' is kept", "delta_cross_entropy"),
    ("W is updated before δ goes back through it", "training_step"),
    ("the bias gradient is not summed over the batch", "backward"),
    ("λW has the wrong sign", "training_step"),
    ("λ acts on the biases too", "training_step"),
    ("the gradients are always zero", "backward"),
]


@pytest.mark.parametrize(("words", "name"), REQUIRED)
def test_a_required_mistake_is_known(words, name):
    assert any(words in mutant.when for mutant in CHECKS[name].mutants)


@pytest.mark.parametrize(
    ("name", "mutant"), MISTAKES, ids=[f"{name}: {mutant.when}" for name, mutant in MISTAKES]
)
def test_a_mistake_is_rejected_and_named(name, mutant):
    wrong = with_mistake(mutant)
    in_notebook = told_in_notebook(name, wrong)
    assert mutant.when in one_line(in_notebook)
    assert max(map(len, in_notebook.splitlines())) <= 80
    for seed in SEEDS:
        outcomes = judged(name, wrong, seed, diagnose=True, costly=False)
        assert points(CHECKS[name], outcomes) < WORTH[name]
        assert mutant.when in one_line("\n".join(report(CHECKS[name], outcomes)))


def test_mistakes_that_give_the_same_numbers_are_both_named():
    turned = with_mistake(next(m for m in CHECKS["training_step"].mutants if "opposite" in m.when))
    told = one_line(told_in_notebook("training_step", turned))
    assert "when the gradients keep the sign of a δ that is −∂J/∂Z, or when δ has the sign" in told


def test_a_mistake_on_top_of_another_is_named_with_its_factor():
    both = student("def delta_hidden(delta, W, Z, g_prime): return -2 * delta @ W.T")
    told = one_line(told_in_notebook("delta_hidden", both))
    assert "This is -2 times what one gets when δ is not multiplied by g'." in told


def test_an_unknown_mistake_is_called_unknown():
    odd = student("def delta_hidden(delta, W, Z, g_prime): return np.sin(delta @ W.T) * Z")
    told = one_line(told_in_notebook("delta_hidden", odd))
    assert "None of the mistakes that this check knows gives these numbers." in told


def test_numerical_gradients_stand_beside_the_students_numbers():
    wrong = student("def delta_hidden(delta, W, Z, g_prime): return delta @ W.T")
    heading, *rows = told_in_notebook("delta_hidden", wrong).splitlines()[3:8]
    assert heading.split() == ["numerical", "yours"]
    (_, inputs, want), *_ = questions("delta_hidden", 0, False)
    for row in rows:
        i, j, numerical, yours = re.fullmatch(r" +delta\[(\d), (\d)\] +(\S+) +(\S+)", row).groups()
        place = int(i), int(j)
        assert float(numerical) == pytest.approx(want["delta"][place], rel=1e-6)
        assert float(yours) == pytest.approx((inputs["delta"] @ inputs["W"].T)[place], rel=1e-6)


def test_what_the_judge_tells_holds_no_numbers_of_a_hidden_case():
    wrong = student("def delta_hidden(delta, W, Z, g_prime): return delta @ W.T")
    told = "\n".join(report(CHECKS["delta_hidden"], judged("delta_hidden", wrong, diagnose=True)))
    assert "relative error" in told
    assert "numerical" not in told
    assert not re.search(r"\d\.\d{3}", told)
