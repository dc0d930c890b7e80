"""Validation: examples kept aside decide when to stop, and which of several runs to keep."""

import math
from collections.abc import Iterable
from numbers import Real
from typing import NamedTuple

import numpy as np

from nnlib.arguments import as_count, as_generator, as_kind, as_matrix, as_number
from nnlib.formulas import as_function
from nnlib.training import Diverged, Step


def validation_split(X, T, share=0.2, seed=0):
    """(X, T, X_validation, T_validation): each example in one of the two parts, in random order.

    The validation part holds `share` of the rows, rounded. Raises ValueError where one part would
    be empty, and where X and T have not as many rows.

    >>> X, T = np.arange(10.0).reshape(10, 1), np.ones((10, 1))
    >>> [len(part) for part in validation_split(X, T, share=0.3)]
    [7, 7, 3, 3]
    """
    X = as_matrix("X", X)
    T = as_matrix("T", T, rows=len(X))
    share = as_number("share", share, 0.0, 1.0, above=True, below=True)
    rng = as_generator("seed", seed)
    aside, kept = np.split(np.argsort(rng.random(len(X))), [round(share * len(X))])
    if not (len(aside) and len(kept)):
        raise ValueError(f"share is {share:g}: one part of {len(X)} rows would be empty")
    return X[kept], T[kept], X[aside], T[aside]


class Epoch(NamedTuple):
    """One pass over the data.

    epoch: from 1.
    step: how many updates there have been.
    loss: the mean over the epoch's examples, each before the update that it took part in.
    validation_loss: after the epoch; None where none was asked for.
    params: after the epoch, (n_params,).

    >>> Epoch(epoch=20, step=7260, loss=0.3409, validation_loss=0.3707, params=np.zeros(2)).step
    7260
    """

    epoch: int
    step: int
    loss: float
    validation_loss: float | None
    params: np.ndarray


def epochs(steps, validation_loss=None):
    """One `Epoch` for each pass over the data that `steps` finishes.

    steps: an iterable of training steps, such as what `train` gives.
    validation_loss: params → number, the loss on examples kept aside.

    Raises ValueError for what are no steps, Diverged where the validation loss is not finite.

    >>> from itertools import islice
    >>> from nnlib import MLP, GradientDescent, squared_error, train, xnor
    >>> net, (X, T) = MLP((2, 3, 1)), xnor()
    >>> run = train(net, net.init(seed=1), X, T, squared_error, GradientDescent(0.1), batch_size=3)
    >>> [(record.epoch, record.step) for record in islice(epochs(run), 2)]
    [(1, 2), (2, 4)]
    """
    if validation_loss is not None:
        example = "lambda params: loss(net(params, X), T)"
        as_function("validation_loss", validation_loss, 1, example)
    return _epochs(as_kind("steps", steps, Iterable, "train(…)"), validation_loss)


def _epochs(steps, validation_loss):
    total, n_examples = 0.0, 0
    for step in steps:
        as_kind("an item of steps", step, Step, "what `train` gives")
        total += step.loss * step.n_examples
        n_examples += step.n_examples
        if step.epoch_ends:
            measured = None if validation_loss is None else _measure(validation_loss, step)
            yield Epoch(step.epoch, step.step, total / n_examples, measured, step.params)
            total, n_examples = 0.0, 0


@np.errstate(over="ignore", invalid="ignore")
def _measure(validation_loss, step):
    measured = as_kind("validation_loss(params)", validation_loss(step.params), Real, "0.5")
    if not math.isfinite(measured):
        raise Diverged(
            f"validation_loss is {measured} after step {step.step}, where the loss is "
            f"{step.loss:.3g}. The likely cause is a learning rate that is too large, or examples "
            "kept aside that are far from those trained on",
            step,
        )
    return float(measured)


class EarlyStopping:
    """An iterator over records that ends when the validation loss no longer falls (Prechelt 1998).

    records: with a validation_loss each, such as what `epochs` gives.
    patience: how many epochs in a row may pass without a new lowest loss before it ends.
    min_delta: a loss counts as new when it is lower by more than this.

    best: the record with the lowest validation loss so far: its `params` are the ones to use. None
        before the first.

    >>> losses = (0.8, 0.5, 0.6, 0.4)
    >>> log = [Epoch(epoch, 10 * epoch, 0.0, loss, None) for epoch, loss in enumerate(losses, 1)]
    >>> stopping = EarlyStopping(log, patience=1)
    >>> [record.epoch for record in stopping], stopping.best.epoch
    ([1, 2, 3], 2)
    """

    def __init__(self, records, patience, min_delta=0.0):
        self.patience = as_count("patience", patience)
        self.min_delta = as_number("min_delta", min_delta, 0.0)
        self.best = None
        self._records = iter(as_kind("records", records, Iterable, "epochs(run)"))
        self._lowest, self._waited = math.inf, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self._waited >= self.patience:
            raise StopIteration
        record = next(self._records)
        self.best = min(self.best or record, record, key=_validation_loss)
        self._waited += 1
        if record.validation_loss < self._lowest - self.min_delta:
            self._lowest, self._waited = record.validation_loss, 0
        return record


class Restart(NamedTuple):
    """What came of one seed. The validation loss comes first: `min` of several is the one to keep.

    validation_loss: the lowest of the run, math.inf where it diverged before its first record.
    seed: of the run.
    best: its record with that loss, or None.
    diverged: the `Diverged` that ended the run, or None.

    >>> min(Restart(0.4, 1, None, None), Restart(0.2, 2, None, None)).seed
    2
    """

    validation_loss: float
    seed: int
    best: Epoch | None
    diverged: Diverged | None


def restarts(run, seeds):
    """Train from several seeds: one `Restart` each, in turn.

    run: seed → records with a validation_loss, such as EarlyStopping(epochs(train(…)), 5).
    seeds: whole numbers, none twice.

    A run that diverges counts with the records before that; one that merely ends without a record
    raises ValueError. `min(restarts(run, range(10)))` is the restart that validation chooses.

    >>> logs = {1: [Epoch(1, 5, 0.9, 0.8, None)], 2: [Epoch(1, 5, 0.9, 0.3, None)]}
    >>> min(restarts(logs.get, seeds=(1, 2))).seed
    2
    """
    as_function("run", run, 1, "lambda seed: epochs(train(…))")
    as_kind("seeds", seeds, Iterable, "range(10)")
    seeds = [as_count("seeds", seed, minimum=0) for seed in seeds]
    if not seeds or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds holds {seeds}; expected at least one seed, and none twice")
    return _restarts(run, seeds)


def _restarts(run, seeds):
    for seed in seeds:
        best = diverged = None
        try:
            for record in as_kind(f"run({seed})", run(seed), Iterable, "epochs(train(…))"):
                best = min(best or record, record, key=_validation_loss)
        except Diverged as error:
            diverged = error
        if best is diverged is None:
            raise ValueError(f"run({seed}) gives no record; expected an epoch at least")
        yield Restart(math.inf if best is None else best.validation_loss, seed, best, diverged)


def _validation_loss(record):
    loss = getattr(record, "validation_loss", None)
    if not isinstance(loss, Real) or math.isnan(loss):
        raise ValueError(
            f"records holds a {type(record).__name__} without a validation loss; expected what "
            "epochs(run, validation_loss) gives"
        )
    return loss
