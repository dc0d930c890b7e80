"""The networks and caches on which checks ask, and their numerical gradients.

A cache is free where its activations belong to no input, or `g_prime` to no `g`: there nothing but
the formula gives the right answer. A numerical gradient still exists. `with_caches` adds to each
layer the constants that make the cache true, and it is that network which is nudged.
"""

from itertools import pairwise

import numpy as np

from exercises.numerical import numerical_gradient

# Activations and derivatives travel as source text, and arrive as functions.
IDENTITY = "lambda z: 1.0 * z"
IDENTITY_PRIME = "lambda z: np.ones_like(z)"
SIGMOID = "lambda z: 1 / (1 + np.exp(-z))"
SIGMOID_PRIME = "lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2"
TANH = "lambda z: np.tanh(z)"
TANH_PRIME = "lambda z: 1 - np.tanh(z) ** 2"
RELU = "lambda z: np.maximum(z, 0)"
RELU_PRIME = "lambda z: np.where(z > 0, 1.0, 0.0)"
STRANGER_PRIME = "lambda z: 1.5 + np.cos(2 * z)"  # belongs to none of the activations above
ANTIDERIVATIVES = {
    IDENTITY_PRIME: IDENTITY,
    SIGMOID_PRIME: SIGMOID,
    TANH_PRIME: TANH,
    RELU_PRIME: RELU,
    STRANGER_PRIME: "lambda z: 1.5 * z + np.sin(2 * z) / 2",
}


def function(source):
    """The function behind the source text of an activation or a derivative."""
    return eval(source, {"np": np})


def random_layers(rng, sizes):
    return [(rng.uniform(-1, 1, (m, n)), rng.uniform(-1, 1, n)) for m, n in pairwise(sizes)]


def pre_activations(rng, shape):
    """Random numbers of both signs, none of them near ReLU's kink."""
    return np.where(rng.random(shape) < 0.5, -1.0, 1.0) * rng.uniform(0.1, 2, shape)


def forward(X, layers, g):
    """The caches Z = [Z1, …, ZL] and A = [X, A1, …, AL]; g is source text."""
    Z, A = [], [X]
    for W, b in layers:
        Z.append(A[-1] @ W + b)
        A.append(function(g)(Z[-1]))
    return Z, A


def network(rng, sizes, batch, g):
    """Layers and the caches of a batch; drawn again while ReLU's kink is nearer than 1e-3."""
    while True:
        layers = random_layers(rng, sizes)
        Z, A = forward(rng.uniform(-1, 1, (batch, sizes[0])), layers, g)
        if min(np.abs(z).min() for z in Z) > 1e-3:
            return layers, Z, A


def free_caches(rng, sizes, batch):
    """Layers and caches which have nothing to do with each other but their shapes."""
    Z = [pre_activations(rng, (batch, n)) for n in sizes[1:]]
    A = [rng.uniform(-1, 1, (batch, n)) for n in sizes]
    return random_layers(rng, sizes), Z, A


def with_caches(layers, Z, A, g_prime):
    """A network that has these caches, to be nudged.

    Returns a function without arguments that gives (ZL, AL), and the arrays of constants added to
    each Z. Nudge those, or the weights and biases of `layers`, and call it again.
    """
    g = function(ANTIDERIVATIVES[g_prime])
    shifts = [z - (a @ W + b) for z, a, (W, b) in zip(Z, A, layers, strict=False)]
    offsets = [a - g(z) for z, a in zip(Z, A[1:], strict=True)]

    def outputs():
        a = A[0]
        for (W, b), shift, offset in zip(layers, shifts, offsets, strict=True):
            z = a @ W + b + shift
            a = g(z) + offset
        return z, a

    return outputs, shifts


def copies(pairs):
    return [(W.copy(), b.copy()) for W, b in pairs]


def numerical_gradients(loss, layers):
    """[(∂J/∂W1, ∂J/∂b1), …] of a loss without arguments that reads the layers."""
    return [(numerical_gradient(loss, W), numerical_gradient(loss, b)) for W, b in layers]


def squared_error(A, T):
    """The mean over the examples of half the squared error."""
    return 0.5 * np.sum((A - T) ** 2) / len(T)


def cross_entropy(Z, T):
    """The mean over the examples of the cross-entropy of sigmoid outputs, from the logits."""
    return np.sum(np.logaddexp(0, Z) - T * Z) / len(T)


def softmax_cross_entropy(Z, T):
    """The mean over the examples of the cross-entropy of softmax outputs, from the logits."""
    return np.sum(np.logaddexp.reduce(Z, axis=1) - np.sum(T * Z, axis=1)) / len(T)
