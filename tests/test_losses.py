import numpy as np
import pytest
import scipy.special
from bad_arrays import assert_refused, wrong_arrays
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from nnlib import (
    Loss,
    absolute_error,
    half_sum_squared_error,
    huber,
    mean_squared_error,
    nodes,
    numerical_gradient,
    relative_error,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    squared_error,
    sum_squared_error,
)
from nnlib.graph import gradients

SUMS = (half_sum_squared_error, sum_squared_error)
SQUARED = (squared_error, mean_squared_error, *SUMS)
CROSS_ENTROPIES = (sigmoid_cross_entropy, softmax_cross_entropy)
LOSSES = (*SQUARED, absolute_error, huber(0.7), huber(), *CROSS_ENTROPIES)
few = settings(max_examples=20)
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=repr)
outputs_of_any_shape = st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))


def example(shape):
    """Outputs and targets, with no difference near 0, ±0.7 or ±1: no loss has a kink there."""
    n_examples, n_outputs, seed = shape
    rng = np.random.default_rng(seed)
    targets = softmax(rng.uniform(-2, 2, (n_examples, n_outputs)))
    differences = rng.choice([-3.0, -0.85, -0.3, 0.3, 0.85, 3.0], targets.shape)
    return targets + differences + rng.uniform(-0.1, 0.1, targets.shape), targets


@every_loss
@few
@given(shape=outputs_of_any_shape)
def test_gradient_is_the_derivative(loss, shape):
    outputs, targets = example(shape)
    expected = numerical_gradient(lambda outputs: loss(outputs, targets), outputs)
    assert relative_error(loss.gradient(outputs, targets), expected) < 1e-8


@every_loss
@few
@given(shape=outputs_of_any_shape)
def test_a_complex_step_gives_every_digit(loss, shape):
    outputs, targets = example(shape)
    expected = numerical_gradient(lambda z: loss(z, targets), outputs, method="complex")
    np.testing.assert_allclose(loss.gradient(outputs, targets), expected, rtol=1e-12, atol=1e-15)


@every_loss
@few
@given(shape=outputs_of_any_shape)
def test_a_graph_gives_the_same_value_and_gradient(loss, shape):
    outputs, targets = example(shape)
    graph = nodes(outputs)
    total = loss(graph, targets)
    total.backward()
    assert total.value == pytest.approx(loss(outputs, targets), rel=1e-14)
    np.testing.assert_allclose(
        gradients(graph), loss.gradient(outputs, targets), rtol=1e-12, atol=1e-15
    )


@every_loss
@few
@given(shape=outputs_of_any_shape)
def test_a_stack_gives_a_value_and_a_gradient_for_each_matrix(loss, shape):
    outputs, targets = example(shape)
    stack = np.stack([outputs, outputs + 1.0, -outputs])
    values, slopes = loss(stack, targets), loss.gradient(stack, targets)
    assert values.shape == (3,)
    for matrix, value, slope in zip(stack, values, slopes, strict=True):
        assert value == pytest.approx(loss(matrix, targets), rel=1e-14)
        np.testing.assert_allclose(slope, loss.gradient(matrix, targets), rtol=1e-14, atol=1e-17)


@pytest.mark.parametrize("loss", [loss for loss in LOSSES if loss not in SUMS], ids=repr)
def test_a_loss_is_the_mean_over_its_rows(loss):
    outputs, targets = example((5, 3, 7))
    rows = [loss(outputs[i : i + 1], targets[i : i + 1]) for i in range(5)]
    assert loss(outputs, targets) == pytest.approx(np.mean(rows), rel=1e-14)


@pytest.mark.parametrize("loss", SUMS, ids=repr)
def test_a_sum_is_the_sum_over_its_rows(loss):
    outputs, targets = example((5, 3, 7))
    rows = [loss(outputs[i : i + 1], targets[i : i + 1]) for i in range(5)]
    assert loss(outputs, targets) == pytest.approx(np.sum(rows), rel=1e-14)


def test_values_by_hand():
    outputs, targets = [[1.0, 3.0], [0.0, 0.5]], [[0.0, 1.0], [0.0, 0.0]]
    # Differences 1, 2 and 0, 0.5 on two examples.
    assert squared_error(outputs, targets) == 5.25 / 4
    assert mean_squared_error(outputs, targets) == 5.25 / 2
    assert sum_squared_error(outputs, targets) == 5.25
    assert half_sum_squared_error(outputs, targets) == 5.25 / 2
    assert absolute_error(outputs, targets) == 3.5 / 2
    assert huber(1.0)(outputs, targets) == (0.5 + 1.5 + 0.125) / 2
    assert huber(0.5)(outputs, targets) == (0.375 + 0.875 + 0.125) / 2
    assert sigmoid_cross_entropy(np.zeros((1, 1)), np.ones((1, 1))) == pytest.approx(np.log(2))
    assert softmax_cross_entropy(np.zeros((1, 4)), np.eye(4)[:1]) == pytest.approx(np.log(4))


@given(shape=outputs_of_any_shape)
def test_other_implementations_give_the_same(shape):
    outputs, targets = example(shape)
    n_examples, n_outputs = outputs.shape
    squares = metrics.mean_squared_error(targets, outputs) * n_outputs
    distances = metrics.mean_absolute_error(targets, outputs) * n_outputs
    assert mean_squared_error(outputs, targets) == pytest.approx(squares, rel=1e-13)
    assert absolute_error(outputs, targets) == pytest.approx(distances, rel=1e-13)
    robust = scipy.special.huber(0.7, outputs - targets).sum() / n_examples
    assert huber(0.7)(outputs, targets) == pytest.approx(robust, rel=1e-13)
    np.testing.assert_allclose(softmax(outputs), scipy.special.softmax(outputs, axis=1), rtol=1e-13)
    entropy = -np.sum(targets * scipy.special.log_softmax(outputs, axis=1)) / n_examples
    assert softmax_cross_entropy(outputs, targets) == pytest.approx(entropy, rel=1e-12)
    logs = [scipy.special.log_expit(outputs), scipy.special.log_expit(-outputs)]
    entropy = -np.sum(targets * logs[0] + (1 - targets) * logs[1]) / n_examples
    assert sigmoid_cross_entropy(outputs, targets) == pytest.approx(entropy, rel=1e-12)


# What the five decks write, and by which factor the gradient differs from (ŷ − t).
CONVENTIONS = {
    "½ Σ (S0, S1)": (half_sum_squared_error, lambda m: 1),
    "Σ (S1's code, S4)": (sum_squared_error, lambda m: 2),
    "1/(2m) ΣΣ (S1)": (squared_error, lambda m: 1 / m),
    "1/n Σ (S3)": (mean_squared_error, lambda m: 2 / m),
}


@pytest.mark.parametrize("written", CONVENTIONS)
@given(shape=outputs_of_any_shape)
def test_the_conventions_of_squared_error_differ_by_a_factor(written, shape):
    loss, factor = CONVENTIONS[written]
    outputs, targets = example(shape)
    expected = factor(len(outputs)) * (outputs - targets)
    np.testing.assert_allclose(loss.gradient(outputs, targets), expected, rtol=1e-14)


def test_the_three_rows_of_the_slide():
    predicted, wanted = np.array([[0.2], [0.5], [0.4]]), np.array([[-0.1], [0.4], [1.2]])
    assert mean_squared_error(predicted, wanted) == pytest.approx(0.74 / 3)
    assert absolute_error(predicted, wanted) == pytest.approx(0.4)
    third = mean_squared_error(predicted[2:], wanted[2:]) / 3
    assert round(third / mean_squared_error(predicted, wanted), 2) == 0.86


def test_a_surely_wrong_unit_learns_by_cross_entropy_and_hardly_by_squared_error():
    z, t = np.array([[-6.0]]), np.array([[1.0]])
    assert round(sigmoid_cross_entropy.gradient(z, t).item(), 3) == -0.998
    by_squares = numerical_gradient(lambda z: squared_error(sigmoid(z), t), z, method="complex")
    assert round(by_squares.item(), 4) == -0.0025


def test_two_classes_by_softmax_equal_one_sigmoid():
    logits, labels = np.array([[0.3, -1.2], [2.0, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    difference = logits[:, :1] - logits[:, 1:]
    assert softmax_cross_entropy(logits, labels) == pytest.approx(
        sigmoid_cross_entropy(difference, labels[:, :1]), rel=1e-14
    )
    np.testing.assert_allclose(softmax(logits)[:, :1], sigmoid(difference), rtol=1e-14)


@pytest.mark.parametrize("loss", CROSS_ENTROPIES, ids=repr)
def test_extreme_logits_stay_finite(loss):
    logits, targets = np.array([[1000.0, -1000.0]]), np.array([[0.0, 1.0]])
    assert loss(logits, targets) == pytest.approx(2000.0)
    assert np.isfinite(loss.gradient(logits, targets)).all()


def test_a_tiny_cross_entropy_is_not_rounded_away():
    z, t = np.array([[50.0]]), np.array([[1.0]])
    assert sigmoid_cross_entropy(z, t) == pytest.approx(np.exp(-50.0), rel=1e-12)


def test_a_difference_of_zero_has_the_derivative_zero_of_the_absolute_error():
    assert not absolute_error.gradient([[1.0, -2.0]], [[1.0, -2.0]]).any()


def test_huber_is_squared_error_for_a_large_delta_and_absolute_error_for_a_small_one():
    outputs, targets = example((4, 2, 3))
    assert huber(1e3)(outputs, targets) == pytest.approx(squared_error(outputs, targets))
    tiny = huber(1e-9)(outputs, targets) / 1e-9
    assert tiny == pytest.approx(absolute_error(outputs, targets))


@given(shift=st.floats(-100, 100))
def test_softmax_ignores_a_shift(shift):
    logits = np.array([[2.0, 1.0, 0.1]])
    np.testing.assert_allclose(softmax(logits + shift), softmax(logits), rtol=1e-12)


def test_softmax_of_the_worked_example():
    assert softmax([2.0, 1.0, 0.1]).round(4).tolist() == [0.6590, 0.2424, 0.0986]


def test_softmax_takes_rows_matrices_and_stacks():
    stack = np.random.default_rng(0).uniform(-3, 3, (2, 3, 4))
    for matrix, found in zip(stack, softmax(stack), strict=True):
        np.testing.assert_array_equal(softmax(matrix), found)
        np.testing.assert_array_equal([softmax(row) for row in matrix], found)
    np.testing.assert_allclose(softmax(stack).sum(axis=-1), 1.0, rtol=1e-15)


@given(logits=st.lists(st.floats(-30, 30), min_size=1, max_size=5))
def test_the_jacobian_of_softmax(logits):
    s = softmax(logits)
    columns = [
        numerical_gradient(lambda z, k=k: softmax(z)[k], logits, method="complex")
        for k in range(len(s))
    ]
    np.testing.assert_allclose(columns, np.diag(s) - np.outer(s, s), rtol=1e-11, atol=1e-15)


def test_a_loss_of_your_own_is_two_formulas():
    def cubes(outputs, targets):
        d = outputs - targets
        return np.sum(np.abs(d) ** 3, axis=(-2, -1)), 3 * d * np.abs(d)

    cubic = Loss("cubic", cubes)
    assert (repr(cubic), cubic([[3.0]], [[1.0]])) == ("cubic", 8.0)
    assert cubic.gradient([[3.0]], [[1.0]]) == 12.0


@pytest.mark.parametrize(
    ("loss", "targets", "words"),
    [
        (squared_error, [[1.0]], r"T has shape \(1, 1\); expected \(2, 1\)"),
        (squared_error, [[1.0, 0.0]] * 2, r"T has shape \(2, 2\); expected \(2, 1\)"),
        (squared_error, [1.0, 0.0], r"T has shape \(2,\); expected \(2, 1\)"),
        (squared_error, [[np.nan], [0.0]], "T holds nan in row 0, column 0"),
        (sigmoid_cross_entropy, [[0.0], [2.0]], "T holds 2 in row 1, column 0"),
        (sigmoid_cross_entropy, [[0.0], [-1.0]], "T holds -1 in row 1"),
        (softmax_cross_entropy, [[1.0], [0.5]], "row 1 of T sums to 0.5; expected 1"),
    ],
)
def test_targets_that_cannot_be_right_are_refused(loss, targets, words):
    with pytest.raises(ValueError, match=words):
        loss.as_targets(targets, 2, 1)
    with pytest.raises(ValueError, match=words):
        loss(np.zeros((2, 1)), targets)


@every_loss
@few
@given(wrong=wrong_arrays((3, 2)))
def test_targets_of_any_other_kind_are_refused(loss, wrong):
    outputs = np.zeros((3, 2))
    assert_refused(lambda: loss(outputs, wrong), "T")
    assert_refused(lambda: loss.gradient(outputs, wrong), "T")
    assert_refused(lambda: loss.as_targets(wrong, 3, 2), "T")


@every_loss
@few
@given(wrong=wrong_arrays((3, 2), right=lambda shape: len(shape) in (2, 3), complex_is_wrong=False))
def test_outputs_of_any_other_kind_are_refused(loss, wrong):
    targets = np.full((3, 2), 0.5)
    assert_refused(lambda: loss(wrong, targets), "outputs")
    assert_refused(lambda: loss.gradient(wrong, targets), "outputs")


@given(
    wrong=wrong_arrays((3,), right=lambda shape: len(shape) in (1, 2, 3), complex_is_wrong=False)
)
def test_logits_of_any_other_kind_are_refused(wrong):
    assert_refused(lambda: softmax(wrong), "logits")


@given(wrong=st.sampled_from([0, -1.0, np.nan, np.inf, True, "1", None, [1.0], 1j, 10**400]))
def test_deltas_that_cannot_be_right_are_refused(wrong):
    assert_refused(lambda: huber(wrong), "delta")


@pytest.mark.parametrize(
    "with_gradient",
    [
        lambda outputs, T: ((outputs - T) ** 2, 2 * (outputs - T)),
        lambda outputs, T: (np.sum((outputs - T) ** 2), 2 * (outputs - T)[:, :1]),
        lambda outputs, T: (np.sum((outputs - T) ** 2),),
        lambda outputs, T: np.mean((outputs - T) ** 2),
    ],
)
def test_a_loss_of_your_own_gives_a_number_and_a_gradient_of_the_outputs_shape(with_gradient):
    own, outputs, T = Loss("own", with_gradient), np.ones((3, 2)), np.zeros((3, 2))
    for call in (own, own.gradient):
        with pytest.raises(ValueError, match=r"^with_gradient of own does not give J, a number"):
            call(outputs, T)


@pytest.mark.parametrize("wrong", [None, 3, "mean", np.mean.__class__, lambda outputs: 0.0])
def test_a_loss_needs_a_function_of_outputs_and_targets(wrong):
    with pytest.raises(
        TypeError, match=r"^with_gradient is .*; expected a function of 2 arguments"
    ):
        Loss("own", wrong)


@pytest.mark.parametrize("wrong", [3, "yes", lambda T: T])
def test_a_check_of_targets_is_a_function_of_their_name_and_them(wrong):
    with pytest.raises(TypeError, match=r"^check is .*; expected a function of 2 arguments"):
        Loss("own", squared_error.with_gradient, wrong)
