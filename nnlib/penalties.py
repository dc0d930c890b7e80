"""Penalties: what large weights cost, added to the loss. Biases are left out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.arguments import as_choice, as_function, as_number


@dataclass(frozen=True)
class Penalty:
    """R(weights), one number, such as λ/2 Σ w².

    slope: W → ∂R/∂W. share: R = share · Σ w ∂R/∂w, which is ½ where R is quadratic, 1 where linear.

    The layers are those of `net.layers(params)`. From a stack of parameter vectors R has shape
    (many,); complex numbers and graph nodes will do as well.

    >>> from nnlib import MLP
    >>> layers = MLP((1, 1)).layers(np.array([3.0, 5.0]))  # w = 3, b = 5
    >>> l2(0.5)(layers)
    np.float64(2.25)
    """

    name: str
    slope: Callable
    share: float

    def __post_init__(self):
        as_function("slope", self.slope, 1, "lambda W: 0.1 * W")

    def __call__(self, layers):
        return sum(
            self.share * (W * self.slope(W)).sum(axis=(-2, -1)) for W in _weights("layers", layers)
        )

    def add_gradient(self, layers, gradients):
        """Add ∂R/∂W of each layer to its gradient; both are views from `net.layers`."""
        weights = _weights("layers", layers)
        slopes = _weights("gradients", gradients)
        if [W.shape for W in weights] != [dW.shape for dW in slopes]:
            raise ValueError("gradients has weights of other shapes than layers; expected the same")
        for W, dW in zip(weights, slopes, strict=True):
            dW += self.slope(W)

    def __repr__(self):
        return self.name


def l1(rate):
    """λ Σ abs(w), with λ = `rate`: at its minimum, some weights are exactly 0 (Tibshirani 1996).

    Gradient descent hovers about that minimum. The derivative at 0 is taken as 0. Raises ValueError
    for a rate that is not a number from 0.

    >>> l1(0.1).slope(np.array([-2.0, 0.0, 5.0]))
    array([-0.1,  0. ,  0.1])
    """
    rate = as_number("rate", rate, 0.0)
    return Penalty(
        f"l1({rate:g})", lambda W: np.where(W > 0, rate, np.where(W < 0, -rate, 0.0)), 1.0
    )


def l2(rate, half=True):
    """λ/2 Σ w², with λ = `rate`; λ Σ w² where `half` is False.

    Its gradient λw, or 2λw, shrinks every weight by a share of itself in each step: weight decay
    (Krogh and Hertz 1992). Raises ValueError for a rate that is not a number from 0.

    >>> l2(0.1).slope(np.array([-2.0, 5.0])), l2(0.1, half=False).slope(np.array([-2.0, 5.0]))
    (array([-0.2,  0.5]), array([-0.4,  1. ]))
    """
    rate = as_number("rate", rate, 0.0)
    factor = rate if as_choice("half", half, (True, False)) else as_number("2 rate", 2.0 * rate)
    return Penalty(f"l2({rate:g}{'' if half else ', half=False'})", lambda W: factor * W, 0.5)


def _weights(name, layers):
    try:
        weights = [W for W, _ in layers]
    except (TypeError, ValueError):
        weights = [None]
    if not all(isinstance(W, np.ndarray) for W in weights):
        raise ValueError(f"{name} is {layers!r}; expected pairs (W, b) from net.layers(params)")
    return weights
