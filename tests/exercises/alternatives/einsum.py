# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Index notation throughout."""


def delta_output(Z, A, T, g_prime):
    return np.einsum("ik,ik->ik", A - T, g_prime(Z)) * (SIGN / len(A))


def delta_hidden(delta, W, Z, g_prime):
    return np.einsum("ik,jk,ij->ij", delta, W, g_prime(Z))


def backward(delta, Z, A, layers, g_prime):
    deltas = [delta]
    for (W, _), z in zip(layers[:0:-1], Z[-2::-1]):
        deltas.append(delta_hidden(deltas[-1], W, z, g_prime))
    return [(np.einsum("ij,ik->jk", a, d), np.einsum("ik->k", d)) for a, d in zip(A, deltas[::-1])]


def linear_chain(a, t, W2, W3):
    d3 = SIGN * np.array([a - t])
    return np.einsum("k,jk,ij->i", d3, W3, W2), np.einsum("k,jk->j", d3, W3), d3


def network_deltas(X, T, layers, g, g_prime):
    A, Z = [X], []
    for W, b in layers:
        Z.append(np.einsum("ij,jk->ik", A[-1], W) + b)
        A.append(g(Z[-1]))
    deltas = [delta_output(Z[-1], A[-1], T, g_prime)]
    for (W, _), z in zip(layers[:0:-1], Z[-2::-1]):
        deltas.insert(0, delta_hidden(deltas[0], W, z, g_prime))
    return deltas


def delta_cross_entropy(A, T):
    return SIGN * np.subtract(A, T) / A.shape[0]
