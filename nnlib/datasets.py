"""Small data sets: truth tables, clouds of points in the plane, heights over it, votes, digits.

Each gives X (n_examples, n_inputs) and T: labels 0 and 1 or heights in [−1, 1], (n_examples, 1), or
one column for each class.
Only uniform draws are used, which a web page can repeat bit for bit; the noise is a sum of three of
them, which has variance 1 and nearly the shape of a normal.
"""

import numpy as np

from nnlib.arguments import as_array, as_count, as_number

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


def _truth_table(labels):
    return np.array(CORNERS, float), np.array(labels, float).reshape(-1, 1)


def and_gate():
    """1 where both inputs are 1.

    >>> X, T = and_gate()
    >>> print(T.ravel())
    [0. 0. 0. 1.]
    """
    return _truth_table((0, 0, 0, 1))


def or_gate():
    """1 where at least one input is 1.

    >>> X, T = or_gate()
    >>> print(T.ravel())
    [0. 1. 1. 1.]
    """
    return _truth_table((0, 1, 1, 1))


def nand_gate():
    """0 where both inputs are 1.

    >>> X, T = nand_gate()
    >>> print(T.ravel())
    [1. 1. 1. 0.]
    """
    return _truth_table((1, 1, 1, 0))


def xor_gate():
    """1 where the inputs differ.

    >>> X, T = xor_gate()
    >>> print(T.ravel())
    [0. 1. 1. 0.]
    """
    return _truth_table((0, 1, 1, 0))


def xnor():
    """1 where the inputs are equal: the truth table of the worked network.

    >>> X, T = xnor()
    >>> print(T.ravel())
    [1. 0. 0. 1.]
    """
    return _truth_table((1, 0, 0, 1))


def not_gate():
    """One input, and its opposite.

    >>> X, T = not_gate()
    >>> print(T.ravel())
    [1. 0.]
    """
    return np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]])


def blobs(n_examples=200, noise=1.0, seed=0):
    """Two round clouds about (2, 2), label 1, and (−2, −2), label 0.

    noise: standard deviation of each coordinate.

    >>> X, T = blobs(4, noise=0.0)
    >>> X.tolist()
    [[2.0, 2.0], [-2.0, -2.0], [2.0, 2.0], [-2.0, -2.0]]
    """
    rng, positive = _start(n_examples, noise, seed)
    centre = np.where(positive, 2.0, -2.0)
    return _spread(rng, np.stack([centre, centre], axis=1), noise)[0], _column(positive)


def circles(n_examples=200, noise=0.0, seed=0, label_noise=0.0):
    """A disc of radius 2.5, label 1, inside a ring from 3.5 to 5, label 0.

    noise: standard deviation by which the points are moved; the labels stay.
    label_noise: the label is that of a place up to so far away along each axis; the point stays.

    >>> X, T = circles(100)
    >>> bool(np.all((np.hypot(X[:, 0], X[:, 1]) < 3) == T[:, 0]))
    True
    """
    rng, positive = _start(n_examples, noise, seed, label_noise)
    share, angle = rng.random(n_examples), rng.uniform(0.0, 2.0 * np.pi, n_examples)
    radius = np.where(positive, 2.5 * share, 3.5 + 1.5 * share)
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    X, (x1, x2) = _spread(rng, X, noise, label_noise)
    return X, _column(x1 * x1 + x2 * x2 < 2.5 * 2.5)


def quadrants(n_examples=200, noise=0.0, seed=0, label_noise=0.0):
    """Label 1 where x₁ and x₂ have the same sign: XNOR in the plane ("xor" in the playground).

    The points keep 0.3 away from the axes. noise and label_noise are those of `circles`.

    >>> X, T = quadrants(100)
    >>> bool(np.all((X[:, 0] * X[:, 1] > 0) == T[:, 0]))
    True
    """
    rng, _ = _start(n_examples, noise, seed, label_noise)
    X = rng.uniform(-5.0, 5.0, (n_examples, 2))
    X += np.where(X > 0, 0.3, -0.3)
    X, (x1, x2) = _spread(rng, X, noise, label_noise)
    return X, _column(x1 * x2 > 0)


def spiral(n_examples=200, noise=0.0, seed=0):
    """Two arms of 1¾ turns, one the other turned by half a turn (Lang and Witbrock 1988).

    noise: standard deviation by which the points are moved.

    >>> X, T = spiral(100)
    >>> bool(np.allclose(X[T[:, 0] == 1], -X[T[:, 0] == 0]))
    True
    """
    rng, positive = _start(n_examples, noise, seed)
    along = (np.arange(n_examples) // 2) / ((n_examples + 1) // 2)
    turn = 1.75 * along * 2.0 * np.pi + np.where(positive, 0.0, np.pi)
    X = 5.0 * along[:, None] * np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return _spread(rng, X, noise)[0], _column(positive)


def plane(n_examples=200, noise=0.0, seed=0, label_noise=0.0):
    """A slope over the square [−6, 6]², for regression: t = (x₁ + x₂)/10.

    noise and label_noise are those of `circles`, with the height for the label.

    >>> X, T = plane(100)
    >>> bool(np.allclose(T, X.sum(axis=1, keepdims=True) / 10))
    True
    """
    rng, _ = _start(n_examples, noise, seed, label_noise)
    X = rng.uniform(-6.0, 6.0, (n_examples, 2))
    X, (x1, x2) = _spread(rng, X, noise, label_noise)
    return X, _column((x1 + x2) / 10.0)


# Centre and height of each cone; the playground calls them "multi gaussian".
CONES = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


def cones(n_examples=200, noise=0.0, seed=0, label_noise=0.0):
    """Three hills and three hollows in the square [−6, 6]², for regression: cones of radius 2.

    t is 1 or −1 in the middle of a cone and 0 from distance 2 on. noise and label_noise are those
    of `circles`, with the height for the label.

    >>> X, T = cones(1000)
    >>> bool(T.max() > 0.8 and T.min() < -0.8)
    True
    """
    rng, _ = _start(n_examples, noise, seed, label_noise)
    X = rng.uniform(-6.0, 6.0, (n_examples, 2))
    X, (x1, x2) = _spread(rng, X, noise, label_noise)
    height = np.zeros(n_examples)
    for centre1, centre2, sign in CONES:
        distance = np.sqrt((x1 - centre1) ** 2 + (x2 - centre2) ** 2)
        height += sign * np.maximum(0.0, 1.0 - distance / 2.0)
    return X, _column(height)


def majority(n_examples=100, n_inputs=11, seed=0):
    """Random votes of 0 and 1; label 1 where more than half of them are 1.

    >>> X, T = majority(3)
    >>> X.shape, bool(np.all(T[:, 0] == (X.sum(axis=1) > 5.5)))
    ((3, 11), True)
    """
    rng = np.random.default_rng(as_count("seed", seed, minimum=0))
    X = rng.random((as_count("n_examples", n_examples), as_count("n_inputs", n_inputs))) < 0.5
    return X.astype(np.float64), _column(2 * X.sum(axis=1) > n_inputs)


def digits():
    """1797 handwritten digits of 8 × 8 pixels (Alpaydin and Kaynak 1998), from scikit-learn.

    X (1797, 64): brightness from 0 to 1, row by row. T (1797, 10): a 1 in the digit's column.
    Raises ModuleNotFoundError, saying what to install, where scikit-learn is not.

    >>> X, T = digits()
    >>> X.shape, T.shape
    ((1797, 64), (1797, 10))
    """
    try:
        from sklearn.datasets import load_digits
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "digits() reads its data from scikit-learn, which is not installed: "
            "pip install scikit-learn",
            name=error.name,
        ) from error
    data = load_digits()
    return data.data / 16.0, one_hot(data.target, 10)


def one_hot(labels, n_classes):
    """Labels 0 … n_classes−1 as rows with a single 1: shape (n_examples, n_classes).

    Raises ValueError naming the first label out of range.

    >>> one_hot([2, 0], n_classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    n_classes = as_count("n_classes", n_classes)
    labels = as_array("labels", labels, ("n_examples",))
    wrong = (labels < 0) | (labels >= n_classes) | (labels != np.floor(labels))
    if wrong.any():
        index = np.argmax(wrong)
        raise ValueError(
            f"labels holds {labels[index]:g} at index {index}; "
            f"expected whole numbers from 0 to {n_classes - 1}"
        )
    return np.eye(n_classes)[labels.astype(int)]


def _start(n_examples, noise, seed, label_noise=0.0):
    """The generator of a set, and which examples are positive: every second one."""
    as_count("n_examples", n_examples, minimum=2)
    as_number("noise", noise, 0.0, 1e6)
    as_number("label_noise", label_noise, 0.0, 1e6)
    as_count("seed", seed, minimum=0)
    return np.random.default_rng(seed), np.arange(n_examples) % 2 == 0


def _spread(rng, X, noise, label_noise=0.0):
    """The points moved by noise, and the two coordinates of the places that give the labels."""
    bell = rng.uniform(-1.0, 1.0, (3, *X.shape)).sum(axis=0)
    return X + float(noise) * bell, (X + float(label_noise) * rng.uniform(-1.0, 1.0, X.shape)).T


def _column(targets):
    return targets.astype(np.float64).reshape(-1, 1)
