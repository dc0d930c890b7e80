"""Layers from the plane to the plane, and the one layer that does the same if all are linear."""

import numpy as np
import traitlets

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.settings import choice, number, numbers, random_seed, whole

ACTIVATIONS = {"identity": nnlib.identity, "tanh": nnlib.tanh}
DEEPEST = 5
EACH = 6  # numbers of a layer: W row by row, then b
LARGEST = 10.0
REACH = 2.0  # the grid and the line run from −2 to 2
NAMES = [
    f"{name} of layer {layer}"
    for layer in range(1, DEEPEST + 1)
    for name in ("w11", "w12", "w21", "w22", "b1", "b2")
]


class LinearCollapse(Figure):
    """Up to five layers of two units, what they make of a grid and of a line, and their product.

    `LinearCollapse(layers=[(W1, b1), (W2, b2)])` shows layers of your own, W (2, 2) and b (2,).

    depth: number of layers. activation: of the units between them, "identity" or "tanh"; the last
        layer is linear.
    seed: of the weights, 1.0 on the diagonal and up to 0.7 more or less everywhere, and of the
        biases, up to 0.7. weights_from: "seed", or "own" for the 30 numbers in `own`.
    angle, offset: the line's direction in degrees, and its distance from the origin.

    Read back: `net`, `params` (n_params,), the single layer `W` (2, 2) and `b` (2,), the largest
    `difference` between it and the network on the grid, and `bend`, how far the line's image leaves
    the straight line between its ends.

    Raises ValueError for layers of another shape, TraitError for a number out of range.
    """

    depth = whole(3, 1, DEEPEST, "layers")
    activation = choice("identity", ACTIVATIONS, "between the layers")
    angle = number(30.0, -90, 90, "direction of the line", step=1)
    offset = number(0.5, -REACH, REACH, "its distance from the middle", step=0.05)
    seed = random_seed(1)
    weights_from = choice("seed", ["seed", "own"], "weights from")
    own = numbers([1, 0, 0, 1, 0, 0] * DEEPEST, -LARGEST, LARGEST, "weights", names=NAMES)

    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, *, layers=None, **settings):
        super().__init__(**_settings_of(layers), **settings)
        self._show()
        self.observe(
            lambda change: self.at_home(self._show),
            ["depth", "activation", "angle", "offset", "seed", "weights_from", "own"],
        )

    @property
    def net(self):
        """The layers as one network, as nnlib describes it."""
        return nnlib.MLP((2,) * (self.depth + 1), hidden=ACTIVATIONS[self.activation])

    @property
    def params(self):
        """The weights and biases that are in use (n_params,)."""
        all_ = np.array(self.own) if self.weights_from == "own" else _drawn(self.seed)
        return all_[: EACH * self.depth]

    def _show(self):
        """Multiply the layers, run grid and line through both, and hand the result to the views."""
        net, params = self.net, self.params
        self.W, self.b = np.eye(2), np.zeros(2)
        for W, b in net.layers(params):
            self.W, self.b = self.W @ W, self.b @ W + b
        grid = _grid()
        self.difference = float(np.abs(net(params, grid) - (grid @ self.W + self.b)).max())
        self.bend = _bend(net(params, _line(self.angle, self.offset)))
        self.frame = {
            "depth": self.depth,
            "activation": self.activation,
            "params": params.tolist(),
            "W": self.W.ravel().tolist(),
            "b": self.b.tolist(),
            "difference": self.difference,
            "bend": self.bend,
        }


def _drawn(seed):
    """The numbers of five layers (30,), all in tenths."""
    tenths = np.floor(15 * np.random.default_rng(seed).random(EACH * DEEPEST)) - 7
    return (tenths + np.tile([10, 0, 0, 10, 0, 0], DEEPEST)) / 10


def _grid():
    """The crossings of the grid's lines (81, 2)."""
    ticks = np.arange(-4, 5) / 2
    return np.array([[x, y] for x in ticks for y in ticks])


def _line(angle, offset):
    """Places on the line from end to end (41, 2)."""
    turn = angle * np.pi / 180
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    return (np.arange(-20, 21) / 10)[:, None] * along + offset * across


def _bend(places):
    """The largest distance of places (n, 2) from the straight line through the first and last."""
    chord, away = places[-1] - places[0], places - places[0]
    length = np.hypot(*chord)
    if length < 1e-9:  # the line has become a point, or comes back to where it started
        return float(np.hypot(*away.T).max())
    return float(np.abs(away[:, 0] * chord[1] - away[:, 1] * chord[0]).max() / length)


def _settings_of(layers):
    if layers is None:
        return {}
    layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in layers]
    shapes = [(W.shape, b.shape) for W, b in layers]
    if not 1 <= len(layers) <= DEEPEST or set(shapes) != {((2, 2), (2,))}:
        raise ValueError(
            f"layers has shapes {shapes}; expected 1 to {DEEPEST} pairs of W (2, 2) and b (2,)"
        )
    flat = [float(value) for W, b in layers for value in (*W.ravel(), *b)]
    rest = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] * (DEEPEST - len(layers))
    return {"depth": len(layers), "weights_from": "own", "own": flat + rest}
