"""A small network that learns in front of the reader: data, settings, the plane, the loss."""

import traitlets

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.optimizer_setting import at_rate, plain, settings_of
from nnlib.figures.playback import Playback
from nnlib.figures.settings import choice, number, numbers, random_seed, switch, whole

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
    "your own": lambda figure: figure.own_rule,
}
KEPT = 200  # points of the loss curve that a frame carries


class Trainer(Figure):
    """A 2–h–1 network, trained by nnlib in the kernel and by its twin in a page.

    optimizer: a name of RULES, or any object with nnlib's `init` and `update`. If it is a dataclass
        with a learning_rate, the slider sets it.

    `play`, `pause`, `advance(steps)` and `reset` are the buttons. `params` and `history`, the loss
    of every step, say where the run stands. A run that goes on after its optimizer, learning rate
    or batch size has changed begins a fresh epoch.
    """

    dataset = choice("circles", SETS, "data")
    hidden_units = whole(2, 1, 8, "hidden units")
    activation = choice("tanh", ACTIVATIONS, "activation")
    optimizer = choice("gradient descent", RULES, "optimizer")
    learning_rate = number(0.3, 0.001, 100, "learning rate", log=True)
    momentum = number(0.9, 0, 0.99, "momentum", step=0.01)
    batch = choice("all", ["all", "10", "1"], "batch size")
    speed = number(100, 1, 1000, "steps a second", log=True)
    seed = random_seed(1)
    place = numbers([1, 1], -6.5, 6.5, "the cross", names=["x₁", "x₂"])
    log_loss = switch(False, "loss in powers of ten")

    playing = traitlets.Bool(False).tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, optimizer="gradient descent", **settings):
        self._given = optimizer
        super().__init__(**{**settings_of(optimizer, RULES), **settings})
        self.playback = Playback(self, self.advance)
        self.on_msg(self._heed)
        self.observe(
            lambda change: self.at_home(self.reset),
            ["dataset", "hidden_units", "activation", "seed"],
        )
        self.observe(
            lambda change: self.at_home(self._change_run, change.name),
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
        self._run = self._memory = None
        self._epoch = self._epochs_before = 0
        # What the network was made with: a setting may change a moment before the network does.
        made_with = ("dataset", "seed", "hidden_units", "activation")
        self._made_with = {name: getattr(self, name) for name in made_with}
        self._show()

    @property
    def own_rule(self):
        """The optimizer that was given, at the slider's learning rate; None if only a name was."""
        return at_rate(self._given, self.learning_rate)

    def advance(self, steps=1):
        """Take some training steps at once; stops, and says so, where the run diverges."""
        if RULES[self.optimizer](self) is None:
            self._stop("no rule")
            return
        if self._run is None:
            self._begin()
        try:
            for _ in range(steps):
                step = next(self._run)
                self.history.append(step.loss)
                self.params, self._memory = step.params, self._run.state
                self._epoch = self._epochs_before + step.epoch
            self._show()
        except nnlib.Diverged:
            self._stop("diverged")

    def _begin(self):
        self._epochs_before = self._epoch
        self._run = nnlib.train(
            self.net, self.params, *self.data, nnlib.sigmoid_cross_entropy,
            optimizer=RULES[self.optimizer](self),
            batch_size=self._batch_size(),
            seed=(self.seed + len(self.history)) % 2**32,
            state=self._memory,
        )  # fmt: skip

    def _batch_size(self):
        return None if self.batch == "all" else int(self.batch)

    def _change_run(self, changed):
        self._run = None
        if changed == "optimizer":
            self._memory = None
        self._show()

    def _stop(self, reason):
        self.playing = False
        self._show(stopped=reason)

    def _show(self, stopped=""):
        stride = 1
        while len(self.history) > KEPT * stride:
            stride *= 2
        self.frame = {
            **self._made_with,
            "step": len(self.history),
            "epoch": self._epoch,
            "params": self.params.tolist(),
            "memory": plain(self._memory),
            "losses": self.history[::stride],
            "stride": stride,
            "stopped": stopped,
        }

    def _heed(self, _, message, buffers):
        rows = len(self.data[0])
        match message:
            case {"do": "painted", "step": int(step)}:
                self.at_home(self.playback.painted, step)
            case {"do": "advance", "steps": int(steps)}:
                self.at_home(self.advance, steps)
            case {"do": "epoch"}:
                self.at_home(self.advance, -(-rows // (self._batch_size() or rows)))
            case {"do": "reset"}:
                self.at_home(self.reset)
