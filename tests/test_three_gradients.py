"""The heart of the tests: backpropagation, the graph and the definition give one gradient.

For every public activation, every public loss, and networks of any shape: whatever is added to
nnlib under a public name is tested here by itself.
"""

import dataclasses
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib
from nnlib import MLP, Activation, Loss, nodes, numerical_gradient
from nnlib.graph import gradients

PUBLIC = [getattr(nnlib, name) for name in nnlib.__all__]


def public(kind):
    return [value for value in PUBLIC if isinstance(value, kind)]


def public_functions(module):
    return [f for f in PUBLIC if inspect.isfunction(f) and f.__module__ == module]


def made_by_default(module):
    """What a module's functions make that need no argument, such as huber()."""
    for function in public_functions(module):
        if all(p.default is not p.empty for p in inspect.signature(function).parameters.values()):
            yield function()


FAMILIES = public_functions("nnlib.activations")
ACTIVATIONS = [*public(Activation), *(make(alpha) for make in FAMILIES for alpha in (0.4, 1.0))]
LOSSES = [*public(Loss), *made_by_default("nnlib.losses")]
THRESHOLDS = (nnlib.step, nnlib.sign)


def problem(rng, loss, sizes, n_examples):
    X = rng.uniform(-2, 2, (n_examples, sizes[0]))
    T = rng.uniform(0.1, 0.9, (n_examples, sizes[-1]))
    return X, T / T.sum(axis=1, keepdims=True) if loss is nnlib.softmax_cross_entropy else T


def params_off_the_kinks(rng, net, X, T, loss):
    """Random parameters at which nothing is near a place without a derivative."""
    while True:
        params = rng.uniform(-1.2, 1.2, net.n_params)
        Z, A = net.forward(params, X)
        near = [
            np.abs(z - kink).min() < 1e-3
            for z, activation in zip(Z, net.activations, strict=True)
            for kink in activation.kinks
        ]
        turn = loss.gradient(A[-1] + 1e-3, T) - loss.gradient(A[-1] - 1e-3, T)
        if not any(near) and np.abs(turn).max() < 0.01:
            return params


def assert_three_agree(net, params, X, T, loss):
    value, by_backpropagation = net.gradient(params, X, T, loss)
    size = max(1.0, np.abs(by_backpropagation).max(), abs(value))

    def J(stack):
        return loss(net(stack, X), T)

    by_definition = numerical_gradient(J, params, at_once=net.n_params)
    np.testing.assert_allclose(by_definition, by_backpropagation, rtol=0, atol=1e-7 * size)
    if net.output in THRESHOLDS:  # they leave plain numbers: no graph, nothing complex
        assert not by_backpropagation.any()
        return
    by_complex_step = numerical_gradient(J, params, method="complex", at_once=net.n_params)
    np.testing.assert_allclose(by_complex_step, by_backpropagation, rtol=0, atol=1e-13 * size)
    graph = nodes(params)
    total = loss(net(graph, X), T)
    total.backward()
    assert total.value == pytest.approx(value, rel=1e-13, abs=1e-15)
    np.testing.assert_allclose(gradients(graph), by_backpropagation, rtol=0, atol=1e-13 * size)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("hidden", ACTIVATIONS, ids=repr)
@settings(max_examples=4)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=2, max_size=4),
    n_examples=st.integers(1, 4),
    output=st.sampled_from(ACTIVATIONS),
    seed=st.integers(0, 2**32 - 1),
)
def test_three_gradients_agree(hidden, loss, sizes, n_examples, output, seed):
    net, rng = MLP(sizes, hidden, output), np.random.default_rng(seed)
    X, T = problem(rng, loss, sizes, n_examples)
    assert_three_agree(net, params_off_the_kinks(rng, net, X, T, loss), X, T, loss)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("output", ACTIVATIONS, ids=repr)
def test_three_gradients_agree_for_each_activation_of_the_outputs(output, loss):
    sizes, rng = (3, 4, 3, 2), np.random.default_rng(1)
    net = MLP(sizes, (nnlib.tanh, nnlib.gelu), output)
    X, T = problem(rng, loss, sizes, 5)
    assert_three_agree(net, params_off_the_kinks(rng, net, X, T, loss), X, T, loss)


@pytest.mark.parametrize(
    "activation", [g for g in ACTIVATIONS if g not in (*THRESHOLDS, nnlib.identity)], ids=repr
)
def test_a_derivative_that_is_a_little_wrong_is_seen(activation):
    def wrong(z, a):
        return (1 + 1e-5) * activation.derivative(z, a)

    loss, rng = nnlib.squared_error, np.random.default_rng(2)
    net = MLP((2, 3, 1), dataclasses.replace(activation, derivative=wrong))
    X, T = problem(rng, loss, net.sizes, 4)
    with pytest.raises(AssertionError):
        assert_three_agree(net, params_off_the_kinks(rng, net, X, T, loss), X, T, loss)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_a_loss_gradient_that_is_a_little_wrong_is_seen(loss):
    def wrong(outputs, T):
        value, gradient = loss.with_gradient(outputs, T)
        return value, (1 + 1e-5) * gradient

    rng = np.random.default_rng(3)
    net = MLP((2, 3, 2))
    X, T = problem(rng, loss, net.sizes, 4)
    params = params_off_the_kinks(rng, net, X, T, loss)
    with pytest.raises(AssertionError):
        assert_three_agree(net, params, X, T, dataclasses.replace(loss, with_gradient=wrong))


def test_nothing_public_is_left_out():
    assert {repr(g).partition("(")[0] for g in ACTIVATIONS} >= {
        *("identity", "step", "sigmoid", "tanh", "arctan", "softsign", "isru", "relu", "prelu"),
        *("elu", "sign", "hardtanh", "leaky_relu", "softplus", "gelu", "silu"),
    }
    assert {repr(loss).partition("(")[0] for loss in LOSSES} >= {
        *("squared_error", "mean_squared_error", "sum_squared_error", "half_sum_squared_error"),
        *("absolute_error", "huber", "sigmoid_cross_entropy", "softmax_cross_entropy"),
    }
