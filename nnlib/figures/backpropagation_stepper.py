"""Backpropagation through one example, one operation at a time, forwards and back."""

import numpy as np
import traitlets

import nnlib
from nnlib.arguments import as_count, as_number, as_vector
from nnlib.figures.backpropagation_presets import PRESETS
from nnlib.figures.figure import Figure
from nnlib.figures.playback import Playback
from nnlib.figures.settings import Finite, choice, number, numbers, switch, whole
from nnlib.figures.still import Still

ACTIVATIONS = {
    "sigmoid": nnlib.sigmoid,
    "tanh": nnlib.tanh,
    "relu": nnlib.relu,
    "identity": nnlib.identity,
}
LARGEST = 1000.0  # a weight, an input or a target, either way
ROUNDS = 200
TOO_LARGE = 1e12  # a loss at which a run has left all bounds

OWN = "own"  # what a network given in Python is called


class BackpropagationStepper(Figure):
    """A network with one example, ½ Σ (output − target)² as its loss, and every number on show.

    `BackpropagationStepper(preset="XNOR", position=9)`. A preset sets all the rest; what is given
    beside it goes on top.

    preset: "public example", "XNOR", "linear chain" or "one output".
    activation: of all units: "sigmoid", "tanh", "relu" or "identity".
    sign: "derivative", δ = ∂J/∂z with θ ← θ − η∂J/∂θ, or "error term", δ = −∂E/∂z with "+".
    learning_rate: η. freeze_biases: whether the update leaves the biases where they are.
    inputs (n_0,), targets (n_L,), params (n_params,) in nnlib's order: lists or numpy vectors.
    compare: whether central differences stand beside the derivatives.
    round: 1 for the first pass forward, back and update; each starts with the updated parameters.
    position: how many operations of the round are done, 0 to `operations`.
    sizes: for a network of your own, such as (2, 3, 1): 2 to 4 layers of 1 to 3 units. Its
        parameters, inputs and targets may follow; without them they are random (seed 1) and 1.

    Read back: `net`, `sizes`, and of the round on show `loss`, `gradient` (n_params,), `deltas` (a
    list of arrays (1, n_l), always ∂J/∂z) and `updated` (n_params,). `reset()` goes back to the
    preset.

    Raises ValueError for a vector of another length than the network needs, TraitError for a number
    out of range.
    """

    preset = choice("public example", [*PRESETS, OWN], "example")
    activation = choice("sigmoid", ACTIVATIONS, "activation")
    sign = choice("derivative", ["derivative", "error term"], "δ is the")
    learning_rate = number(0.5, 0.001, 10, "learning rate η", log=True)
    freeze_biases = switch(False, "biases frozen")
    inputs = numbers([], -LARGEST, LARGEST, "inputs")
    targets = numbers([], -LARGEST, LARGEST, "targets")
    params = numbers([], -LARGEST, LARGEST, "weights and biases")
    compare = switch(False, "compare with the definition")
    round = whole(1, 1, ROUNDS, "round")
    position = traitlets.Int(0, min=0).tag(
        sync=True, limits={"kind": "whole", "label": "operation", "low": 0, "high": 0}
    )

    presets = traitlets.Dict(read_only=True).tag(sync=True)
    speed = Finite(1.5, min=0.1, max=20).tag(sync=True)  # operations a second, when it plays
    playing = traitlets.Bool(False).tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, *, sizes=None, **settings):
        presets = dict(PRESETS)
        if sizes is not None:
            presets[OWN] = _own(sizes)
            settings = {**settings, "preset": OWN}
        self.set_trait("presets", presets)
        start = presets.get(settings.get("preset", self.preset), {})
        super().__init__(**{**_settings_of(start), **settings})
        self._fit_limits()
        self._show()
        self.playback = Playback(self, self.advance)
        self.on_msg(self._heed)
        self.observe(lambda change: self.at_home(self.reset), "preset")
        self.observe(
            lambda change: self.at_home(self._show),
            ["activation", "learning_rate", "freeze_biases", "inputs", "targets", "params",
             "compare", "round"],
        )  # fmt: skip

    @property
    def sizes(self):
        """Units of each layer, inputs first."""
        return tuple(self.presets[self.preset]["sizes"])

    @property
    def net(self):
        """The network, as nnlib describes it."""
        g = ACTIVATIONS[self.activation]
        return nnlib.MLP(self.sizes, hidden=g, output=g)

    @property
    def operations(self):
        """How many operations a round has: 4 a unit, 2 a parameter, and the loss twice."""
        return 4 * sum(self.sizes[1:]) + 2 * self.net.n_params + 2

    def reset(self):
        """Go back to the numbers of the preset, before the first operation."""
        with self.hold_sync(), self.hold_trait_notifications():
            self.playing, self.round, self.position = False, 1, 0
            for name, value in _settings_of(self.presets[self.preset]).items():
                setattr(self, name, value)
        self._fit_limits()
        self._show()

    def advance(self, steps=1):
        """Do the next operations of the round, or begin the next round where it is done."""
        with self.hold_sync():
            if self.position < self.operations:
                self.position = min(self.position + steps, self.operations)
            elif self.round < ROUNDS and self.frame["goes_on"]:
                self.position, self.round = 0, self.round + 1
            if self.position == self.operations:
                self.playing = False
            # By its step the playback knows which frame a view has painted.
            step = self.round * (self.operations + 1) + self.position
            self.frame = self.frame | {"step": step}

    @traitlets.validate("preset")
    def _is_there(self, proposal):
        if proposal["value"] not in self.presets:
            raise traitlets.TraitError("preset “own” is made by giving sizes, such as (2, 3, 1)")
        return proposal["value"]

    @traitlets.validate("inputs", "targets", "params")
    def _fits(self, proposal):
        name = proposal["trait"].name
        lengths = {"inputs": self.sizes[0], "targets": self.sizes[-1], "params": self.net.n_params}
        return as_vector(name, proposal["value"], lengths[name]).tolist()

    @traitlets.validate("position")
    def _is_within(self, proposal):
        return int(as_number("position", proposal["value"], 0, self.operations))

    def _fit_limits(self):
        limits = {name: dict(limit) for name, limit in self.limits.items()}
        limits["preset"]["options"] = list(self.presets)
        limits["position"]["high"] = self.operations
        limits["inputs"]["names"] = _indexed("x", self.sizes[0])
        limits["targets"]["names"] = _indexed("t", self.sizes[-1])
        limits["params"]["names"] = _indexed("θ", self.net.n_params)
        self.set_trait("limits", limits)

    def _show(self):
        """Work out all rounds up to the one on show, and hand its numbers to the views."""
        rounds = [self._one_round(np.array(self.params))]
        while len(rounds) < self.round and rounds[-1]["loss_after"] < TOO_LARGE:
            rounds.append(self._one_round(rounds[-1]["updated"]))
        this = rounds[-1]
        self.loss, self.gradient = float(this["loss"]), this["gradient"]
        self.deltas, self.updated = this["deltas"], this["updated"]
        preset = self.presets[self.preset]
        start = _settings_of(preset)
        frame = {name: _plain(value) for name, value in this.items()}
        self.frame = frame | self._by_definition(this) | {
            "sizes": list(self.sizes),
            "about": preset["about"],
            "as_given": all(getattr(self, name) == value for name, value in start.items()),
            "activation": self.activation,
            "learning_rate": self.learning_rate,
            "freeze_biases": self.freeze_biases,
            "targets": self.targets,
            "round": len(rounds),
            "goes_on": bool(this["loss_after"] < TOO_LARGE),
            "losses": [float(one["loss"]) for one in rounds],
        }  # fmt: skip

    def _one_round(self, params):
        """Every number of one round, layer by layer as nnlib has them."""
        net, X, T = self.net, np.array([self.inputs]), np.array([self.targets])
        optimizer = nnlib.GradientDescent(self.learning_rate)
        # A round that runs away is reported in words by the view.
        with np.errstate(over="ignore", invalid="ignore"):
            Z, A = net.forward(params, X)
            output_gradient = nnlib.squared_error.gradient(A[-1], T)
            gradient, deltas = net.backward(params, Z, A, output_gradient)
            weights = [W for W, _ in net.layers(params)]
            upstream = [
                *(delta @ W.T for delta, W in zip(deltas[1:], weights[1:], strict=True)),
                output_gradient,
            ]
            free = np.ones_like(params)
            for _, b in net.layers(free):
                b[:] = not self.freeze_biases
            updated = params + optimizer.update(free * gradient, (), params)[0]
            finite = np.isfinite(updated).all()
            outputs = net(updated, X) if finite else np.full_like(T, np.nan)
            return {
                "params": params, "Z": Z, "A": A, "loss": nnlib.squared_error(A[-1], T),
                "upstream": upstream, "deltas": deltas, "gradient": gradient,
                "updated": updated, "outputs_after": outputs,
                "loss_after": nnlib.squared_error.with_gradient(outputs, T)[0],
            }  # fmt: skip

    def _by_definition(self, this):
        """The central differences of the round on show, where they are asked for."""
        if not self.compare:
            return {"numerical": None, "error": None}
        net, X, T = self.net, np.array([self.inputs]), np.array([self.targets])
        numerical = nnlib.numerical_gradient(
            lambda params: nnlib.squared_error(net(params, X), T), this["params"]
        )
        error = nnlib.relative_error(this["gradient"], numerical)
        return {"numerical": numerical.tolist(), "error": error}

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        # On paper nothing can be played: the picture for PDF shows the round when it is done.
        data["image/png"] = Still(self.view, self.state() | {"position": self.operations}).png
        return data, metadata

    def _heed(self, _, message, buffers):
        match message:
            case {"do": "painted", "step": int(step)}:
                self.at_home(self.playback.painted, step)
            case {"do": "reset"}:
                self.at_home(self.reset)


def _own(sizes):
    """A preset for a network of other sizes, with random parameters."""
    sizes = [as_count("sizes", size) for size in sizes]
    if not 2 <= len(sizes) <= 4 or max(sizes) > 3:
        raise ValueError(f"sizes is {tuple(sizes)}; expected 2 to 4 layers of 1 to 3 units each")
    return {
        "about": "A network of your own.",
        "sizes": sizes,
        "activation": "sigmoid",
        "learning_rate": 0.5,
        "inputs": [1.0] * sizes[0],
        "targets": [1.0] * sizes[-1],
        "params": nnlib.MLP(tuple(sizes)).init(seed=1).tolist(),
    }


def _indexed(letter, count):
    return [f"{letter}{index}" for index in range(1, count + 1)]


def _settings_of(preset):
    return {name: value for name, value in preset.items() if name not in ("about", "sizes")}


def _plain(value):
    """Numbers as JSON has them: a matrix of one row is a list, and None is not finite."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    flat = [float(part) if np.isfinite(part) else None for part in np.ravel(value)]
    return flat if np.ndim(value) else flat[0]
