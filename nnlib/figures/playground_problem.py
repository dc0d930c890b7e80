"""What a playground trains on: its data, features, network and loss, from the figure's settings."""

from dataclasses import dataclass

import numpy as np

import nnlib
from nnlib.arguments import as_matrix
from nnlib.figures.playground_training import order_of

OWN = "your own"
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
    "ReLU": nnlib.relu,
    "sigmoid": nnlib.sigmoid,
    "linear": nnlib.identity,
    "leaky ReLU": nnlib.leaky_relu,
    "ELU": nnlib.elu(1.0),
    "softplus": nnlib.softplus,
    "SiLU": nnlib.silu,
    "GELU": nnlib.gelu,
    "softsign": nnlib.softsign,
    "arctan": nnlib.arctan,
    "ISRU": nnlib.isru(1.0),
    "hard tanh": nnlib.hardtanh,
}
INITIAL = {
    "uniform ±½, b = 0.1": (nnlib.uniform(-0.5, 0.5), 0.1),
    "zeros": (nnlib.zeros, 0.0),
    "Glorot": (nnlib.glorot_uniform, 0.0),
    "He": (nnlib.he_uniform, 0.0),
    "LeCun": (nnlib.lecun_uniform, 0.0),
}
TABLE = np.linspace(-10.0, 10.0, 1601)  # where a page knows the values of one's own g


@dataclass(frozen=True)
class Problem:
    """A network and its data: X (n, n_features), T (n, 1); the first rows are for training."""

    net: nnlib.MLP
    loss: nnlib.Loss
    X: np.ndarray
    T: np.ndarray
    training: int

    def losses(self, params):
        """[training loss, test loss], without a penalty; not finite where they are too large."""
        with np.errstate(over="ignore", invalid="ignore"):
            outputs = self.net(params, self.X)
            parts = (slice(self.training), slice(self.training, None))
            return [float(self.loss(outputs[part], self.T[part])) for part in parts]


def problem(made, own_data=None, own_activation=None):
    """The Problem that a frame's `made` describes.

    Without data or an activation of one's own, the circle and tanh stand for them.
    """
    places, labels, regression = _drawn(made, own_data)
    chosen = [f for name, (_, f) in FEATURES.items() if made[name]]
    cross_entropy = not regression and made["loss"] == "cross-entropy"
    columns = [f(*places.T) for f in chosen] or [np.zeros(len(labels))]
    hidden = [int(units) for units in made["hidden"] if units >= 1]
    activation = ACTIVATIONS.get(made["activation"]) or own_activation or nnlib.tanh
    return Problem(
        net=nnlib.MLP(
            (len(columns), *hidden, 1),
            hidden=activation,
            output=nnlib.identity if cross_entropy or regression else nnlib.tanh,
        ),
        loss=nnlib.sigmoid_cross_entropy if cross_entropy else nnlib.squared_error,
        X=np.stack(columns, axis=1),
        T=(labels + 1) / 2 if cross_entropy else labels,
        training=min(max(len(labels) * made["train_share"] // 100, 1), len(labels) - 1),
    )


def _drawn(made, own_data):
    """A set in the order of training: places, labels −1 and 1 or heights, and which of the two."""
    name, seed = made["dataset"], made["data_seed"]
    if name == OWN and own_data is not None:
        places, labels = np.reshape(own_data["places"], (-1, 2)), own_data["labels"]
        regression = own_data["regression"]
    else:
        name = "circle" if name == OWN else name
        regression = name in REGRESSION
        places, labels = SETS[name](made["noise"] / 100, seed)
        labels = labels if regression else 2 * labels - 1
    order = order_of(len(places), seed, 0)
    return places[order], np.reshape(labels, (-1, 1))[order], regression


def start(net, initial, seed):
    """The parameters that a network starts from."""
    initializer, bias = INITIAL[initial]
    params = net.init(seed, initializer)
    for _, b in net.layers(params):
        b[:] = bias
    return params


def own_data(data):
    """{places, labels, regression} of (X, T): labels 0 and 1, or −1 and 1, are kinds; else heights.

    Raises ValueError or TypeError for another shape, and for NaN.
    """
    try:
        X, T = data
    except (TypeError, ValueError):
        raise TypeError(f"data is {data!r:.60}; expected a pair (X, T)") from None
    X = as_matrix("X", X, 2)
    T = np.asarray(T)
    T = T.astype(np.float64) if T.dtype == bool else T  # truth values are kinds
    T = as_matrix("T", T.reshape(-1, 1) if T.ndim == 1 else T, 1)
    if len(X) != len(T) or len(X) < 2:
        raise ValueError(f"X has {len(X)} rows and T {len(T)}; expected as many, and at least 2")
    kinds = set(np.unique(T).tolist())
    regression = not (kinds <= {0.0, 1.0} or kinds <= {-1.0, 1.0})
    labels = T if regression else np.where(T > 0, 1.0, -1.0)
    return {
        "places": X.ravel().tolist(),
        "labels": labels.ravel().tolist(),
        "regression": regression,
    }


def own_activation(g):
    """nnlib's Activation of a function z → g(z); its slopes by central differences if it has none.

    Raises TypeError for what is no function, ValueError where it gives no finite numbers.
    """
    if not callable(g):
        raise TypeError(f"activation is {g!r}; expected a name, or a function such as np.sin")
    if not isinstance(g, nnlib.Activation):
        g = nnlib.Activation(
            getattr(g, "__name__", "own"), g, lambda z, a: (g(z + 1e-6) - g(z - 1e-6)) / 2e-6
        )
    values = np.asarray(g.function(TABLE))
    if values.shape != TABLE.shape or not np.isfinite(values).all():
        raise ValueError(
            f"{g.name} gives {values!r:.80} for z from −10 to 10; expected finite numbers, one a z"
        )
    return g


def table(activation):
    """An activation as a page may know it: {low, high, values, slopes}."""
    values = activation.function(TABLE)
    slopes = np.broadcast_to(activation.derivative(TABLE, values), TABLE.shape)
    return {
        "low": TABLE[0],
        "high": TABLE[-1],
        "values": [float(f"{value:.7g}") for value in values],
        "slopes": [float(f"{slope:.7g}") for slope in slopes],
    }
