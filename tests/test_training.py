import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    MLP,
    Adam,
    Diverged,
    GradientDescent,
    Momentum,
    blobs,
    sigmoid,
    sigmoid_cross_entropy,
    squared_error,
    tanh,
    train,
    xnor,
)
from nnlib.training import batches


def start(seed=1):
    net = MLP((2, 3, 1), hidden=tanh)
    return net, net.init(seed=seed), *xnor()


def test_xnor_is_learnt():
    net, params, X, T = start()
    history = list(train(net, params, X, T, sigmoid_cross_entropy, Adam(0.05), steps=300))
    assert len(history) == 300
    np.testing.assert_array_equal(sigmoid(net(history[-1].params, X)) > 0.5, T)
    assert history[-1].loss < 0.05 < history[0].loss


def test_each_step_is_one_update_of_the_optimizer():
    net, params, X, T = start()
    (first,) = train(net, params, X, T, squared_error, GradientDescent(0.5), steps=1)
    loss, gradient = net.gradient(params, X, T, squared_error)
    assert first.loss == loss
    np.testing.assert_array_equal(first.params, params - 0.5 * gradient)
    np.testing.assert_array_equal(params, net.init(seed=1))


def test_a_run_goes_on_where_another_stopped():
    net, params, X, T = start()
    optimizer = Momentum(0.1)
    whole = list(train(net, params, X, T, squared_error, optimizer, steps=10))
    run = train(net, params, X, T, squared_error, optimizer, steps=5)
    *_, half = run
    rest = train(net, half.params, X, T, squared_error, optimizer, steps=5, state=run.state)
    np.testing.assert_array_equal(list(rest)[-1].params, whole[-1].params)


def test_kept_steps_keep_their_own_parameters():
    net, params, X, T = start()
    history = list(train(net, params, X, T, squared_error, GradientDescent(0.5), steps=3))
    for step, following in itertools.pairwise(history):
        _, gradient = net.gradient(step.params, X, T, squared_error)
        np.testing.assert_array_equal(following.params, step.params - 0.5 * gradient)


def test_an_optimizer_may_keep_the_gradient_that_it_is_given():
    class Previous:
        """Steps along the gradient of the step before."""

        def init(self, params):
            return (np.zeros_like(params),)

        def update(self, gradient, state, params):
            return -state[0], (gradient,)

    net, params, X, T = start()
    history = list(train(net, params, X, T, squared_error, Previous(), steps=3))
    _, first = net.gradient(params, X, T, squared_error)
    np.testing.assert_array_equal(history[0].params, params)
    np.testing.assert_allclose(history[2].params, params - 2 * first, rtol=1e-15)


@given(n=st.integers(1, 40), batch_size=st.integers(1, 50), seed=st.integers(0, 9))
def test_an_epoch_visits_every_example_once(n, batch_size, seed):
    per_epoch = -(-n // batch_size)
    drawn = list(itertools.islice(batches(n, batch_size, seed), 2 * per_epoch))
    assert [epoch for epoch, _ in drawn] == [1] * per_epoch + [2] * per_epoch
    rows = [np.arange(n) if rows is None else rows for _, rows in drawn[:per_epoch]]
    assert sorted(np.concatenate(rows)) == list(range(n))
    assert {len(r) for r in rows[:-1]} <= {batch_size}


def test_examples_are_reshuffled_each_epoch():
    drawn = [tuple(rows) for _, rows in itertools.islice(batches(8, 4, seed=0), 4)]
    assert drawn[:2] != drawn[2:]


def test_batch_sizes_give_other_steps_but_all_learn():
    net, params, _, _ = start()
    X, T = blobs(50, noise=0.5, seed=0)
    for batch_size in (None, 7, 1):
        history = list(
            train(
                net,
                params,
                X,
                T,
                sigmoid_cross_entropy,
                GradientDescent(0.1),
                steps=100,
                batch_size=batch_size,
            )
        )
        assert history[-1].epoch == {None: 100, 7: 13, 1: 2}[batch_size]
        assert sigmoid_cross_entropy(net(history[-1].params, X), T) < 0.2


def test_a_run_that_diverges_says_when_and_why():
    net = MLP((2, 1))
    X, T = np.full((2, 2), 10.0), np.zeros((2, 1))
    run = train(net, net.init(seed=0), X, T, squared_error, GradientDescent(5.0))
    with pytest.raises(
        Diverged, match=r"diverged at step \d+.*learning rate.*GradientDescent\(learning_rate=5.0"
    ):
        list(itertools.islice(run, 10_000))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"X": np.zeros((4, 3))}, r"X has shape \(4, 3\); expected \(n_examples, 2\)"),
        ({"X": np.zeros((0, 2))}, "it is empty"),
        ({"T": np.zeros((3, 1))}, r"T has shape \(3, 1\); expected \(4, 1\)"),
        ({"T": np.full((4, 1), np.nan)}, "T holds nan"),
        ({"T": np.full((4, 1), 2.0)}, "T holds 2 in row 0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"steps": -1}, "steps is -1"),
        ({"params": np.zeros(5)}, r"params has shape \(5,\); expected \(13,\)"),
    ],
)
def test_bad_input_is_refused_at_the_call(wrong, words):
    net, params, X, T = start()
    arguments = {"params": params, "X": X, "T": T} | wrong
    with pytest.raises(ValueError, match=words):
        train(net, loss=sigmoid_cross_entropy, optimizer=GradientDescent(0.1), **arguments)
