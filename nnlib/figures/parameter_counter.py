"""How many parameters a fully connected network has, layer by layer, and slips in counting them."""

import traitlets

import nnlib
from nnlib.arguments import as_count
from nnlib.figures.figure import Figure
from nnlib.figures.settings import choice, numbers, whole

LARGEST = 1000
DEEPEST = 5  # hidden layers
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
    hidden = numbers(
        [9, 9, 9, 0, 0], 0, LARGEST, "hidden layers",
        names=[f"hidden {place}" for place in range(1, DEEPEST + 1)],
    )  # fmt: skip
    outputs = whole(4, 1, LARGEST, "outputs")
    counting = choice(COUNTINGS[0], COUNTINGS, "count")
    notation = choice("book", ["book", "slides"], "notation")

    def __init__(self, *, sizes=None, **settings):
        super().__init__(**_settings_of(sizes), **settings)

    @property
    def sizes(self):
        """Units of each layer, inputs first."""
        return (self.inputs, *(int(units) for units in self.hidden if units), self.outputs)

    @property
    def total(self):
        """The number of weights and biases."""
        return nnlib.MLP(self.sizes).n_params

    @traitlets.validate("hidden")
    def _whole(self, proposal):
        if any(units != int(units) for units in proposal["value"]):
            raise traitlets.TraitError(f"hidden is {proposal['value']}; expected whole numbers")
        return proposal["value"]


def _settings_of(sizes):
    if sizes is None:
        return {}
    sizes = [as_count("sizes", size) for size in sizes]
    if not 2 <= len(sizes) <= 2 + DEEPEST:
        raise ValueError(
            f"sizes is {tuple(sizes)}; expected inputs, 0 to {DEEPEST} hidden layers, outputs"
        )
    inputs, *hidden, outputs = sizes
    hidden += [0] * (DEEPEST - len(hidden))
    return {"inputs": inputs, "hidden": hidden, "outputs": outputs}
