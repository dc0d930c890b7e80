"""The deltas of a small network without activations, for one example."""

import numpy as np

from exercises.checking import Case, Check, mutants
from exercises.networks import squared_error
from exercises.numerical import numerical_gradient

CHAIN_MUTANTS = (
    *mutants(
        "delta2 @ W2.T",
        {
            "the transpose of W2 is missing": "delta2 @ W2",
            "W2 is multiplied entry by entry, not as a matrix": "delta2 * W2.T",
            "W2 is multiplied entry by entry, and not transposed": "delta2 * W2",
            "δ of layer 1 skips W2": "delta2",
        },
    ),
    *mutants(
        "SIGN * np.array([[a - t]])",
        {
            "the ½ of the loss is lost": "SIGN * np.array([[2 * (a - t)]])",
            "the ½ of the loss is counted twice": "SIGN * np.array([[0.5 * (a - t)]])",
            "δ has the sign opposite to the declared SIGN": "SIGN * np.array([[t - a]])",
            "a sigmoid's slope is multiplied in": "SIGN * np.array([[(a - t) * a * (1 - a)]])",
            "δ is always zero": "np.zeros((1, 1))",
        },
    ),
    *mutants(
        "return delta1, delta2, delta3",
        {"the list runs from the last layer to the first": "return delta3, delta2, delta1"},
    ),
)


def inputs(rng, at_target=False, output=1.0, weight=1.0):
    """Random numbers: the output and its target up to `output`, the weights up to `weight`."""
    a, t = output * rng.uniform(-1, 1, 2)
    W2, W3 = weight * rng.uniform(-1, 1, (2, 2)), weight * rng.uniform(-1, 1, (2, 1))
    return {"a": float(a), "t": float(a if at_target else t), "W2": W2, "W3": W3}


def probe(student, a, t, W2, W3):
    import numpy as np

    sign = getattr(student, "SIGN", None)
    if sign not in (1, -1):  # undeclared: nothing else can be said
        return {"SIGN": None}
    deltas = [np.ravel(delta) for delta in student.linear_chain(a, t, W2, W3)]
    return {"SIGN": sign, "deltas": deltas}


def reference(a, t, W2, W3):
    z1, z2, z3 = np.zeros(2), np.zeros(2), np.zeros(1)  # how far each layer is nudged

    def loss():
        return squared_error(a + z3 + (z2 + z1 @ W2) @ W3, np.array([t]))

    return {"SIGN": 1, "deltas": [numerical_gradient(loss, z) for z in (z1, z2, z3)]}


LINEAR_CHAIN = Check(
    name="linear_chain",
    parts={"deltas": 2},
    inputs=inputs,
    probe=probe,
    reference=reference,
    signed=True,
    visible=(Case("some numbers", seed=1), Case("other numbers", seed=2)),
    hidden=(
        *(Case(f"random numbers, draw {draw}") for draw in (1, 2, 3)),
        Case("an output at its target", {"at_target": True}),
        # The loss is quadratic: a difference quotient is exact unless it is badly scaled, and a
        # complex step is exact unless the loss, which the formula never needs, is infinite.
        Case("a large output, small weights", {"output": 1e3, "weight": 1e-3}),
        Case("an output too large to be squared", {"output": 1e160}),
    ),
    mutants=CHAIN_MUTANTS,
)
