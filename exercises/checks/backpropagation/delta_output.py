"""δ of the output layer, for half the squared error."""

from exercises.checking import Case, Check, mutants
from exercises.networks import (
    ANTIDERIVATIVES,
    IDENTITY_PRIME,
    RELU_PRIME,
    SIGMOID_PRIME,
    STRANGER_PRIME,
    TANH_PRIME,
    function,
    pre_activations,
    squared_error,
)
from exercises.numerical import numerical_gradient

OUTPUT_MUTANTS = mutants(
    "(A - T) * g_prime(Z) / len(T)",
    {
        "g' is taken at A instead of Z": "(A - T) * g_prime(A) / len(T)",
        "g' is multiplied in twice": "(A - T) * g_prime(Z) ** 2 / len(T)",
        "the output's δ is not multiplied by g'": "(A - T) / len(T)",
        "the ½ of the loss is lost": "2 * (A - T) * g_prime(Z) / len(T)",
        "the ½ of the loss is counted twice": "0.5 * (A - T) * g_prime(Z) / len(T)",
        "δ belongs to the sum over the examples, not to their mean": "(A - T) * g_prime(Z)",
        "the mean runs over all numbers, not over the examples": "(A - T) * g_prime(Z) / T.size",
        "the mean runs over the units, not over the examples": "(A - T) * g_prime(Z) / T.shape[1]",
        "δ has the sign opposite to the declared SIGN": "(T - A) * g_prime(Z) / len(T)",
        "the output's δ is always zero": "np.zeros_like(Z)",
    },
)


def inputs(rng, batch, n, g_prime, free=False, at_target=False):
    Z = pre_activations(rng, (batch, n))
    A = rng.uniform(-1, 1, (batch, n)) if free else function(ANTIDERIVATIVES[g_prime])(Z)
    T = rng.uniform(-1, 1, (batch, n))
    if at_target:  # the first example is exactly right
        T[0] = A[0]
    return {"Z": Z, "A": A, "T": T, "g_prime": g_prime}


def probe(student, Z, A, T, g_prime):
    import numpy as np

    sign = getattr(student, "SIGN", None)
    if sign not in (1, -1):  # undeclared: nothing else can be said
        return {"SIGN": None}
    delta = student.delta_output(Z, A, T, eval(g_prime, {"np": np}))
    return {"SIGN": sign, "delta": delta}


def reference(Z, A, T, g_prime):
    g, Z = function(ANTIDERIVATIVES[g_prime]), Z.copy()
    offset = A - g(Z)
    delta = numerical_gradient(lambda: squared_error(g(Z) + offset, T), Z)
    return {"SIGN": 1, "delta": delta}


def case(label, batch, n, g_prime, seed=None, **special):
    return Case(label, {"batch": batch, "n": n, "g_prime": g_prime} | special, seed)


DELTA_OUTPUT = Check(
    name="delta_output",
    parts={"delta": 4},
    inputs=inputs,
    probe=probe,
    reference=reference,
    signed=True,
    visible=(
        case("sigmoid, batch of 3", 3, 2, SIGMOID_PRIME, seed=1),
        case("no activation, batch of 5", 5, 3, IDENTITY_PRIME, seed=2),
        case("tanh, one example", 1, 4, TANH_PRIME, seed=3),
        case("free cache, A belongs to no Z", 4, 3, STRANGER_PRIME, seed=4, free=True),
    ),
    hidden=(
        case("sigmoid, batch of 17", 17, 3, SIGMOID_PRIME),
        case("one example, one output", 1, 1, TANH_PRIME),
        case("ReLU, batch of 6", 6, 5, RELU_PRIME),
        case("an example at its target", 3, 2, SIGMOID_PRIME, at_target=True),
        case("free cache", 3, 4, STRANGER_PRIME, free=True),
        case("free cache of tanh", 7, 2, TANH_PRIME, free=True),
    ),
    mutants=OUTPUT_MUTANTS,
)
