import numpy as np
import pytest
from bad_arrays import assert_refused
from hypothesis import given
from hypothesis import strategies as st

from nnlib import MLP, Penalty, l1, l2, nodes, numerical_gradient, squared_error, tanh
from nnlib.graph import gradients

PENALTIES = (l1(0.3), l2(0.3), l2(0.3, half=False))
every_penalty = pytest.mark.parametrize("penalty", PENALTIES, ids=repr)
sizes = st.lists(st.integers(1, 4), min_size=2, max_size=4)


def weights_alone(net, params):
    """The parameters with 0 for each bias."""
    params = params.copy()
    for _, b in net.layers(params):
        b[...] = 0.0
    return params


def gradient_of(penalty, net, params):
    gradient = np.zeros_like(params)
    penalty.add_gradient(net.layers(params), net.layers(gradient))
    return gradient


@given(sizes=sizes, seed=st.integers(0, 99))
def test_values_and_gradients_are_the_formulas(sizes, seed):
    net = MLP(sizes)
    params = np.random.default_rng(seed).uniform(-2, 2, net.n_params)
    w, layers = weights_alone(net, params), net.layers(params)
    assert l1(0.3)(layers) == pytest.approx(0.3 * np.abs(w).sum(), rel=1e-13)
    assert l2(0.3)(layers) == pytest.approx(0.15 * (w @ w), rel=1e-13)
    assert l2(0.3, half=False)(layers) == pytest.approx(0.3 * (w @ w), rel=1e-13)
    np.testing.assert_array_equal(gradient_of(l1(0.3), net, params), 0.3 * np.sign(w))
    np.testing.assert_array_equal(gradient_of(l2(0.3), net, params), 0.3 * w)
    np.testing.assert_array_equal(gradient_of(l2(0.3, half=False), net, params), 0.6 * w)


@every_penalty
@given(sizes=sizes, seed=st.integers(0, 99), method=st.sampled_from(["central", "complex"]))
def test_gradient_is_the_derivative_one_at_a_time_or_stacked(penalty, sizes, seed, method):
    net = MLP(sizes)
    params = np.random.default_rng(seed).uniform(0.1, 2, net.n_params)
    params *= np.where(np.arange(len(params)) % 2, 1.0, -1.0)
    for at_once in (None, 5):
        expected = numerical_gradient(
            lambda p: penalty(net.layers(p)), params, method=method, at_once=at_once
        )
        np.testing.assert_allclose(gradient_of(penalty, net, params), expected, atol=1e-9)


@every_penalty
def test_a_graph_gives_the_same_value_and_gradient(penalty):
    net = MLP((2, 3, 1))
    params = net.init(seed=1)
    graph = nodes(params)
    total = penalty(net.layers(graph))
    total.backward()
    assert total.value == pytest.approx(penalty(net.layers(params)), rel=1e-14)
    np.testing.assert_allclose(gradients(graph), gradient_of(penalty, net, params), rtol=1e-14)


def test_a_weight_of_zero_has_the_derivative_zero():
    net = MLP((2, 1))
    for penalty in PENALTIES:
        assert not gradient_of(penalty, net, np.array([0.0, 0.0, 5.0])).any()


@every_penalty
def test_a_networks_gradient_has_the_penalty_in_both_parts(penalty):
    net = MLP((3, 4, 2), hidden=tanh)
    rng = np.random.default_rng(0)
    X, T, params = rng.random((5, 3)), rng.random((5, 2)), net.init(seed=2)
    loss, gradient = net.gradient(params, X, T, squared_error)
    penalized, slope = net.gradient(params, X, T, squared_error, penalty)
    assert penalized == pytest.approx(loss + penalty(net.layers(params)), rel=1e-15)
    np.testing.assert_allclose(slope, gradient + gradient_of(penalty, net, params), rtol=1e-15)


def test_weight_decay_shrinks_and_with_the_wrong_sign_grows_beyond_bounds():
    """The update Δw = α(−∂J/∂w − λw), and the deck's Δw = α(−∂J/∂w + λw), 300 times each."""
    net, alpha, decay = MLP((4, 6, 1), hidden=tanh), 0.5, l2(0.05)
    rng = np.random.default_rng(3)
    X, start = rng.uniform(-1, 1, (20, 4)), rng.uniform(-2, 2, net.n_params)
    T = np.sin(X.sum(axis=1, keepdims=True))
    norms = {}
    for sign in (+1.0, -1.0):
        params = start.copy()
        for _ in range(300):
            _, gradient = net.gradient(params, X, T, squared_error)
            params -= alpha * (gradient + sign * gradient_of(decay, net, params))
        norms[sign] = np.sum(weights_alone(net, params) ** 2)
    before = np.sum(weights_alone(net, start) ** 2)
    assert norms[+1.0] < 0.1 * before
    assert norms[-1.0] > 1e5 * before


def test_without_data_each_step_multiplies_a_weight_by_the_same_share():
    w, alpha, rate = np.array([2.0, -3.0]), 0.5, 0.05
    for _ in range(300):
        w = w - alpha * l2(rate).slope(w)
    np.testing.assert_allclose(w, np.array([2.0, -3.0]) * (1 - alpha * rate) ** 300, rtol=1e-12)


def test_a_penalty_is_called_what_makes_it():
    assert [repr(penalty) for penalty in PENALTIES] == ["l1(0.3)", "l2(0.3)", "l2(0.3, half=False)"]


@given(
    wrong=st.sampled_from([-1, -1e-300, np.nan, np.inf, True, "1", None, [0.1], 1j, 10**400]),
    kind=st.sampled_from([l1, l2]),
)
def test_rates_that_cannot_be_right_are_refused(wrong, kind):
    assert_refused(lambda: kind(wrong), "rate")


@every_penalty
@given(wrong=st.sampled_from([None, 3, "text", np.zeros(3), [1.0], [(1, 2, 3)], [("W", "b")]]))
def test_layers_of_any_other_kind_are_refused(penalty, wrong):
    right = MLP((1, 1)).layers(np.zeros(2))
    assert_refused(lambda: penalty(wrong), "layers")
    assert_refused(lambda: penalty.add_gradient(wrong, right), "layers")
    assert_refused(lambda: penalty.add_gradient(right, wrong), "gradients")


def test_gradients_of_another_network_are_refused():
    layers, others = MLP((1, 1)).layers(np.zeros(2)), MLP((2, 1)).layers(np.zeros(3))
    deeper = MLP((1, 1, 1)).layers(np.zeros(4))
    for wrong in (others, deeper):
        assert_refused(lambda wrong=wrong: l2(0.1).add_gradient(layers, wrong), "gradients")


def total(W):
    return 0.5 * np.sum(W * W, axis=(-2, -1))


@pytest.mark.parametrize("wrong", [None, 0.1, lambda: 0.1, lambda W, b: W])
def test_a_penalty_needs_functions_of_the_weights(wrong):
    with pytest.raises(TypeError, match=r"^slope is .*; expected a function of 1 argument, such"):
        Penalty("own", total, wrong)
    with pytest.raises(TypeError, match=r"^value is .*; expected a function of 1 argument, such"):
        Penalty("own", wrong, lambda W: W)


def test_a_penalty_is_a_number_with_a_slope_for_each_weight():
    for value, slope in ((total, total), (lambda W: W, lambda W: W), (total, lambda W: W[:1])):
        with pytest.raises(
            ValueError, match=r"^value of own is no number, or its slope has another"
        ):
            Penalty("own", value, slope)


def test_a_penalty_of_your_own_is_two_formulas():
    """The elastic net (Zou and Hastie 2005), which is neither linear nor quadratic."""
    l1_part, l2_part = l1(0.1), l2(0.5)
    own = Penalty(
        "elastic net",
        lambda W: l1_part.value(W) + l2_part.value(W),
        lambda W: l1_part.slope(W) + l2_part.slope(W),
    )
    net = MLP((2, 3, 1))
    layers = net.layers(net.init(seed=1))
    assert own(layers) == pytest.approx(l1_part(layers) + l2_part(layers))
    by_definition = numerical_gradient(lambda p: own(net.layers(p)), net.init(seed=1))
    gradient = np.zeros(net.n_params)
    own.add_gradient(layers, net.layers(gradient))
    np.testing.assert_allclose(gradient, by_definition, atol=1e-8)


@pytest.mark.parametrize("wrong", ["no", None, 0.5, 1, np.ones(2)], ids=repr)
def test_half_is_yes_or_no(wrong):
    with pytest.raises(ValueError, match=r"^half is .*; expected True or False"):
        l2(0.1, half=wrong)


def test_a_rate_whose_double_overflows_is_refused():
    with pytest.raises(ValueError, match=r"^2 rate is inf"):
        l2(1e308, half=False)
