"""The playground: a network of one's own learns data in the plane, and each unit shows its map."""

import dataclasses
import math
import time

import numpy as np
import traitlets

import nnlib
from nnlib.figures import playground_problem as problems
from nnlib.figures.figure import Figure
from nnlib.figures.playback import Playback
from nnlib.figures.playground_training import Run
from nnlib.figures.settings import choice, number, numbers, random_seed, switch, whole

OWN = "your own"
RULES = {
    "gradient descent": lambda figure: nnlib.GradientDescent(figure.learning_rate),
    "momentum": lambda figure: nnlib.Momentum(figure.learning_rate, figure.momentum),
    "Adam": lambda figure: nnlib.Adam(figure.learning_rate),
    OWN: lambda figure: figure.own_rule,
}
DEEPEST = 8  # hidden layers
WIDEST = 16  # units of one
KEPT = 200  # points of the loss curve that a frame carries
PATIENCE = 0.05  # seconds of computing for one frame
DATA = ("dataset", "noise", "train_share")
NETWORK = (*problems.FEATURES, "hidden", "activation", "loss", "initial", "seed")
RUN = (
    "learning_rate",
    "momentum",
    "batch",
    "penalty",
    "penalty_rate",
    "reshuffle",
    "carry",
    "links_die",
)


def seed_of_the_data():
    trait = random_seed(1)
    trait.metadata["limits"]["label"] = "seed of the data"
    return trait


class Playground(Figure):
    """A network of 0 to 8 hidden layers on data in the plane, trained by nnlib in the kernel."""

    dataset = choice("circle", [*problems.SETS, OWN], "data")
    noise = whole(0, 0, 80, "noise in %")
    train_share = whole(50, 10, 90, "share for training in %")
    data_seed = seed_of_the_data()
    x1 = switch(True, "x₁")
    x2 = switch(True, "x₂")
    x1_squared = switch(False, "x₁²")
    x2_squared = switch(False, "x₂²")
    x1_x2 = switch(False, "x₁x₂")
    sin_x1 = switch(False, "sin x₁")
    sin_x2 = switch(False, "sin x₂")
    cos_x1 = switch(False, "cos x₁")
    cos_x2 = switch(False, "cos x₂")
    hidden = numbers(
        [4, 2, 0, 0, 0, 0, 0, 0], 0, WIDEST, "units of the hidden layers",
        names=[f"layer {place}" for place in range(1, DEEPEST + 1)],
    )  # fmt: skip
    activation = choice("tanh", [*problems.ACTIVATIONS, OWN], "activation")
    loss = choice("squared error", ["squared error", "cross-entropy"], "loss")
    initial = choice("uniform ±½, b = 0.1", problems.INITIAL, "initial weights")
    seed = random_seed(1)
    optimizer = choice("gradient descent", RULES, "optimizer")
    learning_rate = number(0.03, 1e-5, 10, "learning rate", log=True)
    momentum = number(0.9, 0, 0.99, "momentum", step=0.01)
    batch = whole(10, 1, 250, "batch size")
    penalty = choice("none", ["none", "L1", "L2"], "regularization")
    penalty_rate = number(0.003, 1e-4, 10, "regularization rate", log=True)
    reshuffle = switch(True, "a new order each epoch")
    carry = switch(False, "an unfilled batch waits for the next epoch")
    links_die = switch(False, "L1 cuts a link for ever")
    speed = number(1500, 1, 100000, "steps a second", log=True)
    show_test = switch(False, "show test data")
    discretize = switch(False, "discretize output")
    shown = whole(0, 0, 9 + DEEPEST * WIDEST, "unit shown large")
    picked = whole(0, 0, 100000, "weight or bias to edit")
    place = numbers([2, 2], -6, 6, "the cross", names=["x₁", "x₂"])

    playing = traitlets.Bool(False).tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, optimizer="gradient descent", activation="tanh", data=None, **settings):
        self._given_rule, self._given_activation, self._given_data = optimizer, activation, data
        super().__init__(**settings)
        self.playback = Playback(self, self._play_on)
        self.on_msg(self._heed)
        self.observe(lambda change: self.at_home(self.reset), [*DATA, *NETWORK])
        self.observe(lambda change: self.at_home(self._change), RUN)
        self.reset()

    def play(self):
        """Train, and stream frames to the views, for as long as somebody looks."""
        self.playing = True

    def pause(self):
        """Stop after the frame that is being made."""
        self.playing = False

    def reset(self):
        """Go back to the initial weights of the seed."""
        self.playing = False
        names = (*DATA, "data_seed", *NETWORK)
        self._made = {name: getattr(self, name) for name in names}
        self._problem = problems.problem(self._made)
        self._position = {
            "params": problems.start(self._problem.net, self.initial, self.seed),
            "memory": None, "step": 0, "epoch": 0, "seen": 0, "carried": 0, "dead": [],
        }  # fmt: skip
        self._begin()
        self.history = [self._run.losses()]
        self._show()

    @property
    def params(self):
        return self._run.params

    def advance(self, steps=1):
        """Take some training steps at once; stops, and says so, where the run diverges."""
        for _ in range(steps):
            if not self._next():
                return
        self._show()

    def _play_on(self, steps):
        start = time.monotonic()
        for _ in range(steps):
            if not self._next():
                return
            if time.monotonic() - start > PATIENCE:
                break
        self._show()

    def _next(self):
        epoch_ends, finite = self._run.next()
        losses = self._run.losses() if epoch_ends and finite else [0.0]
        if not (finite and all(map(math.isfinite, losses))):
            self.playing = False
            self._show(stopped="diverged")
            return False
        if epoch_ends:
            self.history.append(losses)
        return True

    def _begin(self):
        self._run = Run(self._problem, RULES[self.optimizer](self), self, self.seed, self._position)

    def _change(self):
        self._position = self._where()
        self._begin()
        self._show()

    def _where(self):
        run = self._run
        return {
            "params": run.params, "memory": run.memory, "step": run.step, "epoch": run.epoch,
            "seen": run.seen, "carried": run.carried, "dead": np.flatnonzero(run.dead).tolist(),
        }  # fmt: skip

    def _show(self, stopped=""):
        stride = 1
        while len(self.history) > KEPT * stride:
            stride *= 2
        position = self._where()
        self.frame = {
            **position,
            "params": position["params"].tolist(),
            "memory": _plain(position["memory"]),
            "made": self._made,
            "losses": self.history[::stride],
            "stride": stride,
            "stopped": stopped,
        }

    def _heed(self, _, message, buffers):
        match message:
            case {"do": "painted", "step": int(step)}:
                self.at_home(self.playback.painted, step)
            case {"do": "advance", "steps": int(steps)}:
                self.at_home(self.advance, steps)
            case {"do": "reset"}:
                self.at_home(self.reset)


def _plain(memory):
    """An optimizer's state as JSON knows it; None where a page could not go on from it."""
    if memory is None or not all(isinstance(part, (int, np.ndarray)) for part in memory):
        return None
    return [part if isinstance(part, int) else part.tolist() for part in memory]
