"""The multilayer perceptron: a description without weights, its forward pass, its backward pass.

All parameters live in one flat vector; W and b of a layer are views into it. Layer l computes
Z = A @ W + b and A = g(Z), with one example a row and A[0] = X.
"""

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from nnlib.activations import Activation, identity, tanh
from nnlib.arguments import as_array, as_count, as_each, as_kind, as_matrices, as_matrix, as_sizes
from nnlib.formulas import as_function
from nnlib.initializers import glorot_uniform
from nnlib.losses import Loss
from nnlib.penalties import Penalty


@dataclass(frozen=True)
class MLP:
    """A fully connected feed-forward network.

    sizes: units of each layer, inputs first, such as (2, 3, 1).
    hidden: activation of the hidden layers, or a tuple with one for each of them.
    output: activation of the last layer; with a cross-entropy loss it stays the identity, for those
        losses take logits.

    activations: of each layer, from the first hidden one to the output's.
    n_params: how many numbers the parameter vector holds, all weights and biases.

    Raises ValueError for fewer than two layers, a layer without units, or what is no activation.

    >>> net = MLP(sizes=(2, 3, 1), hidden=tanh)
    >>> net.n_params
    13
    >>> net(net.init(seed=1), [[0.0, 0.0], [1.0, 1.0]]).round(3)
    array([[0.   ],
           [0.409]])
    """

    sizes: tuple[int, ...]
    hidden: Activation | tuple[Activation, ...] = tanh
    output: Activation = identity

    def __post_init__(self):
        sizes = as_sizes("sizes", self.sizes)
        hidden = as_each("hidden", self.hidden, len(sizes) - 2, Activation, "tanh")
        as_kind("output", self.output, Activation, "sigmoid")
        object.__setattr__(self, "sizes", sizes)  # frozen: set once, here
        object.__setattr__(self, "activations", (*hidden, self.output))
        object.__setattr__(self, "_layout", _layout(sizes))
        object.__setattr__(self, "n_params", self._layout[-1][1].stop)

    def init(self, seed, initializer: Callable = glorot_uniform):
        """A fresh parameter vector (n_params,): weights by the initializer, biases 0."""
        as_function("initializer", initializer, 3, "glorot_uniform or normal(0.1)")
        rng = np.random.default_rng(as_count("seed", seed, minimum=0))
        params = np.zeros(self.n_params)
        for W, _ in self.layers(params):
            n_in, n_out = W.shape
            W[...] = as_matrix("what initializer gives", initializer(rng, n_in, n_out), n_out, n_in)
        return params

    def layers(self, params):
        """[(W, b), …] as views into a flat vector: W (n_in, n_out), b (n_out,).

        The vector may hold parameters, a gradient or graph nodes; writing to a view writes there.
        From a stack (many, n_params) come W (many, n_in, n_out) and b (many, 1, n_out).
        """
        if not isinstance(params, np.ndarray) or params.shape[-1:] != (self.n_params,):
            raise ValueError(f"params is {params!r}; expected an array (…, {self.n_params})")
        stack = params.shape[:-1]
        biased = params[..., None, :] if stack else params
        return [
            (params[..., weights].reshape(*stack, *shape), biased[..., biases])
            for weights, biases, shape in self._layout
        ]

    def __call__(self, params, X):
        """The outputs A[L], shape (n_examples, n_outputs), or (many, …); what `forward` says holds.

        Of the layers on the way nothing is kept.
        """
        layers = self.layers(self.as_params(params))
        A = as_matrix("X", X, self.sizes[0])
        for (W, b), activation in zip(layers, self.activations, strict=True):
            A = activation.function(_pre_activation(A, W, b))
        return A

    def forward(self, params, X):
        """One forward pass that keeps everything.

        Returns (Z, A): Z[l-1] is the pre-activation of layer l, A[l] its activation, A[0] = X.
        params may also be a stack (many, n_params): then many networks are evaluated at once, and
        each Z and A has shape (many, n_examples, units). They may be complex, or graph nodes.

        Raises ValueError where X or params have another width, or hold NaN or infinity.
        """
        layers = self.layers(self.as_params(params))
        return _forward(layers, self.activations, as_matrix("X", X, self.sizes[0]))

    def gradient(self, params, X, T, loss, penalty=None):
        """(J, ∂J/∂params): the loss of a batch, and its gradient by backpropagation.

        A penalty, such as l2(0.01), is part of both. Raises ValueError for what does not fit.
        """
        as_kind("loss", loss, Loss, "squared_error")
        X = as_matrix("X", X, self.sizes[0])
        T = loss.as_targets(T, len(X), self.sizes[-1])
        params = as_array("params", params, (self.n_params,))
        gradient = np.empty_like(params)
        layers, gradients = self.layers(params), self.layers(gradient)
        value = self.backpropagate(layers, gradients, X, T, loss)
        if np.ndim(value):
            raise ValueError(f"loss is {loss}, which gives an array; expected one number")
        if penalty is not None:
            value += as_kind("penalty", penalty, Penalty, "l2(0.01)")(layers)
            penalty.add_gradient(layers, gradients)
        return value, gradient

    def backpropagate(self, layers, gradients, X, T, loss, masks=None):
        """The loss J of a batch; its gradient is written into `gradients`.

        layers, gradients: views from `layers`. Nothing is checked: training has done so, once.
        masks: for dropout, what each hidden layer's activations are multiplied by: (n_examples,
            units) of 0 for a unit that is dropped, and 1/share for one of the share that is kept.
        """
        activations = self.activations
        if masks is not None:
            activations = (*map(_dropped, activations[:-1], masks), activations[-1])
        Z, A = _forward(layers, activations, X)
        value, output_gradient = loss.with_gradient(A[-1], T)
        _backward(layers, activations, gradients, Z, A, output_gradient)
        return value

    def backward(self, params, Z, A, output_gradient):
        """Backpropagation (Rumelhart, Hinton and Williams 1986), from the loss to the first layer.

        Z, A: from `forward`. output_gradient: ∂J/∂A[L], shape (n_examples, n_outputs).

        Returns (gradient, deltas): the flat gradient ∂J/∂params, and δ = ∂J/∂Z of each layer.
        Raises ValueError for a matrix of another shape, or that holds NaN or infinity.
        """
        params = as_array("params", params, (self.n_params,))
        output_gradient = as_matrix("output_gradient", output_gradient, self.sizes[-1])
        Z = as_matrices("Z", Z, self.sizes[1:], len(output_gradient))
        A = as_matrices("A", A, self.sizes, len(output_gradient))
        gradient = np.empty_like(params)
        layers, gradients = self.layers(params), self.layers(gradient)
        return gradient, _backward(layers, self.activations, gradients, Z, A, output_gradient)

    def as_params(self, params):
        """`params` checked: (n_params,) or (many, n_params); real, complex or graph nodes."""
        return as_array("params", params, (self.n_params,), ("many", self.n_params), kinds="iufcO")


def _pre_activation(A, W, b):
    """A @ W + b. On small matrices `dot` takes half the time of @, which stacks of W need."""
    Z = A.dot(W) if W.ndim == 2 else A @ W
    Z += b
    return Z


def _forward(layers, activations, X):
    Z, A = [], [X]
    for (W, b), activation in zip(layers, activations, strict=True):
        Z.append(_pre_activation(A[-1], W, b))
        A.append(activation.function(Z[-1]))
    return Z, A


def _backward(layers, activations, gradients, Z, A, output_gradient):
    """Write the gradients of each layer into its views; return its δ."""
    deltas = [None] * len(Z)
    ones = _ones(len(output_gradient))
    propagated = output_gradient
    for index in range(len(Z) - 1, -1, -1):
        activation = activations[index]
        delta = propagated
        if activation is not identity:
            delta = propagated * activation.derivative(Z[index], A[index + 1])
        dW, db = gradients[index]
        A[index].T.dot(delta, out=dW)
        ones.dot(delta, out=db)
        deltas[index] = delta
        if index:
            propagated = delta.dot(layers[index][0].T)
    return deltas


@functools.lru_cache(maxsize=8)
def _ones(n):
    """Ones @ δ sums δ's rows, in a third of the time of δ.sum(axis=0)."""
    return np.ones(n)


def _dropped(activation, mask):
    """The activation times the mask; a = g(z) is found anew, for a mask of 0 has forgotten it."""
    return SimpleNamespace(
        function=lambda z: mask * activation.function(z),
        derivative=lambda z, a: mask * activation.derivative(z, activation.function(z)),
    )


def _layout(sizes):
    """Where each layer's weights and biases lie in the flat vector, and the weights' shape."""
    layout, start = [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        weights = slice(start, start + n_in * n_out)
        biases = slice(weights.stop, weights.stop + n_out)
        layout.append((weights, biases, (n_in, n_out)))
        start = biases.stop
    return tuple(layout)
