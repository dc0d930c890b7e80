"""One full step of training: loss, gradients, momentum, L2."""

import numpy as np

from exercises.checking import Case, Check, Mutant, mutants
from exercises.checks.backpropagation.backward import BACKWARD_MUTANTS
from exercises.checks.backpropagation.delta_output import OUTPUT_MUTANTS
from exercises.networks import (
    RELU,
    RELU_PRIME,
    SIGMOID,
    SIGMOID_PRIME,
    STRANGER_PRIME,
    TANH,
    TANH_PRIME,
    copies,
    forward,
    network,
    numerical_gradients,
    random_layers,
    squared_error,
    with_caches,
)

UPDATED_BEFORE_PROPAGATING = """gradients, layers = [], list(layers)
    for l in reversed(range(len(layers))):
        W, b = layers[l]
        gradients.insert(0, (A[l].T @ delta, delta.sum(axis=0)))
        moved = W + beta * memory[l][0] - learning_rate * (gradients[0][0] + l2 * W)
        if l > 0:
            delta = delta_hidden(delta, moved, Z[l - 1], g_prime)"""
MEMORY = """m_W = beta * m_W - learning_rate * (dW + l2 * W)
        m_b = beta * m_b - learning_rate * db"""
MOVE = "new_layers.append((W + m_W, b + m_b))"
STEP_MUTANTS = (
    *OUTPUT_MUTANTS,
    *BACKWARD_MUTANTS,
    *mutants(
        "gradients = backward(delta, Z, A, layers, g_prime)",
        {
            "W is updated before δ goes back through it": UPDATED_BEFORE_PROPAGATING,
            "g is differentiated, and g_prime is not used as given": (
                "g_prime = lambda z: np.imag(g(z + 1e-30j)) / 1e-30\n"
                "    delta = SIGN * delta_output(Z[-1], A[-1], T, g_prime)\n"
                "    gradients = backward(delta, Z, A, layers, g_prime)"
            ),
            "the gradients keep the sign of a δ that is −∂J/∂Z": (
                "gradients = backward(-delta, Z, A, layers, g_prime)"
            ),
        },
    ),
    *mutants(
        "(dW + l2 * W)",
        {
            "λW has the wrong sign, so that weights grow": "(dW - l2 * W)",
            "λW is left out of the step": "dW",
            "λW is doubled, the ½ of the penalty being lost": "(dW + 2 * l2 * W)",
            "λW is divided by the batch size": "(dW + l2 * W / len(T))",
        },
    ),
    *mutants(
        "- learning_rate * db",
        {
            "λ acts on the biases too": "- learning_rate * (db + l2 * b)",
            "the learning rate is missing for the biases": "- db",
        },
    ),
    *mutants(
        MEMORY,
        {
            "the step climbs: it adds η∂J/∂θ": MEMORY.replace("- learning", "+ learning"),
            "the gradient is multiplied by 1 − β": MEMORY.replace(
                "- learn", "- (1 - beta) * learn"
            ),
            "β is left out, so that the whole memory is kept": MEMORY.replace("beta * ", ""),
            "the memory is forgotten at each step": MEMORY.replace("beta * m", "0 * m"),
        },
    ),
    *mutants(
        MOVE,
        {
            "the step uses the memory only, not the new gradient": (
                "new_layers.append((W + m_W + learning_rate * (dW + l2 * W), "
                "b + m_b + learning_rate * db))"
            ),
            "the step uses the gradient only, not the memory": (
                "new_layers.append((W - learning_rate * (dW + l2 * W), b - learning_rate * db))"
            ),
            "the biases stay where they are": "new_layers.append((W + m_W, b))",
            "the memory is subtracted, not added": "new_layers.append((W - m_W, b - m_b))",
        },
    ),
    Mutant(
        "the new memory is not returned",
        "new_memory.append((m_W, m_b))",
        "new_memory = memory",
    ),
    *mutants(
        "squared_error = 0.5 * np.sum((A[-1] - T) ** 2) / len(T)",
        {
            "the reported loss has lost its ½": (
                "squared_error = np.sum((A[-1] - T) ** 2) / len(T)"
            ),
            "the reported loss is a sum over the examples, not their mean": (
                "squared_error = 0.5 * np.sum((A[-1] - T) ** 2)"
            ),
            "the reported loss is a mean over all numbers": (
                "squared_error = 0.5 * np.mean((A[-1] - T) ** 2)"
            ),
        },
    ),
    *mutants(
        "return squared_error + penalty,",
        {
            "the reported loss leaves the penalty out": "return squared_error,",
            "the reported loss has lost the ½ of the penalty": (
                "return squared_error + 2 * penalty,"
            ),
            "the reported loss penalises the biases too": (
                "return squared_error + penalty + 0.5 * l2 * sum(b @ b for W, b in layers),"
            ),
            "the reported loss is that after the step": (
                "return 0.5 * np.sum((forward(X, new_layers, g)[1][-1] - T) ** 2) / len(T)"
                " + 0.5 * l2 * sum(np.sum(W**2) for W, b in new_layers),"
            ),
            "the reported loss is always zero": "return 0.0,",
        },
    ),
)


def inputs(rng, sizes, batch, g, g_prime, learning_rate, beta, l2, rest=False):
    layers, _, A = network(rng, sizes, batch, g)
    memory = [(0.1 * W, 0.1 * b) for W, b in random_layers(rng, sizes)]
    if rest:  # nothing to remember yet
        memory = [(0 * W, 0 * b) for W, b in memory]
    return {
        "layers": layers,
        "memory": memory,
        "X": A[0],
        "T": rng.uniform(0, 1, A[-1].shape),
        "g": g,
        "g_prime": g_prime,
        "learning_rate": learning_rate,
        "beta": beta,
        "l2": l2,
    }


def published_or_random(rng, published=False, **random):
    if not published:
        return inputs(rng, **random)
    # A worked example that many have computed by hand (M. Mazur, 2015): 2-2-2, sigmoid, η = 0.5.
    layers = [
        (np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([0.35, 0.35])),
        (np.array([[0.40, 0.50], [0.45, 0.55]]), np.array([0.60, 0.60])),
    ]
    return {
        "layers": layers,
        "memory": [(np.zeros((2, 2)), np.zeros(2)) for _ in layers],
        "X": np.array([[0.05, 0.10]]),
        "T": np.array([[0.01, 0.99]]),
        "g": SIGMOID,
        "g_prime": SIGMOID_PRIME,
        "learning_rate": 0.5,
        "beta": 0.0,
        "l2": 0.0,
    }


def probe(student, layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    import numpy as np

    functions = eval(g, {"np": np}), eval(g_prime, {"np": np})
    loss, layers, memory = student.training_step(
        layers, memory, X, T, *functions, learning_rate, beta, l2
    )
    layers = list(layers)
    return {
        "loss": loss,
        "weights": [W for W, _ in layers],
        "biases": [b for _, b in layers],
        "memory": [list(pair) for pair in memory],
    }


def reference(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    layers = copies(layers)
    outputs, _ = with_caches(layers, *forward(X, layers, g), g_prime)

    def loss():
        return squared_error(outputs()[1], T) + 0.5 * l2 * sum(np.sum(W**2) for W, _ in layers)

    steps = [
        [beta * m - learning_rate * gradient for m, gradient in zip(*pairs, strict=True)]
        for pairs in zip(memory, numerical_gradients(loss, layers), strict=True)
    ]
    return {
        "loss": loss(),
        "weights": [W + step for (W, _), (step, _) in zip(layers, steps, strict=True)],
        "biases": [b + step for (_, b), (_, step) in zip(layers, steps, strict=True)],
        "memory": steps,
    }


def case(sizes, batch, g, g_prime, note, rate, beta, l2, seed=None, rest=False, **limits):
    label = f"{'-'.join(map(str, sizes))}, batch of {batch}, {note}"
    arguments = {
        "sizes": sizes,
        "batch": batch,
        "g": g,
        "g_prime": g_prime,
        "learning_rate": rate,
        "beta": beta,
        "l2": l2,
        "rest": rest,
    }
    return Case(label, arguments, seed, **limits)


STRANGE = "a g' that is not that of g"
TRAINING_STEP = Check(
    name="training_step",
    parts={"loss": 1, "weights": 3, "biases": 1, "memory": 1},
    inputs=published_or_random,
    probe=probe,
    reference=reference,
    visible=(
        case((2, 3, 1), 4, TANH, TANH_PRIME, "β = λ = 0", 0.5, 0.0, 0.0, seed=1, rest=True),
        case((3, 5, 4, 2), 3, SIGMOID, SIGMOID_PRIME, "momentum and L2", 0.5, 0.9, 0.3, seed=2),
        case((3, 3, 3, 1), 3, TANH, TANH_PRIME, "momentum and L2", 0.2, 0.8, 0.1, seed=3),
        case((2, 4, 4, 3), 5, TANH, STRANGER_PRIME, STRANGE, 0.3, 0.5, 0.2, seed=4),
    ),
    hidden=(
        Case("a published example", {"published": True}),
        case((4, 6, 5, 3, 2), 17, RELU, RELU_PRIME, "momentum and L2", 0.5, 0.9, 0.2),
        case((2, 3, 1), 1, SIGMOID, SIGMOID_PRIME, "one example", 1.0, 0.7, 0.4),
        case((3, 4, 5, 4, 3, 2), 4, TANH, TANH_PRIME, "five layers", 0.4, 0.9, 0.1),
        case((3, 3, 3, 3), 3, TANH, STRANGER_PRIME, STRANGE, 0.3, 0.6, 0.2),
        case(
            (400, 400, 1),
            *(1, TANH, TANH_PRIME, "160,000 weights", 0.5, 0.9, 0.1),
            seconds=2.5,
            judges=("weights", "biases", "memory"),
        ),
    ),
    mutants=STEP_MUTANTS,
)
