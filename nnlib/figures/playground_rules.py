"""How the playground's weights change at a step: nnlib's optimizers by name, or a reader's own."""

import dataclasses
from types import SimpleNamespace

import numpy as np

import nnlib
from nnlib.figures.playground_problem import OWN

RULES = {
    "gradient descent": lambda figure: nnlib.GradientDescent(figure.learning_rate),
    "momentum": lambda figure: nnlib.Momentum(figure.learning_rate, figure.momentum),
    "Nesterov": lambda figure: nnlib.Nesterov(figure.learning_rate, figure.momentum),
    "AdaGrad": lambda figure: nnlib.AdaGrad(figure.learning_rate),
    "RMSProp": lambda figure: nnlib.RMSProp(figure.learning_rate),
    "Adam": lambda figure: nnlib.Adam(figure.learning_rate),
    "AdamW": lambda figure: nnlib.AdamW(figure.learning_rate),
    OWN: lambda figure: figure.own_rule,
}


def at_rate(given, learning_rate):
    """The optimizer that was given, at a learning rate; None where only a name was."""
    if isinstance(given, str):
        return None
    if hasattr(given, "learning_rate") and dataclasses.is_dataclass(given):
        return dataclasses.replace(given, learning_rate=learning_rate)
    return given


def settings_of(optimizer):
    """The settings that mean an optimizer: a name, or an object like nnlib's."""
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
    return {"optimizer": next(name for name in RULES if RULES[name](asked) == optimizer), **values}


def plain(memory):
    """An optimizer's state as JSON knows it; None where a page could not go on from it."""
    if memory is None or not all(isinstance(part, (int, np.ndarray)) for part in memory):
        return None
    return [part if isinstance(part, int) else part.tolist() for part in memory]
