import inspect
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnlib
from nnlib import (
    MLP,
    GradientDescent,
    constant,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    normal,
    sigmoid,
    sigmoid_cross_entropy,
    tanh,
    train,
    uniform,
    xnor,
    zeros,
)

VARIANCES = {
    lecun_uniform: 1 / 400,
    lecun_normal: 1 / 400,
    glorot_uniform: 2 / (400 + 600),
    glorot_normal: 2 / (400 + 600),
    he_uniform: 2 / 400,
    he_normal: 2 / 400,
}
SCALED = tuple(VARIANCES)
by_name = {"ids": lambda initializer: initializer.__name__}
EVERY = (zeros, *SCALED, constant(0.3), uniform(-1, 1), normal(2))


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_every_scaled_initializer_is_tested():
    public = {getattr(nnlib, name) for name in nnlib.__all__}
    own = {f for f in public if getattr(f, "__module__", "") == "nnlib.initializers"}
    scaled = {f for f in own if tuple(inspect.signature(f).parameters) == ("rng", "n_in", "n_out")}
    assert scaled == {zeros, *SCALED}
    assert own - scaled == {constant, uniform, normal}


@pytest.mark.parametrize("initializer", SCALED, **by_name)
def test_variance_is_the_papers(initializer, rng):
    W, variance = initializer(rng, 400, 600), VARIANCES[initializer]
    assert W.shape == (400, 600)
    assert W.var() == pytest.approx(variance, rel=0.01)
    assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)


@pytest.mark.parametrize("initializer", SCALED, **by_name)
def test_uniform_ones_keep_to_their_limit_and_normal_ones_have_their_shape(initializer, rng):
    W = initializer(rng, 400, 600) / math.sqrt(VARIANCES[initializer])
    if "uniform" in initializer.__name__:
        assert 0.9999 * math.sqrt(3) < np.abs(W).max() < math.sqrt(3)
        assert np.mean(W**4) == pytest.approx(9 / 5, rel=0.01)
    else:
        assert np.mean(W**4) == pytest.approx(3, rel=0.02)
        for deviations in (0.5, 1, 2, 3):
            share = math.erf(deviations / math.sqrt(2))
            assert np.mean(np.abs(W) < deviations) == pytest.approx(share, abs=0.003)


def test_the_two_halves_of_each_normal_pair_are_independent(rng):
    one, other = normal(1)(rng, 100_000, 2).T
    assert abs(np.mean(one * other)) < 0.01
    assert abs(np.mean(one**2 * other**2) - 1) < 0.02


@pytest.mark.parametrize(("n_in", "n_out"), [(1, 1), (2, 3), (3, 5), (4, 2)])
def test_normal_draws_are_box_and_mullers(n_in, n_out):
    draws, expected = np.random.default_rng(5), []
    while len(expected) < n_in * n_out:
        first, second = draws.random(), draws.random()
        radius = math.sqrt(-2 * math.log(1 - first))
        expected += [radius * math.cos(2 * math.pi * second)]
        expected += [radius * math.sin(2 * math.pi * second)]
    W = normal(0.5)(np.random.default_rng(5), n_in, n_out)
    np.testing.assert_allclose(W.ravel(), np.multiply(0.5, expected[: W.size]), rtol=1e-14)


@pytest.mark.parametrize(("n_inputs", "spread"), [(10, 0.91), (100, 2.89), (1000, 9.13)])
def test_a_range_that_ignores_the_fan_in_spreads_the_pre_activations(n_inputs, spread, rng):
    assert math.sqrt(n_inputs / 12) == pytest.approx(spread, abs=0.005)
    z = np.ones(n_inputs) @ uniform(-0.5, 0.5)(rng, n_inputs, 5_000)
    assert z.std() == pytest.approx(math.sqrt(n_inputs / 12), rel=0.03)
    z = np.ones(n_inputs) @ lecun_uniform(rng, n_inputs, 5_000)
    assert z.std() == pytest.approx(1, rel=0.03)


def test_standard_normal_weights_saturate_a_layer_of_1000_inputs(rng):
    z = normal(1)(rng, 64, 1000) @ normal(1)(rng, 1000, 100)
    assert z.std() == pytest.approx(31, abs=1)
    beyond = math.log(99)  # where σ(z) passes 0.99
    assert math.erfc(beyond / math.sqrt(2 * 1000)) == pytest.approx(0.88, abs=0.005)
    a = sigmoid(z)
    assert np.mean((a < 0.01) | (a > 0.99)) == pytest.approx(0.88, abs=0.01)


def test_biases_start_at_zero():
    net = MLP((3, 4, 2))
    assert not any(b.any() for _, b in net.layers(net.init(seed=0)))


@pytest.mark.parametrize("initializer", [zeros, constant(0.3)], ids=["zeros", "constant"])
def test_equal_weights_never_break_the_symmetry(initializer):
    X, T = xnor()
    net = MLP((2, 3, 1), hidden=tanh)
    params = net.init(seed=0, initializer=initializer)
    *_, last = train(net, params, X, T, sigmoid_cross_entropy, GradientDescent(0.5), steps=50)
    W, _ = net.layers(last.params)[0]
    np.testing.assert_array_equal(W[:, :1] * np.ones(3), W)


@pytest.mark.parametrize("initializer", EVERY)
def test_the_same_generator_gives_the_same_weights(initializer):
    one, same = (initializer(np.random.default_rng(7), 3, 4) for _ in range(2))
    assert (one.shape, one.dtype) == ((3, 4), np.float64)
    np.testing.assert_array_equal(one, same)


not_numbers = st.one_of(
    st.sampled_from([math.nan, math.inf, -math.inf, True, None, 1j, 10**400]),
    st.text(),
    st.lists(st.floats(), max_size=2),
)


@given(wrong=not_numbers)
def test_settings_that_are_no_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match=r"^value is "):
        constant(wrong)
    with pytest.raises(ValueError, match=r"^low is "):
        uniform(wrong, 1.0)
    with pytest.raises(ValueError, match=r"^high is "):
        uniform(0.0, wrong)
    with pytest.raises(ValueError, match=r"^standard_deviation is "):
        normal(wrong)


@given(low=st.floats(-1e9, 1e9), width=st.floats(0, 1e9))
def test_an_empty_range_is_refused(low, width):
    with pytest.raises(ValueError, match=r"low is .*, high is .*; expected low < high"):
        uniform(low, low - width)


def test_ranges_and_spreads_that_would_overflow_are_refused():
    with pytest.raises(ValueError, match="expected low < high"):
        uniform(-1e308, 1e308)
    with pytest.raises(ValueError, match=r"standard_deviation is 1e\+308"):
        normal(1e308)
    with pytest.raises(ValueError, match="standard_deviation is 0"):
        normal(0)
    assert np.isfinite(normal(1e300)(np.random.default_rng(0), 100, 100)).all()
    assert normal(1e-300)(np.random.default_rng(0), 100, 100).all()


@pytest.mark.parametrize("initializer", EVERY)
@given(wrong=st.one_of(st.integers(max_value=0), st.floats(), st.text(), st.none(), st.booleans()))
def test_a_layer_without_units_is_refused(initializer, wrong):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"^n_in is .*; expected a whole number"):
        initializer(rng, wrong, 2)
    with pytest.raises(ValueError, match=r"^n_out is .*; expected a whole number"):
        initializer(rng, 2, wrong)


@pytest.mark.parametrize("initializer", EVERY)
@pytest.mark.parametrize(
    "rng", [None, 1, "seed", np.random.RandomState(0)], ids=lambda rng: type(rng).__name__
)
def test_another_generator_is_refused(initializer, rng):
    with pytest.raises(TypeError, match=r"^rng is .*; expected a Generator"):
        initializer(rng, 2, 3)
