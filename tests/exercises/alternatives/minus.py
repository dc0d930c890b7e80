# ruff: noqa  written as students write, for a namespace that the notebook fills
"""The other sign from end to end: δ is an error, and steps add."""

SIGN = -1


def delta_output(Z, A, T, g_prime):
    return (T - A) * g_prime(Z) / len(T)


def linear_chain(a, t, W2, W3):
    d3 = np.array([t - a])
    d2 = W3 @ d3
    return W2 @ d2, d2, d3


def delta_cross_entropy(A, T):
    return (T - A) / len(T)


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    Z, A = forward(X, layers, g)
    loss = 0.5 * np.mean(np.sum((T - A[-1]) ** 2, axis=1))
    loss += 0.5 * l2 * sum(np.sum(W * W) for W, b in layers)
    uphill = backward(delta_output(Z[-1], A[-1], T, g_prime), Z, A, layers, g_prime)
    changes = [
        (beta * m_W + learning_rate * (dW - l2 * W), beta * m_b + learning_rate * db)
        for (W, b), (m_W, m_b), (dW, db) in zip(layers, memory, uphill)
    ]
    moved = [(W + m_W, b + m_b) for (W, b), (m_W, m_b) in zip(layers, changes)]
    return loss, moved, changes
