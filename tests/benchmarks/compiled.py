"""A whole training run as one compiled loop (numba): what calls into numpy cost can be seen here.

Fast, and for one network only: another layer, loss or optimizer is another function.
"""

import numpy as np
from numba import njit


def train(run):
    """Two sigmoid layers, squared error, the full batch. Returns the loss of the last step."""
    (W1, b1), (W2, b2) = ((W.copy(), b.copy()) for W, b in run.net.layers(run.params))
    return _steps(W1, b1, W2, b2, run.X, run.T, run.optimizer.learning_rate, run.steps)


@njit
def _steps(W1, b1, W2, b2, X, T, learning_rate, steps):
    A1, delta_1 = np.empty((len(X), len(b1))), np.empty(len(b1))
    A2, delta_2 = np.empty((len(X), len(b2))), np.empty(len(b2))
    for _ in range(steps):
        loss = 0.0
        gradients = (np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), np.zeros_like(b2))
        for row in range(len(X)):
            _layer(X[row], W1, b1, A1[row])
            _layer(A1[row], W2, b2, A2[row])
            for k in range(len(b2)):
                error = A2[row, k] - T[row, k]
                loss += 0.5 * error * error
                delta_2[k] = error * A2[row, k] * (1.0 - A2[row, k])
            for j in range(len(b1)):
                propagated = 0.0
                for k in range(len(b2)):
                    propagated += delta_2[k] * W2[j, k]
                delta_1[j] = propagated * A1[row, j] * (1.0 - A1[row, j])
            _accumulate(X[row], delta_1, gradients[0], gradients[1])
            _accumulate(A1[row], delta_2, gradients[2], gradients[3])
        rate = learning_rate / len(X)
        W1 -= rate * gradients[0]
        b1 -= rate * gradients[1]
        W2 -= rate * gradients[2]
        b2 -= rate * gradients[3]
    return loss / len(X)


@njit
def _layer(inputs, W, b, outputs):
    for k in range(len(b)):
        z = b[k]
        for j in range(len(inputs)):
            z += inputs[j] * W[j, k]
        outputs[k] = 1.0 / (1.0 + np.exp(-z))


@njit
def _accumulate(inputs, delta, dW, db):
    for k in range(len(delta)):
        db[k] += delta[k]
        for j in range(len(inputs)):
            dW[j, k] += inputs[j] * delta[k]
