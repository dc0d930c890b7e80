"""Initial weights. An initializer is a function (rng, n_in, n_out) → W of shape (n_in, n_out).

rng: a numpy Generator. Only its uniform draws are used, also for a normal distribution: a web page
can repeat those bit for bit. Biases start at 0. Each raises ValueError for a layer without units,
TypeError for another generator.
"""

from functools import wraps

import numpy as np

from nnlib.arguments import as_count, as_number


def _checked(initializer):
    @wraps(initializer)
    def draw(rng, n_in, n_out):
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"rng is {rng!r}; expected a Generator: np.random.default_rng(seed)")
        return initializer(rng, as_count("n_in", n_in), as_count("n_out", n_out))

    return draw


@_checked
def zeros(rng, n_in, n_out):
    """All zero: without dropout, every hidden unit stays the same as its neighbour for ever.

    >>> zeros(np.random.default_rng(0), 2, 3)
    array([[0., 0., 0.],
           [0., 0., 0.]])
    """
    return np.zeros((n_in, n_out))


def constant(value):
    """The initializer that gives every weight this value: hidden units stay equal, as with `zeros`.

    Raises ValueError for a value that is no finite number.

    >>> constant(0.3)(np.random.default_rng(0), 1, 2)
    array([[0.3, 0.3]])
    """
    value = as_number("value", value)
    return _checked(lambda rng, n_in, n_out: np.full((n_in, n_out), value))


def uniform(low, high):
    """The initializer that draws from [low, high), whatever the layer's size.

    Raises ValueError unless low < high, both and their distance finite.

    >>> W = uniform(-0.5, 0.5)(np.random.default_rng(0), 100, 100)
    >>> bool(-0.5 <= W.min() < -0.49), bool(0.49 < W.max() < 0.5)
    (True, True)
    """
    low, high = as_number("low", low), as_number("high", high)
    if not 0.0 < high - low < np.inf:
        raise ValueError(f"low is {low!r}, high is {high!r}; expected low < high")
    return _checked(lambda rng, n_in, n_out: rng.uniform(low, high, (n_in, n_out)))


def normal(standard_deviation):
    """The initializer that draws from a normal distribution about 0, whatever the layer's size.

    Raises ValueError for a standard deviation that is no number in (0, 1e300].

    >>> W = normal(0.01)(np.random.default_rng(0), 100, 100)
    >>> round(float(W.std()), 3)
    0.01
    """
    spread = as_number("standard_deviation", standard_deviation, 0.0, 1e300, above=True)
    return _checked(lambda rng, n_in, n_out: spread * _normal(rng, n_in, n_out, 1.0))


@_checked
def lecun_uniform(rng, n_in, n_out):
    """Variance 1/n_in (LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, §4.6).

    >>> W = lecun_uniform(np.random.default_rng(0), 12, 1000)
    >>> bool(abs(W).max() < (3 / 12) ** 0.5)
    True
    """
    return _uniform(rng, n_in, n_out, variance=1.0 / n_in)


@_checked
def lecun_normal(rng, n_in, n_out):
    """Variance 1/n_in, as `lecun_uniform`, drawn from a normal distribution.

    >>> round(float(lecun_normal(np.random.default_rng(0), 16, 10000).std()), 2)
    0.25
    """
    return _normal(rng, n_in, n_out, variance=1.0 / n_in)


@_checked
def glorot_uniform(rng, n_in, n_out):
    """Variance 2/(n_in + n_out) (Glorot and Bengio 2010, equation 16).

    >>> W = glorot_uniform(np.random.default_rng(0), 20, 40)
    >>> bool(abs(W).max() < (6 / (20 + 40)) ** 0.5)
    True
    """
    return _uniform(rng, n_in, n_out, variance=2.0 / (n_in + n_out))


@_checked
def glorot_normal(rng, n_in, n_out):
    """Variance 2/(n_in + n_out), as `glorot_uniform`, drawn from a normal distribution.

    >>> round(float(glorot_normal(np.random.default_rng(0), 100, 100).std()), 2)
    0.1
    """
    return _normal(rng, n_in, n_out, variance=2.0 / (n_in + n_out))


@_checked
def he_uniform(rng, n_in, n_out):
    """Variance 2/n_in, for ReLU, drawn evenly with the variance of `he_normal`.

    >>> W = he_uniform(np.random.default_rng(0), 24, 1000)
    >>> bool(abs(W).max() < (6 / 24) ** 0.5)
    True
    """
    return _uniform(rng, n_in, n_out, variance=2.0 / n_in)


@_checked
def he_normal(rng, n_in, n_out):
    """Variance 2/n_in, for ReLU (He, Zhang, Ren and Sun 2015, equation 10).

    >>> round(float(he_normal(np.random.default_rng(0), 50, 1000).std()), 2)
    0.2
    """
    return _normal(rng, n_in, n_out, variance=2.0 / n_in)


def _uniform(rng, n_in, n_out, variance):
    limit = np.sqrt(3.0 * variance)
    return rng.uniform(-limit, limit, (n_in, n_out))


def _normal(rng, n_in, n_out, variance):
    """Two uniform draws make two normal ones: the polar form of a point (Box and Muller 1958)."""
    draws, turns = rng.random(((n_in * n_out + 1) // 2, 2)).T
    radius, angle = np.sqrt(-2.0 * variance * np.log1p(-draws)), 2.0 * np.pi * turns
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return points.ravel()[: n_in * n_out].reshape(n_in, n_out)
