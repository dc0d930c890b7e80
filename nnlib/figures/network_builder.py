"""A fully connected network of any sizes: its drawing, its arrays, and what comes out of it."""

import numpy as np
import traitlets

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.layer_sizes import DEEPEST, hidden_layers, settings_of, sizes_of
from nnlib.figures.settings import choice, numbers, random_seed, switch, whole

ACTIVATIONS = {
    "tanh": nnlib.tanh,
    "sigmoid": nnlib.sigmoid,
    "relu": nnlib.relu,
    "step": nnlib.step,
    "identity": nnlib.identity,
}
WIDEST = 64  # units of a layer
MOST_INPUTS = 12
READABLE = 400  # parameters up to which a frame carries them all
ARRAYS = [
    f"{what} of layer {layer}"
    for layer in range(1, DEEPEST + 2)
    for what in ("rows of W", "columns of W", "entries of b")
]


class NetworkBuilder(Figure):
    """A network to build layer by layer: `NetworkBuilder(sizes=(2, 3, 1), x=[1, 0])`.

    sizes: units of each layer, inputs first: 1 to 12 inputs, 0 to 5 hidden layers and an output
        layer of 1 to 64 units. It sets `inputs`, `hidden` (0 for a layer that is not there) and
        `outputs`.
    activation, output: of the hidden units and of the last layer, by name.
    seed: of the weights and biases, which are −1.0, −0.9, …, 1.0, each as likely.
    x: the inputs of one example; those that are not given are 0.
    unit: which unit is written out as a sum, as [layer, unit], counted from 1.
    notation: "book", W (n_in, n_out) and b, or "slides", W (n_out, 1 + n_in) with b as column 0.
    shapes: whether all arrays are open to see; else each opens when its shape is said rightly.
    guesses: the reader's shapes, three numbers a layer, 0 where there is none yet.

    Read back: `sizes`, `net`, `params` (n_params,), and the lists `Z` and `A` of arrays (1, n_l).

    Raises ValueError for sizes that make no such network, TraitError for a number out of range.
    """

    inputs = whole(3, 1, MOST_INPUTS, "inputs")
    hidden = hidden_layers([4], WIDEST)
    outputs = whole(2, 1, WIDEST, "outputs")
    activation = choice("tanh", ACTIVATIONS, "hidden activation")
    output = choice("identity", ACTIVATIONS, "output activation")
    seed = random_seed(1)
    x = numbers(
        [1, -0.5, 2, 0.5, -1, 1, 0, 1.5, -2, 0.5, 1, -1], -100, 100, "the example",
        names=[f"x{place}" for place in range(1, MOST_INPUTS + 1)],
    )  # fmt: skip
    unit = numbers([1, 1], 1, WIDEST, "unit written out", names=["layer", "unit"])
    notation = choice("book", ["book", "slides"], "notation")
    shapes = switch(False, "show the shapes")
    guesses = numbers([0] * len(ARRAYS), 0, WIDEST + 1, "your shapes", names=ARRAYS)

    frame = traitlets.Dict().tag(sync=True)

    def __init__(self, *, sizes=None, x=None, **settings):
        given = {} if x is None else {"x": [*x, *[0] * (MOST_INPUTS - len(x))]}
        super().__init__(**settings_of(sizes, MOST_INPUTS, WIDEST), **given, **settings)
        self._show()
        self.observe(
            lambda change: self.at_home(self._show),
            ["inputs", "hidden", "outputs", "activation", "output", "seed", "x", "unit"],
        )

    @property
    def sizes(self):
        """Units of each layer, inputs first."""
        return sizes_of(self)

    @property
    def net(self):
        """The network, as nnlib describes it."""
        return nnlib.MLP(self.sizes, ACTIVATIONS[self.activation], ACTIVATIONS[self.output])

    def _show(self):
        """Run the example through the network, and hand its numbers to the views."""
        net, x = self.net, np.array([self.x[: self.inputs]])
        self.params = _tenths(self.seed, net.n_params)
        self.Z, self.A = net.forward(self.params, x)
        layer = min(int(self.unit[0]), len(self.Z))
        unit = min(int(self.unit[1]), self.sizes[layer])
        W, b = list(net.layers(self.params))[layer - 1]
        self.frame = {
            "sizes": list(self.sizes),
            "activation": self.activation,
            "output": self.output,
            "params": self.params.tolist() if net.n_params <= READABLE else None,
            "Z": [z[0].tolist() for z in self.Z],
            "A": [a[0].tolist() for a in self.A],
            "unit": {
                "layer": layer,
                "unit": unit,
                "weights": W[:, unit - 1].tolist(),
                "bias": float(b[unit - 1]),
            },
        }


def _tenths(seed, count):
    """Numbers −1.0, −0.9, …, 1.0 (count,): sums of them can be checked by hand."""
    return (np.floor(21 * np.random.default_rng(seed).random(count)) - 10) / 10
