"""The playground: a network of one's own learns data in the plane, and each unit shows its map."""

import math
import time
from types import SimpleNamespace

import traitlets

from nnlib.arguments import as_vector
from nnlib.figures import playground_problem as problems
from nnlib.figures.figure import Figure
from nnlib.figures.optimizer_setting import at_rate, plain, settings_of
from nnlib.figures.playback import Playback
from nnlib.figures.playground_presets import PRESETS
from nnlib.figures.playground_problem import OWN
from nnlib.figures.playground_rules import RULES
from nnlib.figures.playground_training import Run
from nnlib.figures.settings import choice, number, numbers, random_seed, switch, whole

DEEPEST = 8  # hidden layers
WIDEST = 16  # units of one
KEPT = 200  # points of the loss curve that a frame carries
TOO_LARGE = 1e12  # a loss at which a run has left all bounds
MOST = 1000  # epochs that a view may ask for at once
PATIENCE = 0.05  # seconds of computing for one frame of a run
DATA = ("dataset", "noise", "train_share")
NETWORK = (*problems.FEATURES, "hidden", "activation", "loss", "initial", "seed")
STEPS = ("learning_rate", "momentum", "batch", "penalty", "penalty_rate")
WAYS = ("reshuffle", "carry", "links_die")


def _data_seed():
    trait = random_seed(1)
    trait.metadata["limits"]["label"] = "seed of the data"
    return trait


def _feature(name):
    return switch(name in ("x1", "x2"), problems.FEATURES[name][0])


class Playground(Figure):
    """A network of 0 to 8 hidden layers on data in the plane, trained by nnlib in the kernel.

    optimizer: a name of RULES, or any object with nnlib's `init` and `update`; if it is a dataclass
        with a learning_rate, the slider sets it.
    activation: a name, an `nnlib.Activation`, or a function of a vector z; without a derivative of
        its own, central differences stand for it.
    data: (X, T), X (n, 2); T (n,) or (n, 1) with two kinds, 0 and 1 or −1 and 1, or with heights.

    locks: {"locked": names, "hidden": names}, settings and buttons that cannot be moved or seen.

    `play`, `pause`, `advance(steps)`, `epochs(count)` and `reset` are the buttons. `params`, which
    may be set, and `history`, [training loss, test loss] of each epoch, say where it stands.
    """

    dataset = choice("circle", [*problems.SETS, OWN], "data")
    noise = whole(0, 0, 80, "noise in %")
    train_share = whole(50, 10, 90, "training share in %")
    data_seed = _data_seed()
    x1 = _feature("x1")
    x2 = _feature("x2")
    x1_squared = _feature("x1_squared")
    x2_squared = _feature("x2_squared")
    x1_x2 = _feature("x1_x2")
    sin_x1 = _feature("sin_x1")
    sin_x2 = _feature("sin_x2")
    cos_x1 = _feature("cos_x1")
    cos_x2 = _feature("cos_x2")
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
    penalty_rate = number(0.003, 1e-4, 10, "its rate λ", log=True)
    reshuffle = switch(True, "a new order each epoch")
    carry = switch(False, "an unfilled batch waits for the next epoch")
    links_die = switch(False, "L1 cuts a link for ever")
    speed = number(1500, 1, 100000, "steps a second", log=True)
    show_test = switch(False, "show test data")
    discretize = switch(False, "discretize output")
    log_loss = switch(False, "loss in powers of ten")
    shown = whole(0, 0, len(problems.FEATURES) + DEEPEST * WIDEST, "shown large")
    picked = whole(0, 0, 10000, "weight or bias")
    place = numbers([2, 2], -6, 6, "the cross", names=["x₁", "x₂"])

    playing = traitlets.Bool(False).tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)
    presets = traitlets.List(PRESETS, read_only=True).tag(sync=True)
    defaults = traitlets.Dict(read_only=True).tag(sync=True)  # where a preset begins
    locks = traitlets.Dict({"locked": [], "hidden": []}).tag(sync=True)

    def __init__(self, optimizer="gradient descent", activation="tanh", data=None, **settings):
        self._given_rule = optimizer
        own = not isinstance(activation, str)
        self._own_activation = problems.own_activation(activation) if own else None
        self._own_data = None if data is None else problems.own_data(data)
        # A view draws with these; the numbers of a run come from the functions themselves.
        self._own = {
            "data": self._own_data,
            "activation": problems.table(self._own_activation) if own else None,
        }
        given = {} if data is None else {"dataset": OWN}
        given |= {"activation": OWN if own else activation, **settings_of(optimizer, RULES)}
        super().__init__(**{**given, **settings})
        traits = self.traits()
        self.set_trait("defaults", {name: traits[name].default() for name in self.limits})
        self.playback = Playback(self, self._play_on)
        self.on_msg(self._heed)
        self.observe(lambda change: self.at_home(self.reset), [*DATA, *NETWORK])
        self.observe(lambda change: self.at_home(self._regenerate), "data_seed")
        self.observe(
            lambda change: self.at_home(self._change_run, change.name),
            ["optimizer", *STEPS, *WAYS],
        )
        self.reset()

    @traitlets.validate("hidden")
    def _whole_units(self, proposal):
        if any(units != int(units) for units in proposal["value"]):
            raise traitlets.TraitError(f"hidden is {proposal['value']}; expected whole numbers")
        return proposal["value"]

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
        # What the frame was made with: a setting may change a moment before the network does.
        self._made = {name: getattr(self, name) for name in names}
        self._problem = self._problem_of(self._made)
        self._position = {
            "params": problems.start(self._problem.net, self.initial, self.seed),
            "memory": None, "step": 0, "epoch": 0, "seen": 0, "carried": 0, "dead": [],
        }  # fmt: skip
        self._run = None
        self.history = [self._problem.losses(self.params)]
        self._show()

    @property
    def net(self):
        """The network as it is trained: an nnlib.MLP of the chosen features."""
        return self._problem.net

    @property
    def params(self):
        """The parameters now, as `net.layers` takes them; set them to go on from others."""
        return (self._run or SimpleNamespace(**self._position)).params

    @params.setter
    def params(self, params):
        params = as_vector("params", params, self.net.n_params)
        self._leave(params=params.copy(), dead=[])

    @property
    def own_rule(self):
        """The optimizer that was given, at the slider's learning rate; None if only a name was."""
        return at_rate(self._given_rule, self.learning_rate)

    def advance(self, steps=1):
        """Take some training steps at once; stops, and says so, where the run diverges."""
        if self._ready() and all(self._next() is not None for _ in range(steps)):
            self._show()

    def epochs(self, count=1):
        """Train to the end of this epoch, and of as many as are asked for."""
        if not self._ready():
            return
        while count:
            ends = self._next()
            if ends is None:
                return
            count -= ends
        self._show()

    def edit(self, index, value):
        """Give one weight or bias another value."""
        params = self.params.copy()
        params[index] = value
        self._leave(
            params=params, dead=[place for place in self._where()["dead"] if place != index]
        )

    def _play_on(self, steps):
        if not self._ready():
            return
        start = time.monotonic()
        for _ in range(steps):
            if self._next() is None:
                return
            if time.monotonic() - start > PATIENCE:
                break
        self._show()

    def _ready(self):
        """Whether training can go on; says why where it cannot."""
        if self.optimizer == OWN and self.own_rule is None:
            self._stop("no rule")
        elif self._made["activation"] == OWN and self._own_activation is None:
            self._stop("no g")
        else:
            if self._run is None:
                rule = RULES[self.optimizer](self)
                self._run = Run(self._problem, rule, self, self._made["seed"], self._position)
            return True
        return False

    def _next(self):
        """One update: whether the epoch ends, None where the run has diverged and stopped."""
        epoch_ends, finite = self._run.next()
        if epoch_ends and finite:
            losses = self._problem.losses(self.params)
            finite = all(loss < TOO_LARGE for loss in losses)
            if finite:
                self.history.append(losses)
        if not finite:
            self._stop("diverged")
            return None
        return epoch_ends

    def _problem_of(self, made):
        return problems.problem(made, self._own_data, self._own_activation)

    def _regenerate(self):
        """New data for the same network."""
        self._made = {**self._made, "data_seed": self.data_seed}
        self._problem = self._problem_of(self._made)
        self._leave(seen=0, carried=0)

    def _change_run(self, changed):
        self._leave(**{"memory": None} if changed == "optimizer" else {})

    def _leave(self, **changes):
        """Leave the run; the next step begins one from here."""
        self._position = {**self._where(), **changes}
        self._run = None
        self._show()

    def _where(self):
        return self._run.position() if self._run else self._position

    def _stop(self, reason):
        self.playing = False
        self._show(stopped=reason)

    def _show(self, stopped=""):
        stride = 1
        while len(self.history) > KEPT * stride:
            stride *= 2
        position = self._where()
        self.frame = {
            **position,
            "params": position["params"].tolist(),
            "memory": plain(position["memory"]),
            "made": self._made,
            "own": {
                "data": self._own["data"] if self._made["dataset"] == OWN else None,
                "activation": self._own["activation"] if self._made["activation"] == OWN else None,
            },
            "losses": self.history[::stride],
            "stride": stride,
            "stopped": stopped,
            "told": "",
        }

    def _heed(self, _, message, buffers):
        match message:
            case {"do": "painted", "step": int(step)}:
                self.at_home(self.playback.painted, step)
            case {"do": "advance", "steps": int(steps)}:
                self.at_home(self.advance, steps)
            case {"do": "epochs", "count": int(count)} if 0 < count <= MOST:
                self.at_home(self.epochs, count)
            case {"do": "reset"}:
                self.at_home(self.reset)
            case {"do": "edit", "index": int(index), "value": int() | float() as value}:
                if 0 <= index < self.net.n_params and math.isfinite(value):
                    self.at_home(self.edit, index, value)
