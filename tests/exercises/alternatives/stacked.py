# ruff: noqa  written as students write, for a namespace that the notebook fills
"""The bias as row 0 of one matrix for each layer, a column of ones before the activations."""


def with_ones(A):
    return np.column_stack([np.ones(len(A)), A])


def stack(layers):
    return [np.vstack([b, W]) for W, b in layers]


def backward(delta, Z, A, layers, g_prime):
    gradients = []
    matrices = stack(layers)
    for l in range(len(layers))[::-1]:
        gradient = with_ones(A[l]).T @ delta
        gradients.append((gradient[1:], gradient[0]))
        if l > 0:
            delta = (delta @ matrices[l].T)[:, 1:] * g_prime(Z[l - 1])
    return gradients[::-1]


def network_deltas(X, T, layers, g, g_prime):
    matrices, Z, A = stack(layers), [], [X]
    for M in matrices:
        Z.append(with_ones(A[-1]) @ M)
        A.append(g(Z[-1]))
    deltas = [delta_output(Z[-1], A[-1], T, g_prime)]
    for M, z in zip(matrices[:0:-1], Z[-2::-1]):
        deltas = [(deltas[0] @ M.T)[:, 1:] * g_prime(z), *deltas]
    return deltas


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    matrices, old = stack(layers), stack(memory)
    Z, A = [], [X]
    for M in matrices:
        Z.append(with_ones(A[-1]) @ M)
        A.append(g(Z[-1]))
    loss = np.sum((A[-1] - T) ** 2) / 2 / len(X) + l2 / 2 * sum(
        (M[1:] ** 2).sum() for M in matrices
    )
    gradients = backward((A[-1] - T) * g_prime(Z[-1]) / len(X), Z, A, layers, g_prime)
    moves = []
    for M, m, (dW, db) in zip(matrices, old, gradients):
        gradient = np.vstack([db, dW])
        gradient[1:] += l2 * M[1:]
        moves.append(beta * m - learning_rate * gradient)
    new = [M + m for M, m in zip(matrices, moves)]
    return loss, [(M[1:], M[0]) for M in new], [(m[1:], m[0]) for m in moves]
