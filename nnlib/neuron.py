"""One artificial neuron: a weighted sum, a bias, an activation."""

from dataclasses import dataclass

import numpy as np

from nnlib.activations import Activation, step
from nnlib.arguments import as_count, as_matrix, as_vector


@dataclass(frozen=True)
class Neuron:
    """a = g(Xw + b), for n_inputs inputs. The default g makes a threshold unit.

    Its parameters are one vector (w_1, …, w_n, b); the threshold of the same unit is τ = −b
    (McCulloch and Pitts 1943; Rosenblatt 1958).
    """

    n_inputs: int
    activation: Activation = step

    def __post_init__(self):
        as_count("n_inputs", self.n_inputs)

    def __call__(self, params, X):
        """The activation of each example: X (n_examples, n_inputs) → (n_examples,)."""
        return self.activation(self.pre_activation(params, X))

    def pre_activation(self, params, X):
        """z = Xw + b of each example, shape (n_examples,)."""
        params = as_vector("params", params, self.n_inputs + 1)
        return np.dot(as_matrix("X", X, self.n_inputs), params[:-1]) + params[-1]
