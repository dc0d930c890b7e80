import numpy as np
import pytest

from nnlib import (
    MLP,
    GradientDescent,
    glorot_uniform,
    he_uniform,
    lecun_uniform,
    sigmoid_cross_entropy,
    tanh,
    train,
    uniform,
    xnor,
    zeros,
)


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [
        (lecun_uniform, 1 / 400),
        (glorot_uniform, 2 / (400 + 600)),
        (he_uniform, 2 / 400),
        (uniform(-0.5, 0.5), 1 / 12),
    ],
)
def test_variance_is_the_papers(initializer, variance):
    W = initializer(np.random.default_rng(0), 400, 600)
    assert W.shape == (400, 600)
    assert W.var() == pytest.approx(variance, rel=0.01)
    assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)


def test_biases_start_at_zero():
    net = MLP((3, 4, 2))
    assert not any(b.any() for _, b in net.layers(net.init(seed=0)))


def test_zeros_never_break_the_symmetry():
    X, T = xnor()
    net = MLP((2, 3, 1), hidden=tanh)
    params = net.init(seed=0, initializer=zeros)
    *_, last = train(net, params, X, T, sigmoid_cross_entropy, GradientDescent(0.5), steps=50)
    W, _ = net.layers(last.params)[0]
    np.testing.assert_array_equal(W[:, :1] * np.ones(3), W)


def test_an_empty_range_is_refused():
    with pytest.raises(ValueError, match=r"low is 0.5, high is -0.5"):
        uniform(0.5, -0.5)
