# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Nothing is kept from a forward pass: what is needed is computed again."""


def activation(X, layers, g, l):
    for W, b in layers[:l]:
        X = g(X @ W + b)
    return X


def pre_activation(X, layers, g, l):
    W, b = layers[l - 1]
    return activation(X, layers, g, l - 1) @ W + b


def network_deltas(X, T, layers, g, g_prime):
    def delta(l):
        Z = pre_activation(X, layers, g, l)
        if l == len(layers):
            return delta_output(Z, g(Z), T, g_prime)
        return delta_hidden(delta(l + 1), layers[l][0], Z, g_prime)

    return [delta(l) for l in range(1, len(layers) + 1)]


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    L = len(layers)
    loss = np.sum((activation(X, layers, g, L) - T) ** 2) / 2 / len(X)
    loss += l2 * sum(np.sum(W**2) for W, _ in layers) / 2
    deltas = [SIGN * d for d in network_deltas(X, T, layers, g, g_prime)]
    new_layers, new_memory = [], []
    for l in range(1, L + 1):
        (W, b), (m_W, m_b) = layers[l - 1], memory[l - 1]
        dW = activation(X, layers, g, l - 1).T @ deltas[l - 1] + l2 * W
        m_W, m_b = beta * m_W - learning_rate * dW, beta * m_b - learning_rate * sum(deltas[l - 1])
        new_layers.append((W + m_W, b + m_b))
        new_memory.append((m_W, m_b))
    return loss, new_layers, new_memory
