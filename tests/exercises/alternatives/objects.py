# ruff: noqa  written as students write, for a namespace that the notebook fills
"""A class for a layer, keyword arguments, tuples, float32 nowhere."""

from dataclasses import dataclass


@dataclass
class Layer:
    W: object
    b: object
    m_W: object
    m_b: object

    def forward(self, A, g):
        self.A, self.Z = A, A @ self.W + self.b
        return g(self.Z)

    def step(self, delta, learning_rate, beta, l2):
        back = delta @ self.W.T
        self.m_W = beta * self.m_W - learning_rate * (self.A.T @ delta + l2 * self.W)
        self.m_b = beta * self.m_b - learning_rate * delta.sum(axis=0)
        self.W, self.b = self.W + self.m_W, self.b + self.m_b
        return back


def training_step(layers, memory, X, T, g, g_prime, learning_rate, beta, l2):
    stack = [Layer(*pair, *moves) for pair, moves in zip(layers, memory)]
    A = X
    for layer in stack:
        A = layer.forward(A, g)
    loss = np.sum((A - T) ** 2) / (2 * len(T)) + l2 / 2 * sum(np.sum(x.W**2) for x in stack)
    back = (A - T) / len(T)
    for layer in reversed(stack):
        back = layer.step(back * g_prime(layer.Z), learning_rate, beta, l2)
    return loss, tuple((x.W, x.b) for x in stack), tuple((x.m_W, x.m_b) for x in stack)
