"""The same training with scikit-learn's MLPClassifier, one call for each pass over the data."""

import numpy as np
from sklearn.neural_network import MLPClassifier


def train(run):
    """Train a one-hidden-layer ReLU network with Adam for whole epochs of `run`.

    The start and the order of the examples are scikit-learn's own, so only the time compares.
    """
    labels = run.T.argmax(axis=1)
    epochs, rest = divmod(run.steps, -(-len(run.X) // run.batch_size))
    if rest:
        raise ValueError(f"{run.steps} steps are {epochs} epochs and {rest} steps; no rest allowed")
    classifier = MLPClassifier(
        hidden_layer_sizes=run.net.sizes[1:-1],
        activation="relu",
        solver="adam",
        learning_rate_init=run.optimizer.learning_rate,
        batch_size=run.batch_size,
        alpha=0.0,
        random_state=0,
    )
    for _ in range(epochs):
        classifier.partial_fit(run.X, labels, classes=np.arange(run.net.sizes[-1]))
