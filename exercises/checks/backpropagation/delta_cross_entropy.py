"""δ of an output layer whose loss is cross-entropy: sigmoid and softmax."""

import numpy as np

from exercises.checking import Case, Check, mutants
from exercises.networks import cross_entropy, softmax_cross_entropy
from exercises.numerical import numerical_gradient

CROSS_ENTROPY_MUTANTS = mutants(
    "(A - T) / len(T)",
    {
        "the output's g' is kept": "(A - T) * A * (1 - A) / len(T)",
        "the slope of the loss along A is not multiplied by g'": (
            "(A - T) / (A * (1 - A)) / len(T)"
        ),
        "δ belongs to the sum over the examples, not to their mean": "(A - T)",
        "the mean runs over all numbers, not over the examples": "(A - T) / T.size",
        "the mean runs over the units, not over the examples": "(A - T) / T.shape[1]",
        "a factor 2 of the squared error is carried over": "2 * (A - T) / len(T)",
        "a factor ½ of the squared error is carried over": "0.5 * (A - T) / len(T)",
        "δ has the sign opposite to the declared SIGN": "(T - A) / len(T)",
        "only the units with target 1 get a δ": "(A - T) * T / len(T)",
        "δ is always zero": "np.zeros_like(A)",
    },
)


def inputs(rng, batch, n, head, scale=2.0):
    logits = scale * rng.uniform(-1, 1, (batch, n))
    if head == "sigmoid":
        A = np.exp(-np.logaddexp(0, -logits))
        T = np.where(rng.random((batch, n)) < 0.5, 0.0, 1.0)
    else:
        A = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
        T = np.eye(n)[rng.integers(n, size=batch)]
    if head == "free":  # rows that no softmax gives
        A = rng.uniform(0, 1, (batch, n))
    return {"A": A, "T": T, "logits": logits, "head": head}


def saturated_or_random(rng, saturated=False, **random):
    if not saturated:
        return inputs(rng, **random)
    logits = np.array([[40.0, -800.0], [800.0, 0.5], [-0.5, 800.0]])
    A = np.exp(-np.logaddexp(0, -logits))  # 1.0 and 0.0 where the logit is large
    T = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    return {"A": A, "T": T, "logits": logits, "head": "sigmoid"}


def probe(student, A, T, logits, head):
    sign = getattr(student, "SIGN", None)
    if sign not in (1, -1):  # undeclared: nothing else can be said
        return {"SIGN": None}
    delta = student.delta_cross_entropy(A, T)
    return {"SIGN": sign, "delta": delta}


def reference(A, T, logits, head):
    loss, logits = {"sigmoid": cross_entropy, "softmax": softmax_cross_entropy}[head], logits.copy()
    return {"SIGN": 1, "delta": numerical_gradient(lambda: loss(logits, T), logits)}


def case(label, batch, n, head, seed=None, **special):
    return Case(label, {"batch": batch, "n": n, "head": head} | special, seed)


DELTA_CROSS_ENTROPY = Check(
    name="delta_cross_entropy",
    parts={"delta": 4},
    inputs=saturated_or_random,
    probe=probe,
    reference=reference,
    signed=True,
    visible=(
        case("sigmoid, batch of 4", 4, 1, "sigmoid", seed=1),
        case("three sigmoids, batch of 5", 5, 3, "sigmoid", seed=2),
        case("softmax of four, batch of 3", 3, 4, "softmax", seed=3),
        case("softmax, one example", 1, 3, "softmax", seed=4),
        Case("sigmoids that round to 0 and 1", {"saturated": True}, seed=5),
    ),
    hidden=(
        case("sigmoid, batch of 17", 17, 2, "sigmoid"),
        case("sigmoid, one example", 1, 1, "sigmoid"),
        case("softmax of five, batch of 7", 7, 5, "softmax"),
        case("softmax, large logits", 6, 4, "softmax", scale=700.0),
        case("free cache: A belongs to no softmax", 5, 4, "free"),
        Case("sigmoids that round to 0 and 1", {"saturated": True}),
    ),
    mutants=CROSS_ENTROPY_MUTANTS,
)
