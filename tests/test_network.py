"""The heart of the tests: backpropagation, the graph and the definition give one gradient."""

import itertools

import numpy as np
import pytest
from bad_arrays import NOT_NUMBERS, assert_refused, wrong_arrays
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib
from nnlib import (
    MLP,
    Activation,
    Loss,
    constant,
    elu,
    huber,
    identity,
    isru,
    l2,
    nodes,
    normal,
    numerical_gradient,
    prelu,
    relative_error,
    relu,
    sigmoid,
    sign,
    softmax,
    softplus,
    squared_error,
    step,
    tanh,
    uniform,
    xnor,
)
from nnlib.graph import gradients

NAMED = tuple(vars(nnlib).values())
ACTIVATIONS = (*(g for g in NAMED if isinstance(g, Activation)), isru(0.7), prelu(0.25), elu(0.5))
LOSSES = (*(loss for loss in NAMED if isinstance(loss, Loss)), huber(0.7))
# Where absolute error and Huber's loss have a kink, or a jump of the second derivative.
BENDS = np.array([-0.7, 0.0, 0.7])
shapes = st.lists(st.integers(1, 4), min_size=2, max_size=4)


def distance(numbers, points):
    """How close any of the numbers comes to any of the points."""
    return min((np.abs(numbers - point).min() for point in points), default=np.inf)


def away_from_kinks(net, seed, X, T):
    """Parameters for which no derivative is asked for where there is none."""
    rng = np.random.default_rng(seed)
    while True:
        params = rng.uniform(-1.5, 1.5, net.n_params)
        Z, A = net.forward(params, X)
        distances = [distance(z, g.kinks) for z, g in zip(Z, net.activations, strict=True)]
        if min(*distances, distance(A[-1] - T, BENDS)) > 1e-3:
            return params


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("hidden", ACTIVATIONS, ids=repr)
@settings(max_examples=4)
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
    params = away_from_kinks(net, seed, X, T)

    value, by_backpropagation = net.gradient(params, X, T, loss)
    by_definition = numerical_gradient(lambda p: loss(net(p, X), T), params, at_once=64)
    np.testing.assert_allclose(by_backpropagation, by_definition, atol=4e-8, rtol=1e-6)
    if output in (step, sign):  # plain numbers come out: neither a graph nor complex
        assert not by_backpropagation.any()
        return
    by_complex_step = numerical_gradient(
        lambda p: loss(net(p, X), T), params, method="complex", at_once=64
    )
    np.testing.assert_allclose(by_backpropagation, by_complex_step, rtol=1e-9, atol=1e-12)
    graph = nodes(params)
    total = loss(net(graph, X), T)
    total.backward()
    np.testing.assert_allclose(gradients(graph), by_backpropagation, rtol=1e-9, atol=1e-12)
    assert total.value == pytest.approx(value, rel=1e-12, abs=1e-14)


@given(sizes=shapes, seed=st.integers(0, 99), many=st.integers(1, 4))
def test_a_stack_of_parameter_vectors_is_as_many_networks(sizes, seed, many):
    net = MLP(sizes, hidden=tanh)
    rng = np.random.default_rng(seed)
    X, stack = rng.uniform(-2, 2, (3, sizes[0])), rng.uniform(-2, 2, (many, net.n_params))
    Z, A = net.forward(stack, X)
    assert A[0].shape == X.shape
    for index, params in enumerate(stack):
        alone_Z, alone_A = net.forward(params, X)
        for together, alone in zip(Z + A[1:], alone_Z + alone_A[1:], strict=True):
            np.testing.assert_allclose(together[index], alone, rtol=1e-13, atol=1e-15)
        np.testing.assert_array_equal(net(stack, X)[index], A[-1][index])
    for (W, b), (n_in, n_out) in zip(net.layers(stack), itertools.pairwise(sizes), strict=True):
        assert (W.shape, b.shape) == ((many, n_in, n_out), (many, 1, n_out))
        assert np.shares_memory(W, stack)
        assert np.shares_memory(b, stack)


def test_complex_parameters_give_complex_outputs():
    net = MLP((2, 3, 1), hidden=sigmoid)
    params, X = net.init(seed=1), np.array([[0.5, -1.0]])
    direction = np.linspace(-1, 1, net.n_params)
    outputs = net(params + 1e-30j * direction, X)
    assert outputs.dtype == complex
    slope = (net(params + 1e-6 * direction, X) - net(params - 1e-6 * direction, X)) / 2e-6
    np.testing.assert_allclose(outputs.imag / 1e-30, slope, rtol=1e-8)


def test_each_hidden_layer_may_have_its_own_activation():
    net = MLP((2, 3, 4, 1), hidden=(relu, softplus), output=sigmoid)
    assert net.activations == (relu, softplus, sigmoid)
    assert MLP((2, 3, 4, 1), hidden=tanh).activations == (tanh, tanh, identity)
    X = np.array([[0.5, -1.0]])
    Z, A = net.forward(net.init(seed=1), X)
    for z, a, g in zip(Z, A[1:], (relu, softplus, sigmoid), strict=True):
        np.testing.assert_array_equal(a, g(z))


@pytest.mark.parametrize("hidden", ACTIVATIONS, ids=repr)
def test_dropout_masks_are_part_of_forward_and_backward(hidden):
    """Backpropagation with masks against the same network written out, by central differences."""
    net = MLP((3, 4, 5, 2), hidden)
    rng = np.random.default_rng(6)
    X, T = rng.uniform(-1, 1, (6, 3)), rng.uniform(-1, 1, (6, 2))
    masks = [(rng.random((6, units)) < 0.5) / 0.5 for units in (4, 5)]
    params = away_from_kinks(net, 6, X, T)

    def loss(params):
        (W1, b1), (W2, b2), (W3, b3) = net.layers(params)
        A1 = masks[0] * hidden(X @ W1 + b1)
        A2 = masks[1] * hidden(A1 @ W2 + b2)
        return squared_error(A2 @ W3 + b3, T)

    gradient = np.empty_like(params)
    value = net.backpropagate(net.layers(params), net.layers(gradient), X, T, squared_error, masks)
    assert value == pytest.approx(loss(params), rel=1e-14)
    np.testing.assert_allclose(gradient, numerical_gradient(loss, params), atol=1e-8, rtol=1e-6)


def test_masks_of_one_change_nothing():
    net = MLP((3, 4, 2), hidden=relu)
    rng = np.random.default_rng(0)
    X, T, params = rng.random((5, 3)), rng.random((5, 2)), net.init(seed=1)
    gradient = np.empty_like(params)
    problem = net.layers(params), net.layers(gradient), X, T, squared_error
    value = net.backpropagate(*problem, masks=[np.ones((5, 4))])
    expected_value, expected = net.gradient(params, X, T, squared_error)
    assert value == expected_value
    np.testing.assert_array_equal(gradient, expected)


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
        ((2,), "expected a tuple of two or more"),
        (5, "sizes is 5; expected a tuple of two or more"),
    ],
)
def test_sizes_that_cannot_be_right_are_refused(sizes, words):
    with pytest.raises(ValueError, match=words):
        MLP(sizes)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"hidden": "tanh"}, "hidden is 'tanh'; expected an Activation"),
        ({"hidden": None}, "hidden is None; expected an Activation"),
        ({"hidden": Activation}, "hidden is <class"),
        ({"hidden": [tanh, relu]}, "expected an Activation such as tanh, or a tuple of them"),
        ({"hidden": (tanh,)}, "hidden has 1 activations; expected 2"),
        ({"hidden": (tanh, relu, tanh)}, "hidden has 3 activations; expected 2"),
        ({"hidden": (tanh, "relu")}, r"hidden\[1\] is 'relu'; expected an Activation"),
        ({"output": "identity"}, "output is 'identity'; expected an Activation"),
        ({"output": (identity,)}, r"output is \(identity,\); expected an Activation"),
    ],
)
def test_activations_that_cannot_be_right_are_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        MLP((2, 3, 3, 1), **settings)


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


NET = MLP((2, 3, 1))
PARAMS, INPUTS, TARGETS = NET.init(seed=0), np.zeros((4, 2)), np.full((4, 1), 0.5)


@given(wrong=wrong_arrays((NET.n_params,)))
def test_parameters_of_any_other_kind_are_refused(wrong):
    Z, A = NET.forward(PARAMS, INPUTS)
    assert_refused(lambda: NET.gradient(wrong, INPUTS, TARGETS, squared_error), "params")
    assert_refused(lambda: NET.backward(wrong, Z, A, TARGETS), "params")


@given(wrong=wrong_arrays((NET.n_params,), complex_is_wrong=False))
def test_parameters_of_any_other_kind_are_refused_forwards(wrong):
    for call in (NET, NET.forward):
        assert_refused(lambda call=call: call(wrong, INPUTS), "params")
    assert_refused(lambda: NET.as_params(wrong), "params")


@given(wrong=st.sampled_from([*NOT_NUMBERS, PARAMS.tolist(), PARAMS[:-1], np.float64(1.0)]))
def test_layers_are_views_of_an_array_alone(wrong):
    assert_refused(lambda: NET.layers(wrong), "params")


@given(wrong=wrong_arrays((4, 2), right=lambda shape: shape[1:] == (2,)))
def test_inputs_of_any_other_kind_are_refused(wrong):
    for call in (NET, NET.forward):
        assert_refused(lambda call=call: call(PARAMS, wrong), "X")
    assert_refused(lambda: NET.gradient(PARAMS, wrong, TARGETS, squared_error), "X")


@given(wrong=wrong_arrays((4, 1)))
def test_targets_of_any_other_kind_are_refused(wrong):
    assert_refused(lambda: NET.gradient(PARAMS, INPUTS, wrong, squared_error), "T")


@given(wrong=st.sampled_from([None, "squared_error", Loss, np.sum, l2(0.1)]))
def test_what_is_no_loss_or_penalty_is_refused(wrong):
    assert_refused(lambda: NET.gradient(PARAMS, INPUTS, TARGETS, wrong), "loss")
    penalty = squared_error if wrong is None or not isinstance(wrong, str) else wrong
    assert_refused(lambda: NET.gradient(PARAMS, INPUTS, TARGETS, squared_error, penalty), "penalty")


@given(wrong=wrong_arrays((4, 3)), part=st.sampled_from(["Z", "A"]))
def test_backward_refuses_what_forward_cannot_have_given(wrong, part):
    Z, A = NET.forward(PARAMS, INPUTS)
    kept = {"Z": Z, "A": A}
    kept[part] = [wrong if np.shape(matrix) == (4, 3) else matrix for matrix in kept[part]]
    index = 0 if part == "Z" else 1
    assert_refused(lambda: NET.backward(PARAMS, kept["Z"], kept["A"], TARGETS), f"{part}[{index}]")
    for short in ([], kept[part][1:], None, 3, np.zeros((4, 3))):
        kept[part] = short
        assert_refused(lambda: NET.backward(PARAMS, kept["Z"], kept["A"], TARGETS), part)


@given(wrong=wrong_arrays((4, 1)))
def test_backward_refuses_another_output_gradient(wrong):
    Z, A = NET.forward(PARAMS, INPUTS)
    with pytest.raises((ValueError, TypeError), match=r"output_gradient|Z\[0\]"):
        NET.backward(PARAMS, Z, A, wrong)


@given(wrong=st.sampled_from([-1, 1.5, "1", None, True, np.random.default_rng(0), [1]]))
def test_seeds_that_cannot_be_right_are_refused(wrong):
    assert_refused(lambda: NET.init(seed=wrong), "seed")


@given(wrong=wrong_arrays((2, 3)))
def test_initializers_that_cannot_be_right_are_refused(wrong):
    assert_refused(lambda: NET.init(0, initializer="glorot_uniform"), "initializer")
    assert_refused(lambda: NET.init(0, lambda rng, n_in, n_out: wrong), "what initializer gives")


@given(wrong=st.sampled_from([(2, True, 1), (2, "3", 1), (2, None), (2, 1j), "23", {2: 3}, None]))
def test_sizes_of_any_other_kind_are_refused(wrong):
    with pytest.raises(ValueError, match="sizes"):
        MLP(wrong)


@pytest.mark.parametrize("forgotten", [normal, uniform, constant])
def test_an_initializer_whose_settings_were_forgotten_is_named(forgotten):
    with pytest.raises(TypeError, match=r"^initializer is .*; expected a function of 3 arguments"):
        MLP((2, 1)).init(seed=1, initializer=forgotten)


def test_a_loss_that_is_not_summed_up_is_named():
    own = Loss("own", lambda outputs, T: ((outputs - T) ** 2, 2 * (outputs - T)))
    net, (X, T) = MLP((2, 1)), xnor()
    with pytest.raises(ValueError, match=r"^loss is own, which gives an array; expected one"):
        net.gradient(np.zeros(3), X, T, own)
