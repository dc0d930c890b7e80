"""The playground in the kernel: the original's algorithm to the ninth digit, and its own ways."""

import itertools
import json

import numpy as np
import pytest
import traitlets
from playground_replay import Replay

import nnlib
from nnlib.figures import Playground

ORIGINAL = {"reshuffle": False, "carry": True, "links_die": True}
SETS = ("circle", "xor", "clouds", "spiral", "plane", "cones")


def replayed(figure):
    """A replay that begins where the figure is, with its data: (replay, training set, test set)."""
    problem, k = figure._problem, figure._problem.training
    replay = Replay(
        layers=[(W.tolist(), b.tolist()) for W, b in figure.net.layers(figure.params)],
        hidden=figure.activation,
        output="linear" if figure.dataset in ("plane", "cones") else "tanh",
        learning_rate=figure.learning_rate,
        batch_size=figure.batch,
        penalty=figure.penalty,
        rate=figure.penalty_rate,
    )
    X, T = problem.X.tolist(), problem.T.ravel().tolist()
    return replay, (X[:k], T[:k]), (X[k:], T[k:])


@pytest.mark.parametrize("penalty", ["none", "L1", "L2"])
@pytest.mark.parametrize("dataset", SETS)
def test_the_originals_algorithm_is_followed(dataset, penalty):
    """Per-epoch losses of both parts, with batches that do not divide the training set."""
    figure = Playground(
        dataset=dataset, noise=20, train_share=20, batch=30, hidden=[3, 2, 0, 0, 0, 0, 0, 0],
        x1_x2=True, learning_rate=0.1, penalty=penalty, penalty_rate=0.1, seed=3, **ORIGINAL,
    )  # fmt: skip
    replay, training, test = replayed(figure)
    expected = [[replay.loss(*training), replay.loss(*test)]]
    for _ in range(8):
        replay.epoch(*training)
        expected.append([replay.loss(*training), replay.loss(*test)])
        figure.epochs()
    np.testing.assert_allclose(figure.history, expected, rtol=1e-9)
    assert len(figure.frame["dead"]) == replay.dead_links()
    assert (replay.dead_links() > 0) == (penalty == "L1")
