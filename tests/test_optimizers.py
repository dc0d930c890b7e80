import numpy as np
import pytest

from nnlib import Adam, GradientDescent, Momentum

OPTIMIZERS = (GradientDescent(0.1), Momentum(0.1), Adam(0.1))


def changes(optimizer, gradients):
    state, made = optimizer.init(gradients[0]), []
    for gradient in gradients:
        change, state = optimizer.update(gradient, state, gradient)
        made.append(change)
    return np.array(made)


def test_gradient_descent_steps_against_the_gradient():
    np.testing.assert_array_equal(changes(GradientDescent(0.5), [np.array([2.0, -4.0])]), [[-1, 2]])


def test_momentum_by_hand():
    g = np.array([1.0])
    np.testing.assert_allclose(
        changes(Momentum(0.1, 0.5), [g, g, -g]).ravel(), [-0.1, -0.15, 0.025], rtol=1e-14
    )


def test_momentum_reaches_ten_times_the_speed():
    g = np.array([3.0])
    assert changes(Momentum(0.01, 0.9), [g] * 400)[-1] == pytest.approx(-0.01 * 3 / (1 - 0.9))


def test_without_momentum_it_is_gradient_descent():
    gradients = np.random.default_rng(0).random((5, 3))
    np.testing.assert_array_equal(
        changes(Momentum(0.1, 0.0), gradients), changes(GradientDescent(0.1), gradients)
    )


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6])
def test_adams_first_step_is_the_learning_rate_whatever_the_gradient(size):
    assert changes(Adam(0.02), [np.array([size, -size])]) == pytest.approx(
        np.array([[-0.02, 0.02]]), rel=2e-5
    )


def test_adam_is_algorithm_1_of_the_paper():
    gradients = np.random.default_rng(1).normal(size=(6, 4))
    optimizer, theta = Adam(0.01, 0.8, 0.95, 1e-6), np.zeros(4)
    m = v = np.zeros(4)
    for t, g in enumerate(gradients, start=1):
        m = 0.8 * m + 0.2 * g
        v = 0.95 * v + 0.05 * g**2
        theta = theta - 0.01 * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.95**t)) + 1e-6)
    np.testing.assert_allclose(changes(optimizer, gradients).sum(axis=0), theta, rtol=1e-13)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_nothing_handed_in_is_changed(optimizer):
    gradient = np.array([1.0, 2.0])
    state = optimizer.init(gradient)
    _, later = optimizer.update(gradient, state, gradient)
    optimizer.update(gradient, later, gradient)
    np.testing.assert_array_equal(gradient, [1, 2])
    for before, fresh in zip(state, optimizer.init(gradient), strict=True):
        np.testing.assert_array_equal(before, fresh)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: GradientDescent(0), r"learning_rate is 0; expected a number in \(0, inf\)"),
        (lambda: GradientDescent(np.nan), "learning_rate is nan"),
        (lambda: GradientDescent("fast"), "learning_rate is 'fast'"),
        (lambda: Momentum(0.1, 1.0), r"momentum is 1.0; expected a number in \[0, 1\)"),
        (lambda: Momentum(0.1, -0.1), "momentum is -0.1"),
        (lambda: Adam(beta_2=1.5), "beta_2 is 1.5"),
        (lambda: Adam(epsilon=0), "epsilon is 0"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
