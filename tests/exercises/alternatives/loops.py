# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Every sum written out."""


def delta_output(Z, A, T, g_prime):
    delta = np.zeros_like(Z)
    for i in range(len(Z)):
        for k in range(len(Z[i])):
            delta[i, k] = SIGN * (A[i, k] - T[i, k]) / len(Z) * g_prime(Z[i, k])
    return delta


def delta_hidden(delta, W, Z, g_prime):
    result = np.zeros_like(Z)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            total = 0.0
            for k in range(W.shape[1]):
                total += delta[i, k] * W[j, k]
            result[i, j] = total * g_prime(Z[i, j])
    return result


def backward(delta, Z, A, layers, g_prime):
    gradients = [None] * len(layers)
    for l in range(len(layers) - 1, -1, -1):
        W, b = layers[l]
        dW, db = np.zeros(W.shape), np.zeros(b.shape)
        for i in range(len(delta)):
            row, activations = delta[i].tolist(), A[l][i].tolist()
            for k in range(len(row)):
                db[k] += row[k]
                for j in range(len(activations)):
                    dW[j, k] += activations[j] * row[k]
        gradients[l] = (dW, db)
        if l > 0:
            delta = delta_hidden(delta, W, Z[l - 1], g_prime)
    return gradients


def linear_chain(a, t, W2, W3):
    d3 = SIGN * (a - t)
    d2 = [W3[0, 0] * d3, W3[1, 0] * d3]
    d1 = [W2[0, 0] * d2[0] + W2[0, 1] * d2[1], W2[1, 0] * d2[0] + W2[1, 1] * d2[1]]
    return d1, d2, d3


def delta_cross_entropy(A, T):
    delta = np.zeros_like(A)
    for i in range(len(A)):
        for k in range(len(A[i])):
            delta[i, k] = SIGN * (A[i, k] - T[i, k]) / len(A)
    return delta


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    Z, A = forward(X, layers, g)
    loss = 0.0
    for a, t in zip(A[-1], T):
        for k in range(len(t)):
            loss += 0.5 * (a[k] - t[k]) ** 2 / len(X)
    gradients = backward(SIGN * delta_output(Z[-1], A[-1], T, g_prime), Z, A, layers, g_prime)
    new_layers, new_memory = [], []
    for l in range(len(layers)):
        W, b = layers[l][0].copy(), layers[l][1].copy()
        m_W, m_b = memory[l][0].copy(), memory[l][1].copy()
        for k in range(W.shape[1]):
            for j in range(W.shape[0]):
                loss += 0.5 * l2 * W[j, k] ** 2
                slope = gradients[l][0][j, k] + l2 * W[j, k]
                m_W[j, k] = beta * m_W[j, k] - learning_rate * slope
                W[j, k] += m_W[j, k]
            m_b[k] = beta * m_b[k] - learning_rate * gradients[l][1][k]
            b[k] += m_b[k]
        new_layers.append((W, b))
        new_memory.append((m_W, m_b))
    return loss, new_layers, new_memory
