"""The heart of the tests: backpropagation, the graph and the definition give one gradient."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import (
    MLP,
    identity,
    nodes,
    numerical_gradient,
    relative_error,
    relu,
    sigmoid,
    sigmoid_cross_entropy,
    sign,
    softmax,
    softmax_cross_entropy,
    squared_error,
    step,
    tanh,
)
from nnlib.graph import gradients

ACTIVATIONS = (identity, step, sign, sigmoid, tanh, relu)
LOSSES = (squared_error, sigmoid_cross_entropy, softmax_cross_entropy)
KINKED = (step, sign, relu)
shapes = st.lists(st.integers(1, 4), min_size=2, max_size=4)


def away_from_kinks(net, seed, X):
    """Parameters for which no pre-activation lies where a kinked function has no slope."""
    rng = np.random.default_rng(seed)
    while True:
        params = rng.uniform(-1.5, 1.5, net.n_params)
        Z, _ = net.forward(params, X)
        if min(np.abs(z).min() for z in Z) > 1e-3:
            return params


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("hidden", ACTIVATIONS, ids=repr)
@settings(max_examples=8)
@given(
    sizes=shapes,
    n_examples=st.integers(1, 5),
    seed=st.integers(0, 2**32 - 1),
    output=st.sampled_from(ACTIVATIONS),
)
def test_three_gradients_agree(hidden, loss, sizes, n_examples, seed, output):
    net = MLP(sizes, hidden, output)
    rng = np.random.default_rng(seed)
    X = rng.uniform(-2, 2, (n_examples, sizes[0]))
    T = softmax(rng.uniform(-1, 1, (n_examples, sizes[-1])))
    params = away_from_kinks(net, seed, X)

    value, by_backpropagation = net.gradient(params, X, T, loss)
    by_definition = numerical_gradient(lambda p: loss(net(p, X), T), params)
    graph = nodes(params)
    outputs = net(graph, X)
    np.testing.assert_allclose(by_backpropagation, by_definition, atol=2e-8, rtol=1e-6)
    if outputs.dtype == object:  # a step or sign at the output leaves plain numbers, no graph
        total = loss(outputs, T)
        total.backward()
        np.testing.assert_allclose(gradients(graph), by_backpropagation, rtol=1e-10, atol=1e-13)
        assert total.value == pytest.approx(value, rel=1e-12, abs=1e-14)
    else:
        assert output in (step, sign)
        assert not by_backpropagation.any()


def test_a_wrong_gradient_would_be_seen():
    net, X, T = MLP((2, 3, 1)), np.array([[0.5, -1.0]]), np.array([[1.0]])
    params = net.init(seed=0)
    _, gradient = net.gradient(params, X, T, squared_error)
    definition = numerical_gradient(lambda p: squared_error(net(p, X), T), params)
    gradient[0] *= 1.01
    assert relative_error(gradient, definition) > 1e-4


def test_parameters_are_views_of_one_flat_vector():
    net = MLP((8, 9, 9, 9, 4))
    params = np.zeros(net.n_params)
    layers = net.layers(params)
    assert net.n_params == 301
    assert [(W.shape, b.shape) for W, b in layers] == [
        ((8, 9), (9,)),
        ((9, 9), (9,)),
        ((9, 9), (9,)),
        ((9, 4), (4,)),
    ]
    for W, b in layers:
        W += 1
        b += 2
    assert params.sum() == 270 + 2 * 31


def test_forward_is_the_formula():
    net = MLP((2, 3, 1), hidden=tanh, output=sigmoid)
    params, X = net.init(seed=3), np.array([[0.0, 1.0], [2.0, -1.0]])
    (W1, b1), (W2, b2) = net.layers(params)
    Z, A = net.forward(params, X)
    assert A[0] is X
    np.testing.assert_array_equal(Z[0], X @ W1 + b1)
    np.testing.assert_array_equal(A[1], np.tanh(Z[0]))
    np.testing.assert_allclose(A[2], 1 / (1 + np.exp(-(A[1] @ W2 + b2))), rtol=1e-15)
    np.testing.assert_array_equal(net(params, X), A[2])


def test_deltas_are_derivatives_by_the_pre_activations():
    net = MLP((3, 4, 2), hidden=sigmoid)
    params = net.init(seed=5)
    rng = np.random.default_rng(5)
    X, T = rng.random((3, 3)), rng.random((3, 2))
    (_, _), (W2, b2) = net.layers(params)
    Z, A = net.forward(params, X)
    _, deltas = net.backward(params, Z, A, squared_error.gradient(A[-1], T))

    def loss_from_hidden(Z1):
        return squared_error(sigmoid(Z1) @ W2 + b2, T)

    assert relative_error(deltas[0], numerical_gradient(loss_from_hidden, Z[0])) < 1e-8


def test_nothing_handed_in_is_changed():
    net = MLP((2, 2, 1), hidden=relu)
    params, X, T = net.init(seed=1), np.ones((3, 2)), np.ones((3, 1))
    copies = params.copy(), X.copy(), T.copy()
    net.gradient(params, X, T, squared_error)
    for now, then in zip((params, X, T), copies, strict=True):
        np.testing.assert_array_equal(now, then)


def test_the_same_seed_gives_the_same_start():
    net = MLP((2, 3, 1))
    np.testing.assert_array_equal(net.init(seed=4), net.init(seed=4))
    assert (net.init(seed=4) != net.init(seed=5)).any()


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((2, 0, 1), r"sizes\[1\] is 0; expected a whole number of at least 1"),
        ((2, -3, 1), r"sizes\[1\] is -3"),
        ((2, 2.5, 1), r"sizes\[1\] is 2.5; expected a whole number"),
        ((2,), "expected inputs and outputs"),
        (5, "sizes is 5; expected a tuple"),
    ],
)
def test_sizes_that_cannot_be_right_are_refused(sizes, words):
    with pytest.raises(ValueError, match=words):
        MLP(sizes)


def test_an_activation_is_not_a_name():
    with pytest.raises(ValueError, match="hidden is 'tanh'; expected an Activation"):
        MLP((2, 1), hidden="tanh")


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (np.zeros((4, 3)), r"X has shape \(4, 3\); expected \(n_examples, 2\)"),
        (np.zeros(2), r"X has shape \(2,\); expected \(n_examples, 2\), one example a row"),
        (np.zeros((0, 2)), r"X has shape \(0, 2\): it is empty"),
        ([[0.0, np.nan]], "X holds nan in row 0, column 1"),
        ([[0.0, np.inf]], "X holds inf"),
        ([["a", "b"]], "X has dtype <U1; expected an array of numbers"),
    ],
)
def test_inputs_that_cannot_be_right_are_refused(X, words):
    net = MLP((2, 3, 1))
    with pytest.raises(ValueError, match=words):
        net(net.init(seed=0), X)


def test_parameters_that_cannot_be_right_are_refused():
    net, X = MLP((2, 3, 1)), np.zeros((1, 2))
    with pytest.raises(ValueError, match=r"params has shape \(12,\); expected \(13,\)"):
        net(np.zeros(12), X)
    with pytest.raises(ValueError, match=r"params has shape \(12,\); expected \(13,\)"):
        net(nodes(np.zeros(12)), X)
    with pytest.raises(ValueError, match="params holds nan at index 0"):
        net(np.full(13, np.nan), X)


def test_targets_of_another_width_or_length_are_refused():
    net = MLP((2, 3, 1))
    with pytest.raises(ValueError, match=r"T has shape \(4, 2\); expected \(4, 1\)"):
        net.gradient(net.init(seed=0), np.zeros((4, 2)), np.zeros((4, 2)), squared_error)
    with pytest.raises(ValueError, match=r"T has shape \(3, 1\); expected \(4, 1\)"):
        net.gradient(net.init(seed=0), np.zeros((4, 2)), np.zeros((3, 1)), squared_error)
