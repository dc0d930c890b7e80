"""The units of each layer as settings: `inputs`, `hidden`, 0 for a layer that is not there, and
`outputs`. layer_sizes.mjs edits them."""

from nnlib.arguments import as_count
from nnlib.figures.settings import numbers

DEEPEST = 5  # hidden layers


def hidden_layers(units, widest):
    """The setting `hidden`; `units` are those of its layers at the start."""
    names = [f"hidden {place}" for place in range(1, DEEPEST + 1)]
    return numbers(_filled(units), 0, widest, "hidden layers", names=names)


def sizes_of(figure):
    """Units of each layer of a figure, inputs first; half a unit, if a link asks, is none."""
    return (figure.inputs, *(int(units) for units in figure.hidden if units >= 1), figure.outputs)


def settings_of(sizes, most_inputs, widest):
    """The settings that mean `sizes`, such as (2, 3, 1); None means no settings.

    Raises ValueError for sizes that make no network within the limits.
    """
    if sizes is None:
        return {}
    sizes = [as_count("sizes", size) for size in sizes]
    if not 2 <= len(sizes) <= 2 + DEEPEST or sizes[0] > most_inputs or max(sizes[1:]) > widest:
        raise ValueError(
            f"sizes is {tuple(sizes)}; expected 1 to {most_inputs} inputs, 0 to {DEEPEST} hidden "
            f"layers and an output layer of 1 to {widest} units"
        )
    inputs, *hidden, outputs = sizes
    return {"inputs": inputs, "hidden": _filled(hidden), "outputs": outputs}


def _filled(hidden):
    return [*hidden, *[0] * (DEEPEST - len(hidden))]
