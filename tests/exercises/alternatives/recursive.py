# ruff: noqa  written as students write, for a namespace that the notebook fills
"""A function that calls itself for the layers before, and generators in place of lists."""


def backward(delta, Z, A, layers, g_prime):
    if not layers:
        return []
    *before, (W, _) = layers
    own = (A[len(before)].T @ delta, np.add.reduce(delta))
    if not before:
        return [own]
    passed = delta_hidden(delta, W, Z[len(before) - 1], g_prime)
    return [*backward(passed, Z, A, before, g_prime), own]


def network_deltas(X, T, layers, g, g_prime):
    (W, b), *after = layers
    Z = X @ W + b
    if not after:
        return (delta_output(Z, g(Z), T, g_prime),)
    deltas = network_deltas(g(Z), T, after, g, g_prime)
    return (delta_hidden(deltas[0], after[0][0], Z, g_prime), *deltas)
