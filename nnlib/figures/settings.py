"""The settings of a figure: traits with a label and limits, written once.

The view makes a control from each, and a link is checked against the same limits.
"""

import math

import numpy as np
import traitlets


class Finite(traitlets.Float):
    """A float that is neither NaN nor infinite: neither has a place in JSON."""

    def validate(self, obj, value):
        value = super().validate(obj, value)
        if not math.isfinite(value):
            raise traitlets.TraitError(f"{self.name} is {value!r}; expected a finite number")
        return value


class Numbers(traitlets.List):
    """A list of finite numbers; a numpy vector is taken as one."""

    def validate(self, obj, value):
        return super().validate(obj, value.tolist() if isinstance(value, np.ndarray) else value)


def number(default, low, high, label, *, step=None, log=False):
    """A number from `low` to `high`: a slider. log: equal ratios take equal room on it."""
    step = step or (high - low) / 100
    return _setting(
        Finite(default, min=low, max=high),
        kind="number", low=low, high=high, step=step, log=log, label=label,
    )  # fmt: skip


def whole(default, low, high, label):
    """A whole number from `low` to `high`: a slider."""
    return _setting(
        traitlets.Int(default, min=low, max=high),
        kind="whole", low=low, high=high, label=label,
    )  # fmt: skip


def choice(default, options, label):
    """One of a few words: a list to choose from."""
    return _setting(
        traitlets.Enum(options, default), kind="choice", options=list(options), label=label
    )


def switch(default, label):
    """On or off: a box to tick."""
    return _setting(traitlets.Bool(default), kind="switch", label=label)


def numbers(default, low, high, label, *, names=None):
    """One number for each of `names`, all from `low` to `high`: a row of fields.

    Without names there may be any number of them: the figure's `limits` say which names they have.
    """
    length = {} if names is None else {"minlen": len(names), "maxlen": len(names)}
    trait = Numbers(Finite(min=low, max=high), list(default), **length)
    return _setting(trait, kind="numbers", low=low, high=high, names=list(names or []), label=label)


def random_seed(default=1):
    """Where the random numbers start: a field, and a button that draws a new one."""
    high = 2**32 - 1
    trait = traitlets.Int(default, min=0, max=high)
    return _setting(trait, kind="seed", low=0, high=high, label="seed")


def limits(figure):
    """{name: {kind, label, low, high, …}} of a figure's settings, in the order of the class."""
    return {name: trait.metadata["limits"] for name, trait in _settings(figure)}


def _settings(figure):
    for kind in reversed(type(figure).__mro__):
        for name, trait in vars(kind).items():
            if isinstance(trait, traitlets.TraitType) and trait.metadata.get("limits"):
                yield name, trait


def _setting(trait, **limits):
    return trait.tag(sync=True, limits=limits)
