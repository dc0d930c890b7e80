"""One artificial neuron: a weighted sum, a bias, an activation."""

from dataclasses import dataclass

import numpy as np

from nnlib.activations import Activation, step
from nnlib.arguments import as_array, as_count, as_kind, as_matrix, as_number, as_vector


@dataclass(frozen=True)
class Neuron:
    """a = g(Xw + b), for n_inputs inputs. The default g makes a threshold unit.

    Its parameters are one vector (w_1, …, w_n, b), as MLP((n, 1)) has them; the threshold of the
    same unit is τ = −b (McCulloch and Pitts 1943; Rosenblatt 1958). They may be graph nodes.

    >>> neuron = Neuron(2)
    >>> conjunction = neuron.from_threshold([1, 1], 1.5)
    >>> conjunction, neuron(conjunction, [[0, 1], [1, 1]])
    (array([ 1. ,  1. , -1.5]), array([0., 1.]))
    """

    n_inputs: int
    activation: Activation = step

    def __post_init__(self):
        object.__setattr__(self, "n_inputs", as_count("n_inputs", self.n_inputs))
        as_kind("activation", self.activation, Activation, "step")

    def __call__(self, params, X):
        """The activation of each example: X (n_examples, n_inputs) → (n_examples,)."""
        return self.activation(self.pre_activation(params, X))

    def pre_activation(self, params, X):
        """z = Xw + b of each example, shape (n_examples,)."""
        params = as_array("params", params, (self.n_inputs + 1,), kinds="iufcO")
        return np.dot(as_matrix("X", X, self.n_inputs), params[:-1]) + params[-1]

    def from_threshold(self, weights, threshold):
        """The parameters of the unit that fires where Xw > threshold: b = −τ."""
        weights = as_vector("weights", weights, self.n_inputs)
        return np.append(weights, -as_number("threshold", threshold))

    def threshold(self, params):
        """τ = −b: the weighted sum of the inputs that it takes to fire."""
        return -as_vector("params", params, self.n_inputs + 1)[-1]


def constant_input(X, value=1.0):
    """X with one more input in front that never changes: (n_examples, 1 + n_inputs).

    Its weight w₀ does the work of the bias, b = w₀ · value: w₀ is the bias where the input is 1,
    and the threshold where it is −1. Books use all three forms.

    >>> constant_input([[0, 1]], -1)
    array([[-1.,  0.,  1.]])
    """
    X = as_matrix("X", X)
    return np.insert(X, 0, as_number("value", value), axis=1)
