"""A small network that learns in front of the reader: data, settings, the plane, the loss."""

import traitlets

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.playback import Playback
from nnlib.figures.settings import choice, number, random_seed, whole

SETS = {
    "XNOR": lambda seed: nnlib.xnor(),
    "blobs": lambda seed: nnlib.blobs(200, 1.0, seed),
    "circles": lambda seed: nnlib.circles(200, 0.0, seed),
    "quadrants": lambda seed: nnlib.quadrants(200, 0.0, seed),
    "spiral": lambda seed: nnlib.spiral(200, 0.0, seed),
}
ACTIVATIONS = {"tanh": nnlib.tanh, "sigmoid": nnlib.sigmoid, "relu": nnlib.relu}
RULES = {
    "gradient descent": lambda figure: nnlib.GradientDescent(figure.learning_rate),
    "momentum": lambda figure: nnlib.Momentum(figure.learning_rate, figure.momentum),
    "Adam": lambda figure: nnlib.Adam(figure.learning_rate),
}
KEPT = 200  # points of the loss curve that a frame carries


class Trainer(Figure):
    """A 2–h–1 network, trained by nnlib in the kernel and by its twin in a page.

    `play`, `pause`, `advance(steps)` and `reset` are the buttons; `params` and `history` read back
    where the run stands. Any setting may be given: `Trainer(dataset="XNOR", learning_rate=1)`.
    """

    dataset = choice("circles", SETS, "data")
    hidden_units = whole(2, 1, 8, "hidden units")
    activation = choice("tanh", ACTIVATIONS, "activation")
    optimizer = choice("gradient descent", RULES, "optimizer")
    learning_rate = number(0.3, 0.001, 10, "learning rate", log=True)
    momentum = number(0.9, 0, 0.99, "momentum", step=0.01)
    batch = choice("all", ["all", "10", "1"], "batch size")
    speed = number(100, 1, 1000, "steps a second", log=True)
    seed = random_seed(1)

    playing = traitlets.Bool(False).tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, **settings):
        super().__init__(**settings)
        self.playback = Playback(self, self.advance)
        self.on_msg(self._heed)
        self.observe(
            lambda change: self.at_home(self.reset),
            ["dataset", "hidden_units", "activation", "seed"],
        )
        self.observe(
            lambda change: self.at_home(self._restart, change.name),
            ["optimizer", "learning_rate", "momentum", "batch"],
        )
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
        self.net = nnlib.MLP(sizes=(2, self.hidden_units, 1), hidden=ACTIVATIONS[self.activation])
        self.params = self.net.init(self.seed)
        self.data = SETS[self.dataset](self.seed)
        self.history = []
        self._steps = self._memory = None
        self._made_with = {
            name: getattr(self, name) for name in ("dataset", "seed", "hidden_units", "activation")
        }
        self._show()

    def advance(self, steps=1):
        """Take some training steps at once; stops where the run diverges."""
        if self._steps is None:
            self._steps = self._begin()
        diverged = ""
        try:
            for _ in range(steps):
                step = next(self._steps)
                self.history.append(step.loss)
                self.params, self._memory = step.params, step.state
        except nnlib.Diverged as reason:
            diverged = str(reason)
            self.playing = False
        self._show(diverged)

    def _begin(self):
        return nnlib.train(
            self.net, self.params, *self.data, nnlib.sigmoid_cross_entropy,
            RULES[self.optimizer](self),
            batch_size=None if self.batch == "all" else int(self.batch),
            seed=(self.seed + len(self.history)) % 2**32,
            state=self._memory,
        )  # fmt: skip

    def _restart(self, changed):
        self._steps = None
        if changed == "optimizer":
            self._memory = None
        self._show()

    def _show(self, diverged=""):
        stride = 1
        while len(self.history) > KEPT * stride:
            stride *= 2
        self.frame = {
            **self._made_with,
            "step": len(self.history),
            "epoch": 0,
            "params": self.params.tolist(),
            "memory": None if self._memory is None else [_plain(part) for part in self._memory],
            "losses": self.history[::stride],
            "stride": stride,
            "diverged": diverged,
        }

    def _heed(self, _, message, buffers):
        match message:
            case {"do": "painted"}:
                self.at_home(self.playback.painted)
            case {"do": "advance", "steps": int(steps)}:
                self.at_home(self.advance, steps)
            case {"do": "reset"}:
                self.at_home(self.reset)


def _plain(part):
    return part if isinstance(part, int) else part.tolist()
