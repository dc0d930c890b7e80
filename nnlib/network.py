"""The multilayer perceptron: a description without weights, its forward pass, its backward pass.

All parameters live in one flat vector; W and b of a layer are views into it. Layer l computes
Z = A @ W + b and A = g(Z), with one example a row and A[0] = X.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.activations import Activation, identity, tanh
from nnlib.arguments import as_count, as_matrix, as_vector
from nnlib.graph import values
from nnlib.initializers import glorot_uniform


@dataclass(frozen=True)
class MLP:
    """A fully connected feed-forward network.

    sizes: units of each layer, inputs first, such as (2, 3, 1).
    hidden: activation of the hidden layers. output: activation of the last layer; with a
        cross-entropy loss it stays the identity, for those losses take logits.

    Raises ValueError for fewer than two layers or a layer without units.
    """

    sizes: tuple[int, ...]
    hidden: Activation = tanh
    output: Activation = identity

    def __post_init__(self):
        try:
            sizes = tuple(self.sizes)
        except TypeError:
            raise ValueError(
                f"sizes is {self.sizes!r}; expected a tuple such as (2, 3, 1)"
            ) from None
        if len(sizes) < 2:
            raise ValueError(f"sizes is {sizes}; expected inputs and outputs at least: two numbers")
        sizes = tuple(as_count(f"sizes[{layer}]", size) for layer, size in enumerate(sizes))
        for name, activation in (("hidden", self.hidden), ("output", self.output)):
            if not isinstance(activation, Activation):
                raise ValueError(f"{name} is {activation!r}; expected an Activation such as tanh")
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "_layout", _layout(sizes))
        hidden_layers = len(sizes) - 2
        object.__setattr__(self, "_activations", (self.hidden,) * hidden_layers + (self.output,))

    @property
    def n_params(self):
        """How many numbers the parameter vector holds: all weights and biases."""
        return self._layout[-1][1].stop

    def init(self, seed, initializer: Callable = glorot_uniform):
        """A fresh parameter vector (n_params,): weights by the initializer, biases 0."""
        rng = np.random.default_rng(seed)
        params = np.zeros(self.n_params)
        for W, _ in self.layers(params):
            W[...] = initializer(rng, *W.shape)
        return params

    def layers(self, params):
        """[(W, b), …] as views into a flat vector: W (n_in, n_out), b (n_out,).

        The vector may hold parameters, a gradient or graph nodes; writing to a view writes there.
        """
        return [
            (params[weights].reshape(shape), params[biases])
            for weights, biases, shape in self._layout
        ]

    def __call__(self, params, X):
        """The outputs A[L], shape (n_examples, n_outputs)."""
        return self.forward(params, X)[1][-1]

    def forward(self, params, X):
        """One forward pass that keeps everything.

        Returns (Z, A): Z[l-1] is the pre-activation of layer l, A[l] its activation, A[0] = X.
        Raises ValueError where X or params have another width, or hold NaN or infinity.
        """
        layers = self.layers(self.as_params(params))
        return self._forward(layers, as_matrix("X", X, self.sizes[0]))

    def gradient(self, params, X, T, loss):
        """(J, ∂J/∂params): the loss of a batch, and its gradient by backpropagation."""
        X = as_matrix("X", X, self.sizes[0])
        T = loss.as_targets(T, len(X), self.sizes[-1])
        params = self.as_params(params)
        gradient = np.empty_like(params)
        return self.backpropagate(self.layers(params), self.layers(gradient), X, T, loss), gradient

    def backpropagate(self, layers, gradients, X, T, loss):
        """The loss J of a batch; its gradient is written into `gradients`.

        layers, gradients: views from `layers`. Nothing is checked: training has done so, once.
        """
        Z, A = self._forward(layers, X)
        value, output_gradient = loss.with_gradient(A[-1], T)
        self._backward(layers, gradients, Z, A, output_gradient)
        return value

    def backward(self, params, Z, A, output_gradient):
        """Backpropagation (Rumelhart, Hinton and Williams 1986), from the loss to the first layer.

        Z, A: from `forward`. output_gradient: ∂J/∂A[L], shape (n_examples, n_outputs).

        Returns (gradient, deltas): the flat gradient ∂J/∂params, and δ = ∂J/∂Z of each layer.
        """
        gradient = np.empty_like(params)
        layers, gradients = self.layers(params), self.layers(gradient)
        return gradient, self._backward(layers, gradients, Z, A, output_gradient)

    def as_params(self, params):
        """`params` checked: a vector of n_params finite numbers, or of as many graph nodes."""
        if isinstance(params, np.ndarray) and params.dtype.hasobject:
            as_vector("params", values(params), self.n_params)
            return params
        return as_vector("params", params, self.n_params)

    def _forward(self, layers, X):
        Z, A = [], [X]
        for (W, b), activation in zip(layers, self._activations, strict=True):
            Z.append(A[-1].dot(W) + b)
            A.append(activation.function(Z[-1]))
        return Z, A

    def _backward(self, layers, gradients, Z, A, output_gradient):
        """Write the gradients of each layer into its views; return its δ."""
        deltas = [None] * len(Z)
        propagated = output_gradient
        for index in range(len(Z) - 1, -1, -1):
            activation = self._activations[index]
            delta = propagated
            if activation is not identity:
                delta = propagated * activation.derivative(Z[index], A[index + 1])
            dW, db = gradients[index]
            A[index].T.dot(delta, out=dW)
            np.add.reduce(delta, axis=0, out=db)
            deltas[index] = delta
            if index:
                propagated = delta.dot(layers[index][0].T)
        return deltas


def _layout(sizes):
    """Where each layer's weights and biases lie in the flat vector, and the weights' shape."""
    layout, start = [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        weights = slice(start, start + n_in * n_out)
        biases = slice(weights.stop, weights.stop + n_out)
        layout.append((weights, biases, (n_in, n_out)))
        start = biases.stop
    return tuple(layout)
