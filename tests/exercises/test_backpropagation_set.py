"""Problem set 9: right solutions score full, nothing else does, and mistakes are named."""

import re
from copy import deepcopy
from types import SimpleNamespace

import numpy as np
import pytest
from grading import (
    CHECKS,
    FOLDER,
    KEY,
    NOTEBOOK,
    WORTH,
    answered,
    check_file,
    grade,
    judged,
    one_line,
    questions,
    solution,
    student,
    told_in_notebook,
    with_mistake,
)
from nbgrader.preprocessors import ClearSolutions

from exercises.checking import points, report
from exercises.comparison import numbers, relative_error
from exercises.networks import forward, squared_error

SEEDS = (0, 1, 2)
ALTERNATIVES = sorted(path.name for path in (FOLDER / "alternatives").glob("*.py"))
NOTHING = dict.fromkeys(CHECKS, 0.0)
MISTAKES = [(name, mutant) for name, check in CHECKS.items() for mutant in check.mutants]

# --- who scores what ------------------------------------------------------------------------------


def test_the_set_is_worth_30_points():
    assert WORTH == {
        "delta_output": 4,
        "delta_hidden": 4,
        "backward": 8,
        "linear_chain": 2,
        "network_deltas": 2,
        "delta_cross_entropy": 4,
        "training_step": 6,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_key_scores_full(seed):
    assert grade(student(), seed) == WORTH


@pytest.mark.parametrize("file", ALTERNATIVES)
def test_a_right_alternative_scores_full(file):
    alternative = solution(f"alternatives/{file}")
    assert [grade(alternative, seed) for seed in SEEDS] == [WORTH] * 3
    assert [told_in_notebook(name, alternative) for name in CHECKS] == [""] * 7


def untouched_release():
    """What a student has who runs every cell of the release and writes nothing."""
    notebook, _ = ClearSolutions().preprocess(deepcopy(NOTEBOOK), {})
    namespace = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "check" not in cell.source:
            try:
                exec(cell.source, namespace)
            except NotImplementedError:
                continue
    return SimpleNamespace(**namespace)


def test_the_untouched_release_scores_nothing():
    release = untouched_release()
    assert grade(release) == NOTHING
    for name in CHECKS:
        assert re.search("SIGN is not declared|Not written yet", told_in_notebook(name, release))


STUBS = {
    "a constant loss and zero gradients": """
def delta_output(Z, A, T, g_prime): return np.zeros_like(Z)
def delta_hidden(delta, W, Z, g_prime): return np.zeros_like(Z)
def backward(delta, Z, A, layers, g_prime):
    return [(np.zeros_like(W), np.zeros_like(b)) for W, b in layers]
def linear_chain(a, t, W2, W3): return np.zeros(2), np.zeros(2), np.zeros(1)
def network_deltas(X, T, layers, g, g_prime):
    return [np.zeros((len(X), len(b))) for W, b in layers]
def delta_cross_entropy(A, T): return np.zeros_like(A)
def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    return 0.25, layers, memory
""",
    "what was given": """
def delta_output(Z, A, T, g_prime): return A
def delta_hidden(delta, W, Z, g_prime): return Z
def backward(delta, Z, A, layers, g_prime): return layers
def linear_chain(a, t, W2, W3): return W2[0], W2[1], a
def network_deltas(X, T, layers, g, g_prime): return forward(X, layers, g)[1][1:]
def delta_cross_entropy(A, T): return A
def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    return 0.0, layers, memory
""",
    "None": "\n".join(f"def {name}(*_): pass" for name in CHECKS),
    "numbers too large to be squared": """
def delta_output(Z, A, T, g_prime): return np.full_like(Z, 1e200)
def delta_hidden(delta, W, Z, g_prime): return np.full_like(Z, -1e300)
def backward(delta, Z, A, layers, g_prime):
    return [(np.full_like(W, 1e200), np.full_like(b, 1e200)) for W, b in layers]
def linear_chain(a, t, W2, W3): return [1e200, 1e200], [1e200, 1e200], [1e200]
def network_deltas(X, T, layers, g, g_prime):
    return [np.full((len(X), len(b)), 1e200) for W, b in layers]
def delta_cross_entropy(A, T): return np.full_like(A, 1e200)
def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    huge = [(np.full_like(W, 1e200), np.full_like(b, 1e200)) for W, b in layers]
    return 1e200, huge, huge
""",
    "NaN": """
def delta_output(Z, A, T, g_prime): return Z * np.nan
def delta_hidden(delta, W, Z, g_prime): return Z * np.inf
def backward(delta, Z, A, layers, g_prime): return [(W * np.nan, b * np.nan) for W, b in layers]
def linear_chain(a, t, W2, W3): return W2[0] * np.nan, W2[1] * np.nan, np.nan
def network_deltas(X, T, layers, g, g_prime): return [z * np.nan for z in forward(X, layers, g)[0]]
def delta_cross_entropy(A, T): return A * np.nan
def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    return np.nan, [(W * np.nan, b * np.nan) for W, b in layers], memory
""",
}


@pytest.mark.parametrize("stub", STUBS)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_stub_scores_nothing(stub, sign):
    assert grade(student(f"SIGN = {sign}\n{STUBS[stub]}")) == NOTHING


def test_float32_scores_nothing_and_is_told_so():
    narrow = student("""
def delta_output(Z, A, T, g_prime):
    return (SIGN * (A - T) * g_prime(Z) / len(T)).astype(np.float32)
""")
    assert grade(narrow)["delta_output"] == 0
    assert "of type float32; numbers of type float64" in told_in_notebook("delta_output", narrow)


# The loss of a training step is right, and worth one point. So are the slopes of the linear chain
# by complex step: the loss is quadratic, and Im (d + ihw)²/2h is the product d·w itself.
@pytest.mark.parametrize(
    ("files", "earned"),
    [
        (["finite_differences.py"], {"training_step": 1.0}),
        (
            ["finite_differences.py", "complex_step.py"],
            {"training_step": 1.0, "linear_chain": 2.0},
        ),
    ],
)
def test_numerical_derivatives_do_not_pass_for_backpropagation(files, earned):
    nudging = solution(*[f"numerical/{file}" for file in files])
    assert grade(nudging) == NOTHING | earned


def test_numerical_derivatives_would_be_right_where_caches_are_not_free():
    nudging = solution("numerical/finite_differences.py", "numerical/complex_step.py")
    for name in ("delta_output", "delta_hidden", "network_deltas", "delta_cross_entropy"):
        right = [case.label for case, found in judged(name, nudging, hidden=False) if found.right]
        assert right, name  # so it is the free caches that tell


def test_the_cost_of_nudging_every_weight_is_too_high():
    check = CHECKS["training_step"]
    (costly, inputs), *others = [
        (case, inputs) for case, inputs, _ in questions(check.name, 0, True) if case.judges
    ]
    assert not others
    nudging = solution("numerical/finite_differences.py", "numerical/complex_step.py")
    assert answered(check, nudging, inputs, costly.seconds).error == "OutOfTime"
    slow = [solution(f"alternatives/{file}") for file in ("loops.py", "lists.py")]
    for alternative in slow:  # the slowest honest code has room
        assert answered(check, alternative, inputs, costly.seconds / 2).error == ""


def test_one_wrong_part_leaves_the_others_their_points():
    forgets_to_sum = student("""
right = backward
def backward(*arguments):
    return [(dW, 2 * db) for dW, db in right(*arguments)]
""")
    graded = grade(forgets_to_sum)
    assert graded["backward"] == 5
    assert graded["training_step"] == 4  # loss and weights


def test_changing_what_was_given_scores_nothing():
    careless = student("""
def delta_output(Z, A, T, g_prime):
    A -= T
    return SIGN * A * g_prime(Z) / len(T)
""")
    assert grade(careless)["delta_output"] == 0
    assert "Your code changes what it was given (A)" in told_in_notebook("delta_output", careless)


# --- mistakes -------------------------------------------------------------------------------------

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


# --- the cases ------------------------------------------------------------------------------------


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
                    norm = np.linalg.norm(array)
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


# --- the text -------------------------------------------------------------------------------------


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


@pytest.mark.full
def test_a_thousand_seeds_change_no_verdict():
    right = {"key": student()} | {f: solution(f"alternatives/{f}") for f in ALTERNATIVES}
    wrong = [(name, mutant.when, with_mistake(mutant)) for name, mutant in MISTAKES]

    def earned(name, solved, seed):
        return points(CHECKS[name], judged(name, solved, seed, costly=False))

    for seed in range(1000):
        questions.cache_clear()
        lost = [
            (who, name)
            for who, solved in right.items()
            for name in CHECKS
            if earned(name, solved, seed) != WORTH[name]
        ]
        won = [
            (name, when)
            for name, when, mistaken in wrong
            if earned(name, mistaken, seed) == WORTH[name]
        ]
        assert (seed, lost, won) == (seed, [], [])
