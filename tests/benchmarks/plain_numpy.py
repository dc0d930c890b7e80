"""What one would write in numpy without a library: the slide's loop, and a naive gradient."""

import numpy as np


def slide_loop(run):
    """Two layers, sigmoid, squared error: the loop of the slide, which has no biases."""
    (w1, _), (w2, _) = ((W.copy(), b) for W, b in run.net.layers(run.params))
    x, y, rate = run.X, run.T, run.optimizer.learning_rate / len(run.X)
    for _ in range(run.steps):
        h = 1 / (1 + np.exp(-x.dot(w1)))
        y_pred = h.dot(w2)
        loss = 0.5 * np.square(y_pred - y).sum()
        grad_y_pred = y_pred - y
        grad_w2 = h.T.dot(grad_y_pred)
        grad_h = grad_y_pred.dot(w2.T)
        grad_w1 = x.T.dot(grad_h * h * (1 - h))
        w1 -= rate * grad_w1
        w2 -= rate * grad_w2
    return loss / len(x)


def naive_gradient(net, params, X, T, epsilon=1e-5):
    """Central differences, one entry of one matrix at a time; squared error of a tanh network."""
    arrays = [values.copy() for W, b in net.layers(params) for values in (W, b)]

    def loss():
        A = X
        for W, b in zip(arrays[:-2:2], arrays[1:-2:2], strict=True):
            A = np.tanh(A @ W + b)
        outputs = A @ arrays[-2] + arrays[-1]
        return 0.5 * np.sum((outputs - T) ** 2) / len(T)

    gradients = []
    for array in arrays:
        gradient = np.zeros_like(array)
        for index in np.ndindex(array.shape):
            value = array[index]
            array[index] = value + epsilon
            above = loss()
            array[index] = value - epsilon
            below = loss()
            array[index] = value
            gradient[index] = (above - below) / (2 * epsilon)
        gradients.append(gradient.ravel())
    return np.concatenate(gradients)
