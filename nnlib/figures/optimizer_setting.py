"""A figure's optimizer: a name that stands for one of nnlib's, or a reader's own object."""

import dataclasses
from types import SimpleNamespace

import numpy as np


def at_rate(given, learning_rate):
    """The optimizer that was given, at a learning rate; None where only a name was."""
    if isinstance(given, str):
        return None
    if hasattr(given, "learning_rate") and dataclasses.is_dataclass(given):
        return dataclasses.replace(given, learning_rate=learning_rate)
    return given


def settings_of(optimizer, rules):
    """The settings that mean an optimizer: a name of `rules`, or an object like nnlib's."""
    if isinstance(optimizer, str):
        return {"optimizer": optimizer}
    for part in ("init", "update"):
        if isinstance(optimizer, type) or not callable(getattr(optimizer, part, None)):
            raise TypeError(
                f"optimizer is {optimizer!r}; expected a name, or an object with init and update"
            )
    values = {
        name: getattr(optimizer, name)
        for name in ("learning_rate", "momentum")
        if hasattr(optimizer, name)
    }
    asked = SimpleNamespace(
        **{"learning_rate": 1.0, "momentum": 0.0, "own_rule": optimizer, **values}
    )
    return {"optimizer": next(name for name in rules if rules[name](asked) == optimizer), **values}


def plain(memory):
    """An optimizer's state as JSON knows it; None where a page could not go on from it."""
    if memory is None or not all(isinstance(part, (int, np.ndarray)) for part in memory):
        return None
    return [part if isinstance(part, int) else part.tolist() for part in memory]
