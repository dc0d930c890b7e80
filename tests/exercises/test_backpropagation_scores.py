"""Problem set 9: right solutions score full, whatever their style, and nothing else does."""

import re
from copy import deepcopy
from types import SimpleNamespace

import pytest
from grading import (
    CHECKS,
    FOLDER,
    NOTEBOOK,
    WORTH,
    answered,
    grade,
    judged,
    questions,
    solution,
    student,
    told_in_notebook,
    with_mistake,
)
from nbgrader.preprocessors import ClearSolutions

from exercises.checking import points

SEEDS = (0, 1, 2)
ALTERNATIVES = sorted(path.name for path in (FOLDER / "alternatives").glob("*.py"))
NOTHING = dict.fromkeys(CHECKS, 0.0)
MISTAKES = [(name, mutant) for name, check in CHECKS.items() for mutant in check.mutants]


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


# The loss of a training step is right, and worth one point.
@pytest.mark.parametrize(
    "files", [["finite_differences.py"], ["finite_differences.py", "complex_step.py"]]
)
def test_numerical_derivatives_do_not_pass_for_backpropagation(files):
    nudging = solution(*[f"numerical/{file}" for file in files])
    assert grade(nudging) == NOTHING | {"training_step": 1.0}


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
