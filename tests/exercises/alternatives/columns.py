# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Examples as columns and W of size n_out × n_in inside, turned round at the door."""


def delta_output(Z, A, T, g_prime):
    z, a, t = Z.T, A.T, T.T
    return (SIGN * (a - t) * g_prime(z) / z.shape[1]).T


def delta_hidden(delta, W, Z, g_prime):
    column_form = W.T
    return ((column_form.T @ delta.T) * g_prime(Z.T)).T


def backward(delta, Z, A, layers, g_prime):
    d, result = delta.T, []
    for l in reversed(range(len(layers))):
        weights = layers[l][0].T
        result.append(((d @ A[l]).T, d @ np.ones(d.shape[1])))
        if l:
            d = (weights.T @ d) * g_prime(Z[l - 1].T)
    result.reverse()
    return result


def linear_chain(a, t, W2, W3):
    d3 = SIGN * np.array([[a - t]])
    d2 = W3 @ d3
    return W2 @ d2, d2, d3


def delta_cross_entropy(A, T):
    return (SIGN * (A.T - T.T) / A.T.shape[1]).T
