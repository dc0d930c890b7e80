"""Activation functions: each is a row of a table, with its name, its formula and its derivative.

The formulas use only what numpy also calls on graph nodes, so one line serves arrays and graphs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activation:
    """An elementwise function a = g(z).

    function: z → a, arrays of any shape.
    derivative: (z, a) → g'(z). It is handed a = g(z) as well, because for most functions a is the
        cheapest way there; it is always the derivative *at z*.
    """

    name: str
    function: Callable
    derivative: Callable

    def __call__(self, z):
        return self.function(z)

    def __repr__(self):
        return self.name


# As arrays without axes: numpy takes these at half the cost of Python's numbers.
HALF, ONE = np.array(0.5), np.array(1.0)

identity = Activation("identity", lambda z: z, lambda z, a: np.ones_like(z))

# H(0) = 0, as the worked XNOR network needs. The derivative is 0 wherever it exists: not at 0.
step = Activation("step", lambda z: np.where(z > 0, 1.0, 0.0), lambda z, a: np.zeros_like(z))
sign = Activation("sign", lambda z: np.where(z > 0, 1.0, -1.0), lambda z, a: np.zeros_like(z))

# σ(z) = 1/(1 + e^-z), written through tanh: no z overflows, and no branch is needed.
sigmoid = Activation(
    "sigmoid", lambda z: HALF + HALF * np.tanh(HALF * z), lambda z, a: a * (ONE - a)
)
tanh = Activation("tanh", np.tanh, lambda z, a: ONE - a * a)

# max(z, 0) as a product, so that a graph keeps the node; the derivative at 0 is taken as 0.
relu = Activation("relu", lambda z: z * (z > 0), lambda z, a: (z > 0).astype(np.float64))
