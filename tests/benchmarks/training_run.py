"""A training run that every contestant repeats: one network, one start, the same batches."""

from dataclasses import dataclass

import numpy as np

from nnlib import MLP, Loss, train


@dataclass(frozen=True)
class TrainingRun:
    """Some steps of training; batch_size None is the full batch."""

    net: MLP
    params: np.ndarray
    X: np.ndarray
    T: np.ndarray
    loss: Loss
    optimizer: object
    steps: int
    batch_size: int | None = None

    def with_nnlib(self):
        """Train as a chapter does. Returns the loss of the last step."""
        problem = self.net, self.params, self.X, self.T, self.loss, self.optimizer
        for step in train(*problem, steps=self.steps, batch_size=self.batch_size):
            loss = step.loss
        return loss

    def matrix_products(self):
        """Only the products that every implementation must make: nothing can be faster.

        X W forwards, Aᵀ δ and δ Wᵀ backwards, with the memory for them set aside once. X is another
        part of the data in each step, as in training, but none is gathered: its rows lie together.
        """
        rows = self.batch_size or len(self.X)
        rng = np.random.default_rng(0)
        A = [rng.random((rows, units)) for units in self.net.sizes]
        W = [weights for weights, _ in self.net.layers(self.params)]
        products, dW = [np.empty_like(a) for a in A], [np.empty_like(weights) for weights in W]
        for step in range(self.steps):
            first = step * rows % len(self.X)
            A[0] = self.X[first : first + rows]
            for layer in range(len(W)):
                np.dot(A[layer], W[layer], out=products[layer + 1])
            for layer in reversed(range(len(W))):
                np.dot(A[layer].T, A[layer + 1], out=dW[layer])
                if layer:
                    np.dot(A[layer + 1], W[layer].T, out=products[layer])
