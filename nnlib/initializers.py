"""Initial weights. An initializer is a function (rng, n_in, n_out) → W of shape (n_in, n_out).

Only uniform draws are used, which a web page can repeat bit for bit. Biases start at 0.
"""

import numpy as np


def zeros(rng, n_in, n_out):
    """All zero: every hidden unit stays the same as its neighbour, for ever."""
    return np.zeros((n_in, n_out))


def uniform(low, high):
    """The initializer that draws from [low, high), whatever the layer's size."""
    if not low < high:
        raise ValueError(f"low is {low!r}, high is {high!r}; expected low < high")

    def draw(rng, n_in, n_out):
        return rng.uniform(low, high, (n_in, n_out))

    return draw


def lecun_uniform(rng, n_in, n_out):
    """Variance 1/n_in (LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, §4.6)."""
    return _symmetric(rng, n_in, n_out, variance=1.0 / n_in)


def glorot_uniform(rng, n_in, n_out):
    """Variance 2/(n_in + n_out) (Glorot and Bengio 2010, equation 16)."""
    return _symmetric(rng, n_in, n_out, variance=2.0 / (n_in + n_out))


def he_uniform(rng, n_in, n_out):
    """Variance 2/n_in, for ReLU (He, Zhang, Ren and Sun 2015, equation 10)."""
    return _symmetric(rng, n_in, n_out, variance=2.0 / n_in)


def _symmetric(rng, n_in, n_out, variance):
    limit = np.sqrt(3.0 * variance)
    return rng.uniform(-limit, limit, (n_in, n_out))
