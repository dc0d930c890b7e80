"""What a playground trains on: its data, features, network and loss, from the figure's settings."""

from types import SimpleNamespace

import numpy as np

import nnlib
from nnlib.figures.playground_training import order_of

FEATURES = {
    "x1": ("x₁", lambda x, y: x),
    "x2": ("x₂", lambda x, y: y),
    "x1_squared": ("x₁²", lambda x, y: x * x),
    "x2_squared": ("x₂²", lambda x, y: y * y),
    "x1_x2": ("x₁x₂", lambda x, y: x * y),
    "sin_x1": ("sin x₁", lambda x, y: np.sin(x)),
    "sin_x2": ("sin x₂", lambda x, y: np.sin(y)),
    "cos_x1": ("cos x₁", lambda x, y: np.cos(x)),
    "cos_x2": ("cos x₂", lambda x, y: np.cos(y)),
}
# The noise, from 0 to 1, moves labels or points as TensorFlow Playground does.
SETS = {
    "circle": lambda noise, seed: nnlib.circles(500, 0.0, seed, 5 * noise),
    "xor": lambda noise, seed: nnlib.quadrants(500, 0.0, seed, 5 * noise),
    "clouds": lambda noise, seed: nnlib.blobs(500, np.sqrt(0.5 + 7 * noise), seed),
    "spiral": lambda noise, seed: nnlib.spiral(500, noise / np.sqrt(3), seed),
    "plane": lambda noise, seed: nnlib.plane(1200, 0.0, seed, 6 * noise),
    "cones": lambda noise, seed: nnlib.cones(1200, 0.0, seed, 6 * noise),
}
REGRESSION = ("plane", "cones")
ACTIVATIONS = {
    "tanh": nnlib.tanh,
    "relu": nnlib.relu,
    "sigmoid": nnlib.sigmoid,
    "linear": nnlib.identity,
}
INITIAL = {
    "uniform ±½, b = 0.1": (nnlib.uniform(-0.5, 0.5), 0.1),
    "zeros": (nnlib.zeros, 0.0),
    "Glorot": (nnlib.glorot_uniform, 0.0),
    "He": (nnlib.he_uniform, 0.0),
    "LeCun": (nnlib.lecun_uniform, 0.0),
}


def problem(made, own_activation=None):
    """net, loss, X, T (n, 1), training (how many rows are for training) of what a frame says."""
    data = made.get("own_data") or drawn(made)
    chosen = [f for name, (_, f) in FEATURES.items() if made[name]]
    cross_entropy = not data["regression"] and made["loss"] == "cross-entropy"
    x, y = np.reshape(data["places"], (-1, 2)).T
    labels = np.reshape(data["labels"], (-1, 1))
    columns = [f(x, y) for f in chosen] or [np.zeros(len(labels))]
    hidden = [int(units) for units in made["hidden"] if units >= 1]
    return SimpleNamespace(
        net=nnlib.MLP(
            (len(columns), *hidden, 1),
            hidden=own_activation or ACTIVATIONS[made["activation"]],
            output=nnlib.identity if cross_entropy or data["regression"] else nnlib.tanh,
        ),
        loss=nnlib.sigmoid_cross_entropy if cross_entropy else nnlib.squared_error,
        X=np.stack(columns, axis=1),
        T=(labels + 1) / 2 if cross_entropy else labels,
        training=data["training"],
    )


def drawn(made):
    """A set in the order of training: {regression, places, labels, rows, training}."""
    name, seed = made["dataset"], made["data_seed"]
    X, T = SETS[name](made["noise"] / 100, seed)
    order = order_of(len(X), seed, 0)
    return {
        "regression": name in REGRESSION,
        "places": X[order],
        "labels": T[order] if name in REGRESSION else 2 * T[order] - 1,
        "rows": len(X),
        "training": len(X) * made["train_share"] // 100,
    }


def start(net, initial, seed):
    """The parameters that a network starts from."""
    initializer, bias = INITIAL[initial]
    params = net.init(seed, initializer)
    for _, b in net.layers(params):
        b[:] = bias
    return params
