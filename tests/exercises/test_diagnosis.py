"""Known mistakes are told apart by what they leave on the student's own numbers."""

import numpy as np
import pytest

from exercises.diagnosis import diagnosis, factor, fingerprint, stops_alike, suspects

RNG = np.random.default_rng(0)
A, B = RNG.normal(size=(3, 4)), RNG.normal(size=5)


def prints(*arrays):
    return fingerprint([np.asarray(array, float) for array in arrays])


@pytest.mark.parametrize("c", [1.0, -1.0, 2.0, 0.5, -0.5, 3.0, 1 / 17])
def test_the_factor_between_two_answers_is_found(c):
    assert factor(prints(c * A, c * B), prints(A, B)) == pytest.approx(c, rel=1e-4)


def test_other_numbers_have_no_factor():
    assert factor(prints(A, B), prints(A, 2 * B)) is None
    assert factor(prints(A), prints(A.T)) is None  # another shape
    assert factor(prints(A.reshape(4, 3)), prints(A)) is None
    assert factor(prints(A[::-1]), prints(A)) is None
    assert factor(prints(A), prints(A * (1 + 1e-5 * RNG.normal(size=A.shape)))) is None
    assert factor(prints(A * np.nan), prints(A)) is None
    assert factor(prints(A), prints(A * np.nan)) is None


def test_zero_is_only_like_zero():
    assert factor(prints(0 * A), prints(0 * A)) == 1
    assert factor(prints(A), prints(0 * A)) is None
    assert factor(prints(0 * A), prints(A)) is None or factor(prints(0 * A), prints(A)) == 0


def test_a_numerical_derivative_counts_as_the_same():
    assert factor(prints(A * (1 + 1e-9)), prints(A)) == 1


def test_a_fingerprint_does_not_hold_the_numbers():
    shapes, norm, projections = prints(A, B)
    assert shapes == [[3, 4], [5]]
    assert not set(np.ravel([norm, *projections])) & set(np.concatenate([A.ravel(), B]))


def test_large_arrays_are_told_apart_too():
    large = RNG.normal(size=(300, 400))
    assert factor(prints(large), prints(large)) == 1
    assert factor(prints(large.T.reshape(300, 400)), prints(large)) is None


def test_suspects_are_the_mistakes_with_simple_factors():
    known = [("first", prints(A + 1)), ("second", prints(2 * A)), ("third", prints(7 * A))]
    assert suspects(prints(-A), prints(A), known) == {("second", -0.5), ("", -1.0)}
    assert suspects(prints(A + 1), prints(A), known) == {("first", 1.0)}
    assert suspects(prints([5.0]), prints([1.0]), []) == frozenset()  # any number is 5 × another


def only(*names):
    return frozenset((name, 1.0) for name in names)


def test_a_mistake_that_fits_everything_comes_first():
    weights = [(only("x", "y"), "wrong"), (only("x", "y", "z", ""), "right")]
    biases = [(only("x"), "wrong"), (only("x", ""), "right")]
    assert diagnosis({"weights": weights, "biases": biases}) == [
        "This is exactly what one gets when x."
    ]


def test_each_part_may_have_its_own_mistake():
    parts = {
        "loss": [(only("x"), "wrong")],
        "weights": [(only("y"), "wrong")],
        "biases": [(only("", "x"), "right")],
        "memory": [(frozenset(), "wrong")],
    }
    assert diagnosis(parts) == [
        "loss: this is exactly what one gets when x.",
        "weights: this is exactly what one gets when y.",
    ]


def test_what_is_said_of_one_part_only_names_the_part():
    parts = {"weights": [(only("x"), "wrong")], "biases": [(frozenset(), "wrong")]}
    assert diagnosis(parts) == ["weights: this is exactly what one gets when x."]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        # two mistakes with the same numbers
        (
            [(only("x", "y"), "wrong"), (only("y", "x", "z"), "wrong")],
            ["This is exactly what one gets when x, or when y."],
        ),
        # none fits all cases
        (
            [(only("x"), "wrong"), (only("y"), "wrong")],
            ["This is exactly what one gets when x."],
        ),
        ([(frozenset({("", 3.0)}), "wrong")], ["Every number is 3 times the right one."]),
        ([(frozenset({("", -1.0)}), "wrong")], ["Every number is right but for its sign."]),
        (
            [(frozenset({("x", -2.0), ("y", 2.0), ("z", -2.0)}), "wrong")],
            ["This is -2 times what one gets when x, or when z."],
        ),
        # code that gives no numbers
        ([(only("x"), "stopped")], ["Code also stops like this when x."]),
        ([(frozenset(), "stopped")], []),
        ([(frozenset(), "wrong")], []),
    ],
)
def test_the_sentence_says_no_more_than_is_known(answers, told):
    assert diagnosis({"delta": answers}) == told


def test_errors_are_matched_by_their_text_before_their_type():
    known = [("x", "ValueError: shapes #"), ("y", "ValueError: no"), ("z", [[[1]], 1, [1, 1]])]
    assert stops_alike("ValueError: shapes #", known) == only("x")
    assert stops_alike("ValueError: other", known) == only("x", "y")
    assert stops_alike("ValueError", known) == only("x", "y")
    assert stops_alike("TypeError: other", known) == frozenset()
