"""Gradients by definition: wiggle each parameter, see how the loss moves.

Slow and simple, and therefore what every fast gradient is compared with.
"""

import numpy as np


def numerical_gradient(function, params, epsilon=1e-5):
    """∂f/∂params by central differences, (f(p + ε) − f(p − ε)) / 2ε for each parameter.

    function: array like params → a number.
    params: float64 array of any shape; it is not changed.
    epsilon: the step; the error is of order ε², until rounding takes over near 1e-6.

    Returns an array of params' shape. Raises ValueError for an ε that is not a positive number,
    and for parameters or losses that are not finite.
    """
    if not 0.0 < epsilon < np.inf:
        raise ValueError(f"epsilon is {epsilon!r}; expected a small positive number")
    probe = np.array(params, dtype=np.float64)
    if not np.isfinite(probe).all():
        raise ValueError("params holds NaN or infinity; expected finite numbers")
    gradient = np.empty_like(probe)
    for index in np.ndindex(probe.shape):
        value = probe[index]
        probe[index] = value + epsilon
        above = function(probe)
        probe[index] = value - epsilon
        below = function(probe)
        probe[index] = value
        gradient[index] = (above - below) / (2.0 * epsilon)
    if not np.isfinite(gradient).all():
        raise ValueError("the function is NaN or infinite near params; no gradient exists there")
    return gradient


def relative_error(gradient, reference):
    """‖g − r‖ / (‖g‖ + ‖r‖), from 0 (equal) to 1 (opposite, or one of them zero).

    One number for the whole array: a single small entry raises no false alarm. Two zero gradients
    give 0. Raises ValueError where the shapes differ.
    """
    gradient, reference = np.asarray(gradient, float), np.asarray(reference, float)
    if gradient.shape != reference.shape:
        raise ValueError(
            f"gradient has shape {gradient.shape}, reference has shape {reference.shape}; "
            "expected the same shape"
        )
    distance = np.linalg.norm(gradient - reference)
    return float(distance / max(1e-8, np.linalg.norm(gradient) + np.linalg.norm(reference)))
