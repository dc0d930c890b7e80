"""How many parameters a fully connected network has, layer by layer, and slips in counting them."""

import traitlets

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.layer_sizes import hidden_layers, settings_of, sizes_of
from nnlib.figures.settings import choice, whole

LARGEST = 1000
COUNTINGS = [
    "weights and biases",
    "weights only",
    "inputs with biases, too",
    "last biases twice",
]


class ParameterCounter(Figure):
    """The parameters of a network, a square for each: `ParameterCounter(sizes=(8, 9, 9, 9, 4))`.

    sizes: units of each layer, inputs first, outputs last, with 0 to 5 hidden layers between, all
        of 1 to 1000 units. It sets `inputs`, `hidden` and `outputs`.
    hidden: units of the hidden layers, five numbers; 0 for a layer that is not there.
    counting: what is counted: one of COUNTINGS, of which the first is right.
    notation: "book", W (n_in, n_out) and b, or "slides", W (n_out, 1 + n_in) with b as column 0.

    Read back: `sizes`, and `total`, the number of parameters by nnlib.

    Raises ValueError for sizes that make no network, TraitError for a number out of range.
    """

    inputs = whole(8, 1, LARGEST, "inputs")
    hidden = hidden_layers([9, 9, 9], LARGEST)
    outputs = whole(4, 1, LARGEST, "outputs")
    counting = choice(COUNTINGS[0], COUNTINGS, "count")
    notation = choice("book", ["book", "slides"], "notation")

    def __init__(self, *, sizes=None, **settings):
        super().__init__(**settings_of(sizes, LARGEST, LARGEST), **settings)

    @property
    def sizes(self):
        """Units of each layer, inputs first."""
        return sizes_of(self)

    @property
    def total(self):
        """The number of weights and biases."""
        return nnlib.MLP(self.sizes).n_params

    @traitlets.validate("hidden")
    def _whole(self, proposal):
        if any(units != int(units) for units in proposal["value"]):
            raise traitlets.TraitError(f"hidden is {proposal['value']}; expected whole numbers")
        return proposal["value"]
