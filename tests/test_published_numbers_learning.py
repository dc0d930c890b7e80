"""Numbers of the decks on how units and networks learn, and on what they are to learn.

Each test names its items of book/ledger.txt. What a module's own tests hold is not repeated here.
"""

import itertools

import numpy as np
import pytest

from nnlib import (
    MLP,
    Momentum,
    Neuron,
    one_hot,
    present,
    sigmoid,
    softmax,
    xor_gate,
)

# Chapter 6. How one neuron learns.


@pytest.mark.parametrize("learning_rate", [1.0, 0.5, 4.0])
def test_xor_makes_four_mistakes_in_each_epoch_from_the_third_on(learning_rate):
    """`perc-nonsep`: 2, 3, 4, 4, …, and all after the first end at (b, w) = (1, −1, 0).

    Four are published "from epoch 2 on"; but epoch 2, which only arrives there, makes 3.
    """
    run = present(Neuron(2), (0, 0, 0), *xor_gate(), learning_rate=learning_rate, epochs=9)
    epochs = [list(shown) for _, shown in itertools.groupby(run, lambda shown: shown.epoch)]
    assert [sum(shown.error != 0 for shown in epoch) for epoch in epochs] == [2, 3, *[4] * 7]
    ends = [(epoch[-1].params[[2, 0, 1]] / learning_rate).tolist() for epoch in epochs]
    assert ends == [[0, -1, 0], *[[1, -1, 0]] * 8]


# Chapter 9. Outputs and losses.


def test_the_codings_of_classes():
    """`out-binary`, `out-multiclass`: [1 0] is 0 and [0 1] is 1; class 1 is (1, 0, 0, …)."""
    assert one_hot([0, 1], 2).tolist() == [[1, 0], [0, 1]]
    first = one_hot([1 - 1], 5)  # the slides count from 1
    assert first.tolist() == [[1, 0, 0, 0, 0]]
    assert (1 - first).tolist() == [[0, 1, 1, 1, 1]]


def test_an_output_is_never_its_target_but_its_largest_part_tells_the_class():
    """`out-check`, `e14`: h(x) = y holds for none of them, argmax h(x) = y for all."""
    classes = np.arange(5)
    Y = one_hot(classes, 5)
    outputs = softmax(3 * Y)
    assert (outputs != Y).all()
    np.testing.assert_array_equal(outputs.argmax(axis=1), classes)


# Chapter 15. Initial weights.


def test_the_two_layer_programs_standard_normal_weights_spread_its_pre_activations():
    """`e43`, `code-train-2layer`: std 31, which is of its draw; any draw has √1000 = 31.6 in mean.

    The units below 0.01 or above 0.99 are 88 %.
    """
    rng = np.random.RandomState(0)  # of the published numbers
    X, _, W_1 = rng.randn(64, 1000), rng.randn(64, 10), rng.randn(1000, 100)
    net = MLP((1000, 100), output=sigmoid)
    (z,), (_, a) = net.forward(np.append(W_1, np.zeros(100)), X)
    assert round(z.std()) == 31
    assert round(np.mean((a < 0.01) | (a > 0.99)), 2) == 0.88


# Chapter 16. Momentum.


def shrinkage(momentum, curvatures):
    """The factor by which, in the end, each step shrinks the error along the curvatures."""
    columns = []
    for theta, m in np.eye(2):
        change, (velocity,) = momentum.formula(curvatures * theta, (np.full(2, m),), None)
        columns.append([theta + change, velocity])
    return np.abs(np.linalg.eigvals(np.moveaxis(np.array(columns), 2, 0))).max()


def test_the_best_momentum_for_a_condition_number_of_100():
    """`gd-scaling`, `momentum`: β = ((√κ − 1)/(√κ + 1))² ≈ 0.67, with 0.818 a step."""
    betas, rates = np.arange(60, 76) / 100, np.arange(300, 361) / 1e4
    bowl = np.array([1.0, 100.0])
    tried = [(shrinkage(Momentum(eta, beta), bowl), beta) for beta in betas for eta in rates]
    factor, beta = min(tried)
    assert beta == 0.67 == round(((10 - 1) / (10 + 1)) ** 2, 2)
    formula = shrinkage(Momentum(4 / (10 + 1) ** 2, ((10 - 1) / (10 + 1)) ** 2), bowl)
    assert round(formula, 3) == 0.818
    assert formula < factor
