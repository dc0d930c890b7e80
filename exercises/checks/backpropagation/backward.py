"""All gradients of a network, from δ of its output layer and its caches."""

import numpy as np

from exercises.checking import Case, Check, Mutant, mutants
from exercises.checks.backpropagation.delta_hidden import HIDDEN_MUTANTS
from exercises.networks import (
    RELU,
    RELU_PRIME,
    SIGMOID,
    SIGMOID_PRIME,
    STRANGER_PRIME,
    TANH,
    TANH_PRIME,
    copies,
    cross_entropy,
    free_caches,
    function,
    network,
    numerical_gradients,
    squared_error,
    with_caches,
)

BIASED = "np.column_stack([np.ones(len(delta)), A[l]]).T @ delta"
BACKWARD_MUTANTS = (
    *HIDDEN_MUTANTS,
    *mutants(
        "A[l].T @ delta, delta.sum(axis=0)",
        {
            "the bias gradient is not summed over the batch": "A[l].T @ delta, delta",
            "the bias gradient is a mean over the batch, not a sum": (
                "A[l].T @ delta, delta.mean(axis=0)"
            ),
            "the bias gradient is summed over the units, not over the batch": (
                "A[l].T @ delta, delta.sum(axis=1)"
            ),
            "the gradients are divided by the batch size once more": (
                "A[l].T @ delta / len(delta), delta.mean(axis=0)"
            ),
            "the weight gradient is divided by the batch size once more": (
                "A[l].T @ delta / len(delta), delta.sum(axis=0)"
            ),
            "the weight gradient is transposed, δᵀA instead of Aᵀδ": (
                "delta.T @ A[l], delta.sum(axis=0)"
            ),
            "the weight gradient takes Z of the layer before instead of A": (
                "(Z[l - 1] if l else A[0]).T @ delta, delta.sum(axis=0)"
            ),
            "the weight gradient takes A of the same layer, not of the one before": (
                "A[l + 1].T @ delta, delta.sum(axis=0)"
            ),
            "the bias row is kept in the weight gradient": f"{BIASED}, delta.sum(axis=0)",
            "the bias row is kept in the weight gradient and the last row cut": (
                f"({BIASED})[:-1], delta.sum(axis=0)"
            ),
            "the gradients are always zero": "np.zeros_like(W), np.zeros_like(b)",
        },
    ),
    *mutants(
        "delta = delta_hidden(delta, W, Z[l - 1], g_prime)",
        {
            "g' is taken at A instead of Z": "delta = delta_hidden(delta, W, A[l], g_prime)",
            "the bias column is kept in the step back": (
                "delta = (delta @ np.vstack([b, W]).T) * g_prime(Z[l - 1])"
            ),
            "the bias column is kept in the step back and the last one cut": (
                "delta = (delta @ np.vstack([b, W]).T)[:, :-1] * g_prime(Z[l - 1])"
            ),
        },
    ),
    Mutant(
        "the list runs from the last layer to the first",
        "gradients.insert(0, (A[l].T @ delta, delta.sum(axis=0)))",
        "gradients.append((A[l].T @ delta, delta.sum(axis=0)))",
    ),
)


def inputs(rng, sizes, batch, g, g_prime, head):
    T = rng.uniform(0, 1, (batch, sizes[-1]))
    if head == "free":
        layers, Z, A = free_caches(rng, sizes, batch)
        delta = rng.uniform(-1, 1, Z[-1].shape)
    else:
        layers, Z, A = network(rng, sizes, batch, g)
        outputs = Z[-1] if head == "linear" else function(SIGMOID)(Z[-1])
        slope = function(SIGMOID_PRIME)(Z[-1]) if head == "sigmoid" else 1.0
        delta = (outputs - T) * slope / batch
    caches = {"delta": delta, "Z": Z, "A": A, "layers": layers, "g_prime": g_prime}
    return caches | {"T": T, "head": head}


def probe(student, delta, Z, A, layers, g_prime, T, head):
    import numpy as np

    gradients = list(student.backward(delta, Z, A, layers, eval(g_prime, {"np": np})))
    return {"weights": [W for W, _ in gradients], "biases": [b for _, b in gradients]}


def reference(delta, Z, A, layers, g_prime, T, head):
    layers = copies(layers)
    outputs, _ = with_caches(layers, Z, A, g_prime)
    losses = {
        "linear": lambda: squared_error(outputs()[0], T),
        "sigmoid": lambda: squared_error(function(SIGMOID)(outputs()[0]), T),
        "cross-entropy": lambda: cross_entropy(outputs()[0], T),
        "free": lambda: np.sum(delta * outputs()[0]),  # the loss whose ∂J/∂Z is this δ
    }
    gradients = numerical_gradients(losses[head], layers)
    return {"weights": [W for W, _ in gradients], "biases": [b for _, b in gradients]}


def case(sizes, batch, g, g_prime, head, note, seed=None):
    label = f"{'-'.join(map(str, sizes))}, batch of {batch}, {note}"
    arguments = {"sizes": sizes, "batch": batch, "g": g, "g_prime": g_prime, "head": head}
    return Case(label, arguments, seed)


BACKWARD = Check(
    name="backward",
    parts={"weights": 5, "biases": 3},
    inputs=inputs,
    probe=probe,
    reference=reference,
    visible=(
        case((3, 5, 4, 2), 3, TANH, TANH_PRIME, "sigmoid", "tanh", seed=1),
        case((3, 3, 3, 1), 3, SIGMOID, SIGMOID_PRIME, "linear", "sigmoid", seed=2),
        case((2, 3, 1), 1, RELU, RELU_PRIME, "cross-entropy", "ReLU", seed=3),
        case((4, 6, 5, 3, 2), 17, TANH, TANH_PRIME, "cross-entropy", "tanh", seed=4),
        case((3, 4, 4, 4), 4, None, STRANGER_PRIME, "free", "free caches", seed=5),
    ),
    hidden=(
        case((3, 5, 4, 2), 3, SIGMOID, SIGMOID_PRIME, "cross-entropy", "sigmoid"),
        case((3, 3, 3, 1), 3, TANH, TANH_PRIME, "linear", "tanh"),
        case((2, 3, 1), 1, TANH, TANH_PRIME, "sigmoid", "tanh"),
        case((4, 6, 5, 3, 2), 17, RELU, RELU_PRIME, "sigmoid", "ReLU"),
        case((4, 2), 6, TANH, TANH_PRIME, "linear", "no hidden layer"),
        case((3, 4, 5, 4, 3, 2), 4, None, STRANGER_PRIME, "free", "free caches"),
        case((3, 3, 3, 3), 3, None, STRANGER_PRIME, "free", "free caches"),
        case((5, 2, 4, 3), 9, None, TANH_PRIME, "free", "free caches of tanh"),
    ),
    mutants=BACKWARD_MUTANTS,
)
