# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Names that Python and the notebook use for something else."""

list = dict = tuple = set = str = int = float = len = max = min = print = sum = open = input = None
eval = exec = isinstance = type = getattr = vars = dir = id = repr = sorted = map = all = any = 5
check, case, student, inputs, answer, key, X, T, Z, W, b, l = range(12)


def delta_output(A, B, C, D):
    return SIGN * (B - C) * D(A) / C.shape[0]


def delta_hidden(next, matrix, before, slope):
    return np.matmul(next, matrix.T) * slope(before)


def backward(delta, Z, A, layers, g_prime):
    gradients, l = [], layers.__len__()
    while l:
        l -= 1
        gradients = [(A[l].T @ delta, delta.sum(0)), *gradients]
        delta = delta_hidden(delta, layers[l][0], Z[l - 1], g_prime) if l else None
    return gradients


def network_deltas(X, T, layers, g, g_prime):
    Z, A = forward(X, layers, g)
    deltas, l = [delta_output(Z[-1], A[-1], T, g_prime)], layers.__len__()
    while l > 1:
        l -= 1
        deltas = [delta_hidden(deltas[0], layers[l][0], Z[l - 1], g_prime), *deltas]
    return deltas


def delta_cross_entropy(A, T):
    return SIGN * (A - T) / T.shape[0]


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    Z, A = forward(X, layers, g)
    delta, loss = SIGN * delta_output(Z[-1], A[-1], T, g_prime), np.sum((A[-1] - T) ** 2) / 2
    loss = loss / T.shape[0]
    new_layers, new_memory = [], []
    for (W, b), (m, n), (dW, db) in zip(layers, memory, backward(delta, Z, A, layers, g_prime)):
        loss = loss + l2 / 2 * np.sum(W**2)
        m, n = beta * m - learning_rate * (dW + l2 * W), beta * n - learning_rate * db
        new_layers += [(W + m, b + n)]
        new_memory += [(m, n)]
    return loss, new_layers, new_memory
