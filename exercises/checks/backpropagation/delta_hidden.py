"""δ of a hidden layer, from δ of the layer after it."""

import numpy as np

from exercises.checking import Case, Check, mutants
from exercises.networks import (
    ANTIDERIVATIVES,
    RELU_PRIME,
    SIGMOID_PRIME,
    STRANGER_PRIME,
    TANH_PRIME,
    function,
    pre_activations,
)
from exercises.numerical import numerical_gradient

HIDDEN_MUTANTS = mutants(
    "(delta @ W.T) * g_prime(Z)",
    {
        "W is multiplied entry by entry, not as a matrix": "(delta * W.T) * g_prime(Z)",
        "W is multiplied entry by entry, and not transposed": "(delta * W) * g_prime(Z)",
        "the transpose of W is missing": "(delta @ W) * g_prime(Z)",
        "δ is not multiplied by g'": "delta @ W.T",
        "g' is multiplied in twice": "(delta @ W.T) * g_prime(Z) ** 2",
        "g' is taken at δWᵀ instead of Z": "(delta @ W.T) * g_prime(delta @ W.T)",
        "δ is divided by the batch size at every layer": "(delta @ W.T) * g_prime(Z) / len(Z)",
        "δ changes its sign at every layer": "-(delta @ W.T) * g_prime(Z)",
        "δ of the hidden layers is always zero": "np.zeros_like(Z)",
    },
)


def inputs(rng, batch, n_in, n_out, g_prime, dead=False):
    W = rng.uniform(-1, 1, (n_in, n_out))
    Z = pre_activations(rng, (batch, n_in))
    delta = rng.uniform(-1, 1, (batch, n_out))
    if dead:  # a unit which ReLU has switched off, a weight of zero, an example without δ
        Z[:, 0], W[1, 0], delta[0] = -np.abs(Z[:, 0]), 0.0, 0.0
    return {"delta": delta, "W": W, "Z": Z, "g_prime": g_prime}


def probe(student, delta, W, Z, g_prime):
    import numpy as np

    return {"delta": student.delta_hidden(delta, W, Z, eval(g_prime, {"np": np}))}


def reference(delta, W, Z, g_prime):
    # δ means that J moves by the sum of δ ⊙ ΔZ when the next pre-activations move by ΔZ.
    g, Z = function(ANTIDERIVATIVES[g_prime]), Z.copy()
    return {"delta": numerical_gradient(lambda: np.sum(delta * (g(Z) @ W)), Z)}


def case(note, batch, n_in, n_out, g_prime, seed=None, dead=False):
    label = f"from {n_out} units back to {n_in}, batch of {batch}, {note}"
    arguments = {"batch": batch, "n_in": n_in, "n_out": n_out, "g_prime": g_prime, "dead": dead}
    return Case(label, arguments, seed)


DELTA_HIDDEN = Check(
    name="delta_hidden",
    parts={"delta": 4},
    inputs=inputs,
    probe=probe,
    reference=reference,
    visible=(
        case("sigmoid", 3, 3, 3, SIGMOID_PRIME, seed=1),
        case("tanh", 3, 5, 4, TANH_PRIME, seed=2),
        case("tanh", 1, 3, 1, TANH_PRIME, seed=3),
        case("ReLU", 17, 3, 2, RELU_PRIME, seed=4),
        case("a g' that belongs to no g", 4, 2, 6, STRANGER_PRIME, seed=5),
    ),
    hidden=(
        case("tanh", 3, 3, 3, TANH_PRIME),
        case("sigmoid", 1, 1, 1, SIGMOID_PRIME),
        case("a g' that belongs to no g", 1, 4, 3, STRANGER_PRIME),
        case("a g' that belongs to no g", 17, 6, 5, STRANGER_PRIME),
        case("a g' that belongs to no g", 5, 5, 5, STRANGER_PRIME),
        case("ReLU with a dead unit", 4, 3, 2, RELU_PRIME, dead=True),
    ),
    mutants=HIDDEN_MUTANTS,
)
