# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Nested lists of Python floats, in and out."""


def delta_output(Z, A, T, g_prime):
    return [
        [SIGN * (float(a) - float(t)) * float(g_prime(z)) / len(A) for z, a, t in zip(*rows)]
        for rows in zip(Z, A, T)
    ]


def delta_hidden(delta, W, Z, g_prime):
    W = [list(map(float, row)) for row in W]
    return [
        [
            sum(float(d) * w for d, w in zip(deltas, W[j])) * float(g_prime(z))
            for j, z in enumerate(zs)
        ]
        for deltas, zs in zip(delta, Z)
    ]


def backward(delta, Z, A, layers, g_prime):
    gradients, delta = [], [list(map(float, row)) for row in delta]
    for l in reversed(range(len(layers))):
        columns = list(zip(*A[l].tolist()))
        dW = [[sum(a * d[k] for a, d in zip(column, delta)) for k in range(len(delta[0]))]
              for column in columns]  # fmt: skip
        gradients = [(dW, [sum(column) for column in zip(*delta)]), *gradients]
        if l:
            delta = delta_hidden(delta, layers[l][0], Z[l - 1], g_prime)
    return gradients


def linear_chain(a, t, W2, W3):
    d3 = [SIGN * (a - t)]
    d2 = [float(w[0]) * d3[0] for w in W3]
    return [[sum(float(w) * d for w, d in zip(row, d2)) for row in W2], d2, d3]


def delta_cross_entropy(A, T):
    rows = zip(A.tolist(), T.tolist())
    return [[SIGN * (a - t) / len(A) for a, t in zip(*row)] for row in rows]


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    Z, A = forward(X, layers, g)
    loss = sum((a - t) ** 2 for a, t in zip(A[-1].ravel().tolist(), T.ravel().tolist()))
    loss = loss / 2 / len(T) + l2 / 2 * sum(w * w for W, _ in layers for w in W.ravel().tolist())
    delta = [[SIGN * d for d in row] for row in delta_output(Z[-1], A[-1], T, g_prime)]
    new_layers, new_memory = [], []
    steps = zip(layers, memory, backward(delta, Z, A, layers, g_prime))
    for (W, b), (m_W, m_b), (dW, db) in steps:
        W, m_W = W.tolist(), m_W.tolist()
        m_W = [[beta * m - learning_rate * (d + l2 * w) for m, d, w in zip(*rows)]
               for rows in zip(m_W, dW, W)]  # fmt: skip
        m_b = [beta * m - learning_rate * d for m, d in zip(m_b.tolist(), db)]
        W = [[w + m for w, m in zip(*rows)] for rows in zip(W, m_W)]
        new_layers.append([W, [float(x) + m for x, m in zip(b, m_b)]])
        new_memory.append([m_W, m_b])
    return loss, new_layers, new_memory
