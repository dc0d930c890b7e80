"""Training as an iterator of steps: whoever asks for the next may plot it, count it or stop."""

import itertools
import math
from typing import NamedTuple

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arguments import as_count, as_generator, as_kind, as_matrix, as_number, as_vector
from nnlib.formulas import as_optimizer
from nnlib.losses import Loss
from nnlib.network import MLP
from nnlib.optimizers import formula_of
from nnlib.penalties import Penalty


class Step(NamedTuple):
    """One update of the parameters.

    step: 1 for the first update.
    epoch: the pass over the data that it belongs to, from 1.
    epoch_ends: whether it is the last of its epoch.
    n_examples: how many its batch held.
    loss: of this step's batch, before the update, without the penalty; with dropout, of the thinned
        network.
    params: after the update, (n_params,).

    >>> Step(step=363, epoch=1, epoch_ends=True, n_examples=26, loss=0.7, params=np.zeros(2)).epoch
    1
    """

    step: int
    epoch: int
    epoch_ends: bool
    n_examples: int
    loss: float
    params: np.ndarray


class Diverged(ArithmeticError):
    """The loss or the parameters are no longer finite numbers.

    last: the last `Step` that was finite; None if already the first was not.

    >>> from nnlib import MLP, GradientDescent, squared_error
    >>> X, net = np.array([[1.0], [2.0]]), MLP((1, 1))
    >>> try:
    ...     for step in train(net, np.zeros(2), X, X, squared_error, GradientDescent(9.0)):
    ...         pass
    ... except Diverged as error:
    ...     error.last.step == step.step
    True
    """

    def __init__(self, message, last=None):
        super().__init__(message)
        self.last = last


def train(
    net, params, X, T, loss, optimizer, steps=None, batch_size=None, seed=0, state=None,
    shuffle=True, penalty=None, dropout=0.0,
):  # fmt: skip
    """Train `net` from `params`: a `Run`, which makes one `Step` after another when asked.

    X (n_examples, n_inputs), T (n_examples, n_outputs).
    steps: how many updates; None goes on for ever.
    batch_size: examples per update; None is the full batch, 1 is stochastic gradient descent. Each
        epoch visits every example once; its last batch may be smaller, and is an update of its own.
    seed: of the order of the examples, and of what dropout hides.
    state: the optimizer's state from an earlier run, to go on where that one stopped. A new epoch
        begins; the same seed repeats that run's first order.
    shuffle: a fresh order in each epoch; False keeps the order of X.
    penalty: of the weights, such as l2(0.01), added to the loss that is descended.
    dropout: the share of hidden outputs that each step hides, in [0, 1); the others are divided by
        1 − dropout, so that a network in use needs no change (Srivastava et al. 2014).

    Nothing handed in is changed, and data of float64 are not copied. Raises ValueError or TypeError
    for what cannot be right, at the call; Diverged when the numbers are no longer finite.

    >>> from nnlib import MLP, GradientDescent, squared_error, xnor
    >>> net, (X, T) = MLP((2, 3, 1)), xnor()
    >>> run = train(net, net.init(seed=1), X, T, squared_error, GradientDescent(0.1), batch_size=3)
    >>> [(s.step, s.epoch, s.n_examples) for s in itertools.islice(run, 4)]
    [(1, 1, 3), (2, 1, 1), (3, 2, 3), (4, 2, 1)]
    """
    as_kind("net", net, MLP, "MLP((2, 3, 1))")
    as_kind("loss", loss, Loss, "squared_error")
    as_kind("shuffle", shuffle, bool, "True")
    if penalty is not None:
        as_kind("penalty", penalty, Penalty, "l2(0.01)")
    as_optimizer("optimizer", optimizer)
    X = as_matrix("X", X, net.sizes[0])
    if loss.of_logits and net.output is sigmoid:
        raise ValueError(f"net has the output {net.output}; {loss} expects logits: output=identity")
    T = loss.as_targets(T, len(X), net.sizes[-1])
    params = as_vector("params", params, net.n_params)
    left = math.inf if steps is None else as_count("steps", steps, minimum=0)
    size = len(X) if batch_size is None else min(as_count("batch_size", batch_size), len(X))
    rng = as_generator("seed", seed)
    order = batches(len(X), size, rng, shuffle)
    with np.errstate(all="ignore"):
        loss.checked(np.full_like(T[:size], 0.5), T[:size])  # refuses what is no loss, by its name
    dropout = as_number("dropout", dropout, 0.0, 1.0, below=True)
    if state is None:
        state = optimizer.init(params.copy())
    elif hasattr(optimizer, "as_state"):
        state = optimizer.as_state("state", state, params)
    made = _updates(net, params, X, T, loss, optimizer, state, order, size, penalty, dropout, rng)
    return Run(made, state, left)


class Run:
    """An iterator over the `Step`s of a training run, made by `train`.

    state: the optimizer's, after the step that was made last. Hand it to `train` with that step's
        params, and training goes on from there.

    >>> from nnlib import MLP, Momentum, squared_error
    >>> X, net = np.array([[1.0], [2.0]]), MLP((1, 1))
    >>> run = train(net, np.zeros(2), X, X, squared_error, Momentum(0.1), steps=1)
    >>> next(run).params, run.state
    (array([0.25, 0.15]), (array([0.25, 0.15]),))
    """

    def __init__(self, updates, state, left):
        self.state = state
        self._updates, self._left = updates, left

    def __iter__(self):
        return self

    def __next__(self):
        if not self._left:
            raise StopIteration
        made = next(self._updates, None)
        if made is None:
            raise RuntimeError("an error has ended this run: begin another, from its last step")
        step, self.state = made
        self._left -= 1
        return step

    def __length_hint__(self):
        # `list` asks before it begins: it would never end.
        if self._left == math.inf:
            raise ValueError("steps is None: this run has no end; say how many, or use islice")
        return self._left


def _updates(net, params, X, T, loss, optimizer, state, order, size, penalty, dropout, rng):
    """Endless pairs: a step, and the optimizer's state after it."""
    # Worked on in place, through views made once; whoever looks gets a copy.
    params, gradient = params.copy(), np.empty_like(params)
    layers, gradients = net.layers(params), net.layers(gradient)
    # A mini-batch has its memory for good: fresh memory is slow where a batch is large. The full
    # batch, which is not gathered, needs none.
    batch_X, batch_T = (np.empty((size % len(X), data.shape[1])) for data in (X, T))
    last, per_epoch = None, math.ceil(len(X) / size)
    formula = formula_of(optimizer)

    # Overflow on the way to divergence is reported below, in words.
    @np.errstate(over="ignore", invalid="ignore")
    def update(X, T, state):
        masks = _dropout_masks(rng, len(X), net.sizes[1:-1], dropout) if dropout else None
        value = float(net.backpropagate(layers, gradients, X, T, loss, masks))
        if penalty is not None:
            penalty.add_gradient(layers, gradients)
        change, state = formula(gradient, state, params)
        np.add(params, change, out=params)
        # One product settles it, unless the sum of squares overflows.
        finite = math.isfinite(params.dot(params)) or np.isfinite(params).all()
        return value, state, finite and math.isfinite(value)

    for step, (epoch, rows) in enumerate(order, start=1):
        batch = X, T
        if rows is not None:
            batch = _gathered(X, rows, batch_X), _gathered(T, rows, batch_T)
        value, state, finite = update(*batch, state)
        if not finite:
            words = _divergence(step, value, last, gradients, optimizer, penalty, X, T)
            raise Diverged(words, last)
        last = Step(step, epoch, step % per_epoch == 0, len(batch[1]), value, params.copy())
        yield last, state


def _gathered(data, rows, memory):
    # `take` would first copy all data that do not lie row by row.
    if not data.flags.c_contiguous:
        return data[rows]
    return data.take(rows, 0, memory[: len(rows)], "clip")


def _dropout_masks(rng, n_examples, units, dropout):
    # 0, or 1/(1 − dropout): the mean is 1, so what a unit hands on is the same on average.
    return [(rng.random((n_examples, n)) >= dropout) / (1.0 - dropout) for n in units]


def _divergence(step, value, last, layers, optimizer, penalty, X, T):
    """What is known about a step whose numbers are no longer finite; layers are its gradients."""
    reached = [np.max([np.abs(part).max() for part in layer]) for layer in layers]
    layer, words = np.argmax(reached), f"the loss is {value:.3g}"
    if last:
        words += f" after {last.loss:.3g}"
    if not np.isnan(reached[layer]):
        words += (
            f", the gradient reaches {reached[layer]:.3g} in layer {layer + 1} of {len(layers)}"
        )
    cause = f"a learning rate that is too large: {optimizer}{f' with {penalty}' if penalty else ''}"
    if not (last or math.isfinite(value)):  # before any step
        cause = "what it began with: parameters that are too large, or a function of your own"
    largest = {name: max(data.max(), -data.min()) for name, data in (("X", X), ("T", T))}
    unscaled = [f"{name} reaches {size:.3g}" for name, size in largest.items() if size > 10.0]
    scale = f"; or data that are not scaled: {', '.join(unscaled)}" if unscaled else ""
    return f"training diverged at step {step}: {words}. The likely cause is {cause}{scale}"


def batches(n_examples, batch_size=None, seed=0, shuffle=True):
    """Endless pairs (epoch, row indices); the indices are None where a batch is the whole set.

    An epoch has ⌈n_examples / batch_size⌉ batches, and the last may be smaller. The seed may be a
    numpy Generator, too: it is drawn from when an epoch begins.

    >>> [(epoch, len(rows)) for epoch, rows in itertools.islice(batches(10, 4), 4)]
    [(1, 4), (1, 4), (1, 2), (2, 4)]
    """
    as_kind("shuffle", shuffle, bool, "True")
    n_examples, rng = as_count("n_examples", n_examples), as_generator("seed", seed)
    if batch_size is None or as_count("batch_size", batch_size) >= n_examples:
        yield from zip(itertools.count(1), itertools.repeat(None))
    order = np.arange(n_examples)
    for epoch in itertools.count(1):
        if shuffle:
            order = np.argsort(rng.random(n_examples))
        for start in range(0, n_examples, batch_size):
            yield epoch, order[start : start + batch_size]
