# ruff: noqa  written as students write, for a namespace that the notebook fills
"""The key's mathematics, with prints, assertions and type hints on the way."""

import sys


def delta_output(Z: np.ndarray, A: np.ndarray, T: np.ndarray, g_prime) -> np.ndarray:
    print("Z", Z.shape, "A", A, flush=True)
    assert Z.shape == A.shape == T.shape
    error = A - T
    slope = g_prime(Z)
    print(error, slope, file=sys.stderr)
    return SIGN * error * slope / Z.shape[0]


def delta_hidden(delta, W, Z, g_prime):
    print(f"{delta=}\n{W=}")
    back = np.dot(delta, np.transpose(W))
    assert back.shape == Z.shape, (back.shape, Z.shape)
    return np.multiply(back, g_prime(Z))
