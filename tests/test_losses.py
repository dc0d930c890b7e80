import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    numerical_gradient,
    relative_error,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    squared_error,
)

LOSSES = (squared_error, sigmoid_cross_entropy, softmax_cross_entropy)
outputs_of_any_shape = st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))


def example(shape):
    n_examples, n_outputs, seed = shape
    rng = np.random.default_rng(seed)
    return rng.uniform(-4, 4, (n_examples, n_outputs)), softmax(
        rng.uniform(-2, 2, (n_examples, n_outputs))
    )


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@given(shape=outputs_of_any_shape)
def test_gradient_is_the_derivative(loss, shape):
    outputs, targets = example(shape)
    expected = numerical_gradient(lambda outputs: loss(outputs, targets), outputs)
    assert relative_error(loss.gradient(outputs, targets), expected) < 1e-6


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_a_loss_is_the_mean_over_its_rows(loss):
    outputs, targets = example((5, 3, 7))
    rows = [loss(outputs[i : i + 1], targets[i : i + 1]) for i in range(5)]
    assert loss(outputs, targets) == pytest.approx(np.mean(rows), rel=1e-14)


def test_values_by_hand():
    assert squared_error(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]])) == 2.5
    assert sigmoid_cross_entropy(np.zeros((1, 1)), np.ones((1, 1))) == pytest.approx(np.log(2))
    assert softmax_cross_entropy(np.zeros((1, 4)), np.eye(4)[:1]) == pytest.approx(np.log(4))


def test_two_classes_by_softmax_equal_one_sigmoid():
    logits, labels = np.array([[0.3, -1.2], [2.0, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    difference = logits[:, :1] - logits[:, 1:]
    assert softmax_cross_entropy(logits, labels) == pytest.approx(
        sigmoid_cross_entropy(difference, labels[:, :1]), rel=1e-14
    )
    np.testing.assert_allclose(softmax(logits)[:, :1], sigmoid(difference), rtol=1e-14)


@pytest.mark.parametrize("loss", [sigmoid_cross_entropy, softmax_cross_entropy], ids=repr)
def test_extreme_logits_stay_finite(loss):
    logits, targets = np.array([[1000.0, -1000.0]]), np.array([[0.0, 1.0]])
    assert loss(logits, targets) == pytest.approx(2000.0)
    assert np.isfinite(loss.gradient(logits, targets)).all()


@given(shift=st.floats(-100, 100))
def test_softmax_ignores_a_shift(shift):
    logits = np.array([[2.0, 1.0, 0.1]])
    np.testing.assert_allclose(softmax(logits + shift), softmax(logits), rtol=1e-12)


def test_softmax_of_the_worked_example():
    np.testing.assert_allclose(
        softmax(np.array([[2.0, 1.0, 0.1]])), [[0.6590, 0.2424, 0.0986]], atol=5e-5
    )


@pytest.mark.parametrize(
    ("loss", "targets", "words"),
    [
        (squared_error, [[1.0]], r"T has shape \(1, 1\); expected \(2, 1\)"),
        (squared_error, [[1.0, 0.0]] * 2, r"T has shape \(2, 2\); expected \(2, 1\)"),
        (squared_error, [1.0, 0.0], r"T has shape \(2,\)"),
        (squared_error, [[np.nan], [0.0]], "T holds nan in row 0, column 0"),
        (sigmoid_cross_entropy, [[0.0], [2.0]], "T holds 2 in row 1, column 0"),
        (sigmoid_cross_entropy, [[0.0], [-1.0]], "T holds -1 in row 1"),
        (softmax_cross_entropy, [[1.0], [0.5]], "row 1 of T sums to 0.5; expected 1"),
    ],
)
def test_targets_that_cannot_be_right_are_refused(loss, targets, words):
    with pytest.raises(ValueError, match=words):
        loss.as_targets(targets, 2, 1)
