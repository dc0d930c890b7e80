"""Schedules of the learning rate η, and the optimizer that follows one.

A schedule is a function: `schedule(step)` is the learning rate after `step` updates, so schedule(0)
is that of the first. Any function of this kind will do.
"""

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nnlib.arguments import as_choice, as_count, as_number
from nnlib.formulas import as_function
from nnlib.optimizers import formula_of

_CHECKS = {
    "learning_rate": partial(as_number, minimum=0.0, above=True),
    "factor": partial(as_number, minimum=0.0, maximum=1.0, above=True),
    "decay": partial(as_number, minimum=0.0),
    "minimum": partial(as_number, minimum=0.0),
    "steps": as_count,
    "restarts": partial(as_choice, choices=(False, True)),
    "schedule": partial(as_function, n_arguments=1, example="ConstantRate(0.1)"),
}


class Schedule:
    """What all schedules share: settings checked by name, and a step that is a whole number."""

    def __post_init__(self):
        for name, value in vars(self).items():
            object.__setattr__(self, name, _CHECKS[name](name, value))

    def __call__(self, step):
        """The learning rate after `step` updates."""
        return self._rate(as_count("step", step, minimum=0))


@dataclass(frozen=True)
class ConstantRate(Schedule):
    """η at every step.

    >>> ConstantRate(0.1)(1000)
    0.1
    """

    learning_rate: float

    def _rate(self, step):
        return self.learning_rate


@dataclass(frozen=True)
class StepDecay(Schedule):
    """η · factor^⌊step / steps⌋: after every so many `steps` a sudden drop.

    >>> [StepDecay(0.1, factor=0.5, steps=10)(step) for step in (0, 9, 10, 20)]
    [0.1, 0.1, 0.05, 0.025]
    """

    learning_rate: float
    factor: float
    steps: int

    def _rate(self, step):
        return self.learning_rate * self.factor ** (step // self.steps)


@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """η · factor^step: the same share is lost at every step.

    >>> [ExponentialDecay(0.1, factor=0.5)(step) for step in (0, 1, 2)]
    [0.1, 0.05, 0.025]
    """

    learning_rate: float
    factor: float

    def _rate(self, step):
        return self.learning_rate * self.factor**step


@dataclass(frozen=True)
class InverseTimeDecay(Schedule):
    """η / (1 + decay · step): for a decay above 0 the steps sum to infinity, their squares do not.

    With both, stochastic gradient descent forgets its start and still settles (Robbins and Monro
    1951). At η = decay = 1 it averages: on ½(θ − x)², each θ is the mean of all x so far.

    >>> [InverseTimeDecay(0.1, decay=0.5)(step) for step in (0, 2, 8)]
    [0.1, 0.05, 0.02]
    """

    learning_rate: float
    decay: float

    def _rate(self, step):
        return self.learning_rate / (1.0 + self.decay * step)


@dataclass(frozen=True)
class CosineDecay(Schedule):
    """Half a cosine from η down to `minimum` in `steps` steps (Loshchilov and Hutter 2017).

    Then it stays there; with `restarts=True` it begins again, as in their paper, equation 5.

    >>> [round(CosineDecay(0.1, steps=10)(step), 12) for step in (0, 5, 10, 99)]
    [0.1, 0.05, 0.0, 0.0]
    """

    learning_rate: float
    steps: int
    minimum: float = 0.0
    restarts: bool = False

    def __post_init__(self):
        super().__post_init__()
        as_number("minimum", self.minimum, 0.0, self.learning_rate)

    def _rate(self, step):
        step = step % self.steps if self.restarts else min(step, self.steps)
        height = 0.5 * (1.0 + math.cos(math.pi * step / self.steps))
        return self.minimum + (self.learning_rate - self.minimum) * height


@dataclass(frozen=True)
class LinearWarmUp(Schedule):
    """`steps` equal rises up to schedule(0), then `schedule` (Goyal et al. 2017).

    >>> rate = LinearWarmUp(ConstantRate(0.5), steps=4)
    >>> [rate(step) for step in (0, 1, 2, 3, 4, 5)]
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.5]
    """

    schedule: Callable
    steps: int

    def _rate(self, step):
        after = max(step - self.steps, 0)
        rate = as_number(f"schedule({after})", self.schedule(after), minimum=0.0)
        return rate if step >= self.steps else rate * (step + 1) / (self.steps + 1)


@dataclass(frozen=True)
class Scheduled:
    """`optimizer` at the learning rate of `schedule`, whatever its own; its state counts the steps.

    optimizer: a dataclass with a `learning_rate`, as all of nnlib's.
    schedule: a function of the number of updates made before. A rate of 0 is rounded up to the
        smallest number above it.

    >>> import numpy as np
    >>> from nnlib import GradientDescent
    >>> rule = Scheduled(GradientDescent(1.0), ExponentialDecay(0.4, factor=0.5))
    >>> g, state = np.array([1.0]), rule.init(np.zeros(1))
    >>> change, state = rule.update(g, state, params=g)
    >>> rule.update(g, state, params=g)
    (array([-0.2]), ((), 2))
    """

    optimizer: object
    schedule: Callable

    def __post_init__(self):
        fields = getattr(self.optimizer, "__dataclass_fields__", ())
        if "learning_rate" not in fields or isinstance(self.optimizer, type):
            raise TypeError(
                f"optimizer is {self.optimizer!r}; expected one with a learning_rate, as Adam()"
            )
        as_function("schedule", self.schedule, 1, "ConstantRate(0.1)")

    def init(self, params):
        """The state before the first update: the optimizer's, and 0 steps. params (n_params,)."""
        return self.optimizer.init(params), 0

    def update(self, gradient, state, params):
        """(change, next state). gradient and params (n_params,); state from `init` or `update`."""
        memory, step = self.as_state("state", state, params)
        change, memory = self._at(step).update(gradient, memory, params)
        return change, (memory, step + 1)

    def as_state(self, name, state, params):
        """`state` checked: a pair of the optimizer's own and a number of steps."""
        if not isinstance(state, (tuple, list)) or len(state) != 2:
            raise ValueError(f"{name} is {state!r:.80}; expected what init or update gave: a pair")
        memory, step = state[0], as_count(f"{name}[1]", state[1], minimum=0)
        if hasattr(self.optimizer, "as_state"):
            memory = self.optimizer.as_state(f"{name}[0]", memory, params)
        return memory, step

    def formula(self, g, state, params):
        """`update` without its checks of the arguments."""
        memory, step = state
        change, memory = formula_of(self._at(step))(g, memory, params)
        return change, (memory, step + 1)

    def _at(self, step):
        rate = as_number(f"schedule({step})", self.schedule(step), minimum=0.0)
        return dataclasses.replace(self.optimizer, learning_rate=rate or math.ulp(0.0))  # above 0
