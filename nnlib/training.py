"""Training as a generator of steps: whoever asks for the next may plot it, count it or stop."""

import itertools
import math
from typing import NamedTuple

import numpy as np

from nnlib.arguments import as_count, as_matrix


class Step(NamedTuple):
    """One update of the parameters.

    step: 1 for the first update. epoch: the pass over the data that it belongs to, from 1.
    loss: of this step's batch, before the update. params: after it. state: the optimizer's.
    """

    step: int
    epoch: int
    loss: float
    params: np.ndarray
    state: tuple


class Diverged(ArithmeticError):
    """The loss or the parameters are no longer finite numbers."""


def train(net, params, X, T, loss, optimizer, steps=None, batch_size=None, seed=0, state=None):
    """Train `net` from `params`, yielding a `Step` after each update.

    X (n_examples, n_inputs), T (n_examples, n_outputs).
    steps: how many updates; None goes on for ever.
    batch_size: examples per update; None is the full batch, 1 is stochastic gradient descent. Each
        epoch visits every example once, in a fresh order drawn from `seed`; the last batch of an
        epoch may be smaller, and is an update of its own.
    state: the optimizer's state from an earlier run, to go on where that one stopped.

    Raises ValueError for data that cannot be right, at the call; Diverged when the loss is no
    longer finite. `params` is never changed.
    """
    X = as_matrix("X", X, net.sizes[0])
    T = loss.as_targets(T, len(X), net.sizes[-1])
    params = net.as_params(params)
    if steps is not None:
        as_count("steps", steps, minimum=0)
    if batch_size is not None:
        as_count("batch_size", batch_size)
    state = optimizer.init(params) if state is None else state
    return _steps(net, params, X, T, loss, optimizer, steps, batch_size, seed, state)


def _steps(net, params, X, T, loss, optimizer, steps, batch_size, seed, state):
    # Worked on in place, through views made once; whoever looks gets a copy.
    params, gradient = params.copy(), np.empty_like(params)
    layers, gradients = net.layers(params), net.layers(gradient)

    # Overflow on the way to divergence is reported below, in words.
    @np.errstate(over="ignore", invalid="ignore")
    def update(X, T, state):
        value = float(net.backpropagate(layers, gradients, X, T, loss))
        change, state = optimizer.update(gradient.copy(), state, params)
        np.add(params, change, out=params)
        return value, state, math.isfinite(value) and _all_finite(params)

    numbers = itertools.count(1) if steps is None else range(1, steps + 1)
    for step, (epoch, rows) in zip(numbers, batches(len(X), batch_size, seed), strict=False):
        batch = (X, T) if rows is None else (X.take(rows, axis=0), T.take(rows, axis=0))
        value, state, finite = update(*batch, state)
        if not finite:
            raise Diverged(
                f"training diverged at step {step}: the loss is {value:.3g}. "
                f"The likely cause is a learning rate that is too large: {optimizer}"
            )
        yield Step(step, epoch, value, params.copy(), state)


def _all_finite(params):
    # One product settles it, unless the sum of squares overflows.
    return math.isfinite(params.dot(params)) or np.isfinite(params).all()


def batches(n_examples, batch_size=None, seed=0):
    """Endless pairs (epoch, row indices); the indices are None where a batch is the whole set."""
    if batch_size is None or batch_size >= n_examples:
        for epoch in itertools.count(1):
            yield epoch, None
    rng = np.random.default_rng(seed)
    for epoch in itertools.count(1):
        order = np.argsort(rng.random(n_examples))
        for start in range(0, n_examples, batch_size):
            yield epoch, order[start : start + batch_size]
