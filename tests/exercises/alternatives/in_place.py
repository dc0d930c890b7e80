# ruff: noqa  written as students write, for a namespace that the notebook fills
"""Works in place, on arrays that the functions made themselves."""


def delta_output(Z, A, T, g_prime):
    delta = A.copy()
    delta -= T
    delta *= g_prime(Z)
    delta *= SIGN
    delta /= len(delta)
    return delta


def delta_hidden(delta, W, Z, g_prime):
    result = np.empty_like(Z)
    np.matmul(delta, W.T, out=result)
    result *= g_prime(Z)
    return result


def backward(delta, Z, A, layers, g_prime):
    gradients = [(np.empty_like(W), np.empty_like(b)) for W, b in layers]
    for l in reversed(range(len(layers))):
        np.matmul(A[l].T, delta, out=gradients[l][0])
        delta.sum(axis=0, out=gradients[l][1])
        if l > 0:
            delta = delta @ layers[l][0].T
            delta *= g_prime(Z[l - 1])
    return gradients


def delta_cross_entropy(A, T):
    delta = np.array(A)
    delta[T > 0] -= T[T > 0]
    delta *= SIGN / len(delta)
    return delta


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    layers = [[W.copy(), b.copy()] for W, b in layers]
    memory = [[W.copy(), b.copy()] for W, b in memory]
    Z, A = forward(X, layers, g)
    loss = ((A[-1] - T) ** 2).sum() / (2 * len(T)) + l2 / 2 * sum((W**2).sum() for W, _ in layers)
    delta = delta_output(Z[-1], A[-1], T, g_prime)
    delta *= SIGN
    gradients = backward(delta, Z, A, layers, g_prime)
    for layer, moves, (dW, db) in zip(layers, memory, gradients):
        dW += l2 * layer[0]
        for parameter, move, gradient in zip(layer, moves, (dW, db)):
            move *= beta
            move -= learning_rate * gradient
            parameter += move
    return loss, layers, memory
