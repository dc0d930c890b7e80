"""Penalties: what large weights cost, added to the loss. Biases are left out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.arguments import as_choice, as_number, as_weights
from nnlib.formulas import check_penalty


@dataclass(frozen=True)
class Penalty:
    """R(weights), one number, such as λ/2 Σ w².

    value: W (…, n_in, n_out) → what the weights of a layer add to R, summed over the last two axes.
    slope: W → its derivative ∂R/∂W, of the same shape.

    The layers are those of `net.layers(params)`. From a stack of parameter vectors R has shape
    (many,); complex numbers and graph nodes will do as well.

    >>> from nnlib import MLP
    >>> layers = MLP((1, 1)).layers(np.array([3.0, 5.0]))  # w = 3, b = 5
    >>> l2(0.5)(layers)
    np.float64(2.25)
    """

    name: str
    value: Callable
    slope: Callable

    def __post_init__(self):
        check_penalty(self.name, self.value, self.slope)

    def __call__(self, layers):
        return sum(self.value(W) for W in as_weights("layers", layers))

    def add_gradient(self, layers, gradients):
        """Add ∂R/∂W of each layer to its gradient; both are views from `net.layers`."""
        weights = as_weights("layers", layers)
        slopes = as_weights("gradients", gradients)
        if [W.shape for W in weights] != [dW.shape for dW in slopes]:
            raise ValueError("gradients has weights of other shapes than layers; expected the same")
        for W, dW in zip(weights, slopes, strict=True):
            dW += self.slope(W)

    def __repr__(self):
        return self.name


def l1(rate):
    """λ Σ abs(w), with λ = `rate`: beside a loss, its minimum has weights of exactly 0.

    Gradient descent hovers about them (Tibshirani 1996). The derivative at 0 is taken as 0. Raises
    ValueError for a rate that is not a number from 0.

    >>> l1(0.1).slope(np.array([-2.0, 0.0, 5.0]))
    array([-0.1,  0. ,  0.1])
    """
    rate = as_number("rate", rate, 0.0)

    def slope(W):
        return np.where(W > 0, rate, np.where(W < 0, -rate, 0.0))

    return Penalty(f"l1({rate:g})", lambda W: (slope(W) * W).sum(axis=(-2, -1)), slope)


def l2(rate, half=True):
    """λ/2 Σ w², with λ = `rate`; λ Σ w² where `half` is False.

    Its gradient λw, or 2λw, shrinks each weight by a fixed share in every step of gradient descent:
    weight decay (Krogh and Hertz 1992). Raises ValueError for a rate that is not a number from 0.

    >>> l2(0.1).slope(np.array([-2.0, 5.0])), l2(0.1, half=False).slope(np.array([-2.0, 5.0]))
    (array([-0.2,  0.5]), array([-0.4,  1. ]))
    """
    rate = as_number("rate", rate, 0.0)
    factor = rate if as_choice("half", half, (True, False)) else as_number("2 rate", 2.0 * rate)
    name = f"l2({rate:g}{'' if half else ', half=False'})"
    return Penalty(name, lambda W: 0.5 * factor * (W * W).sum(axis=(-2, -1)), lambda W: factor * W)
