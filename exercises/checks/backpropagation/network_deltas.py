"""All deltas of a whole network, with the XNOR network of the logic chapter as the example."""

import numpy as np

from exercises.checking import Case, Check, mutants
from exercises.checks.backpropagation.delta_hidden import HIDDEN_MUTANTS
from exercises.checks.backpropagation.delta_output import OUTPUT_MUTANTS
from exercises.networks import (
    RELU,
    RELU_PRIME,
    SIGMOID,
    SIGMOID_PRIME,
    STRANGER_PRIME,
    TANH,
    TANH_PRIME,
    forward,
    network,
    squared_error,
    with_caches,
)
from exercises.numerical import numerical_gradient

XNOR = (
    (np.array([[0.2, -0.2], [0.2, -0.2]]), np.array([-0.3, 0.2])),
    (np.array([[0.2], [0.2]]), np.array([-0.1])),
)
NETWORK_MUTANTS = (
    *OUTPUT_MUTANTS,
    *HIDDEN_MUTANTS,
    *mutants(
        "delta_hidden(deltas[0], layers[l][0], Z[l - 1], g_prime)",
        {
            "g' is taken at A instead of Z": (
                "delta_hidden(deltas[0], layers[l][0], A[l], g_prime)"
            ),
            "each δ is taken back through the weights of the layer before": (
                "delta_hidden(deltas[0], layers[l - 1][0], Z[l - 1], g_prime)"
            ),
        },
    ),
    *mutants(
        "deltas = [delta_output(Z[-1], A[-1], T, g_prime)]",
        {
            "the output is taken before its activation": (
                "deltas = [delta_output(Z[-1], Z[-1], T, g_prime)]"
            ),
            "g is differentiated, and g_prime is not used as given": (
                "g_prime = lambda z: np.imag(g(z + 1e-30j)) / 1e-30\n"
                "    deltas = [delta_output(Z[-1], A[-1], T, g_prime)]"
            ),
        },
    ),
    *mutants(
        "return deltas",
        {"the list runs from the last layer to the first": "return deltas[::-1]"},
    ),
)


def inputs(rng, sizes, batch, g, g_prime):
    layers, _, A = network(rng, sizes, batch, g)
    T = rng.uniform(0, 1, A[-1].shape)
    return {"X": A[0], "T": T, "layers": layers, "g": g, "g_prime": g_prime}


def xnor_or_random(rng, corner=None, **random):
    if corner is None:
        return inputs(rng, **random)
    T = np.array([[float(corner[0] == corner[1])]])
    functions = {"g": SIGMOID, "g_prime": SIGMOID_PRIME}
    return {"X": np.array([corner], float), "T": T, "layers": list(XNOR)} | functions


def probe(student, X, T, layers, g, g_prime):
    import numpy as np

    sign = getattr(student, "SIGN", None)
    if sign not in (1, -1):  # undeclared: nothing else can be said
        return {"SIGN": None}
    deltas = student.network_deltas(X, T, layers, eval(g, {"np": np}), eval(g_prime, {"np": np}))
    return {"SIGN": sign, "deltas": deltas}


def reference(X, T, layers, g, g_prime):
    Z, A = forward(X, layers, g)
    outputs, shifts = with_caches(layers, Z, A, g_prime)
    deltas = [numerical_gradient(lambda: squared_error(outputs()[1], T), z) for z in shifts]
    return {"SIGN": 1, "deltas": deltas}


def corner(x1, x2, seed=None):
    return Case(f"XNOR at ({x1}, {x2})", {"corner": (x1, x2)}, seed)


def case(sizes, batch, g, g_prime, note, seed=None):
    label = f"{'-'.join(map(str, sizes))}, batch of {batch}, {note}"
    return Case(label, {"sizes": sizes, "batch": batch, "g": g, "g_prime": g_prime}, seed)


NETWORK_DELTAS = Check(
    name="network_deltas",
    parts={"deltas": 2},
    inputs=xnor_or_random,
    probe=probe,
    reference=reference,
    signed=True,
    visible=(
        corner(1, 1, seed=1),
        case((3, 5, 4, 2), 3, TANH, TANH_PRIME, "tanh", seed=2),
        case((3, 3, 3, 3), 3, TANH, STRANGER_PRIME, "a g' that is not that of g", seed=3),
    ),
    hidden=(
        corner(0, 0),
        corner(0, 1),
        corner(1, 0),
        case((2, 3, 1), 1, RELU, RELU_PRIME, "ReLU"),
        case((4, 6, 5, 3, 2), 17, SIGMOID, SIGMOID_PRIME, "sigmoid"),
        case((3, 3, 3, 1), 3, TANH, STRANGER_PRIME, "a g' that is not that of g"),
        case((2, 4, 3, 3, 4, 2), 5, TANH, STRANGER_PRIME, "a g' that is not that of g"),
    ),
    mutants=NETWORK_MUTANTS,
)
