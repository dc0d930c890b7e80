"""First-order optimizers: each is its paper's formula, on one flat vector of parameters.

`init(params)` gives the state, `update(gradient, state, params)` gives the change and the next
state; θ ← θ + change. Nothing handed in is altered.
"""

from dataclasses import dataclass

import numpy as np

from nnlib.arguments import as_number


@dataclass(frozen=True)
class GradientDescent:
    """θ ← θ − η∇J (Cauchy 1847)."""

    learning_rate: float

    def __post_init__(self):
        as_number("learning_rate", self.learning_rate, 0.0, above=True)

    def init(self, params):
        return ()

    def update(self, gradient, state, params):
        return -self.learning_rate * gradient, state


@dataclass(frozen=True)
class Momentum:
    """m ← βm − η∇J, θ ← θ + m (Polyak 1964). `momentum` is β; β = 0 is gradient descent."""

    learning_rate: float
    momentum: float = 0.9

    def __post_init__(self):
        as_number("learning_rate", self.learning_rate, 0.0, above=True)
        as_number("momentum", self.momentum, 0.0, 1.0, below=True)

    def init(self, params):
        return (np.zeros_like(params),)

    def update(self, gradient, state, params):
        (velocity,) = state
        velocity = self.momentum * velocity - self.learning_rate * gradient
        return velocity, (velocity,)


@dataclass(frozen=True)
class Adam:
    """Running means of the gradient and of its square (Kingma and Ba 2015, algorithm 1)."""

    learning_rate: float = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self):
        as_number("learning_rate", self.learning_rate, 0.0, above=True)
        as_number("beta_1", self.beta_1, 0.0, 1.0, below=True)
        as_number("beta_2", self.beta_2, 0.0, 1.0, below=True)
        as_number("epsilon", self.epsilon, 0.0, above=True)

    def init(self, params):
        return np.zeros_like(params), np.zeros_like(params), 0

    def update(self, gradient, state, params):
        m, v, t = state
        t = t + 1
        m = self.beta_1 * m + (1.0 - self.beta_1) * gradient
        v = self.beta_2 * v + (1.0 - self.beta_2) * (gradient * gradient)
        m_hat = m / (1.0 - self.beta_1**t)
        v_hat = v / (1.0 - self.beta_2**t)
        return -self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon), (m, v, t)
