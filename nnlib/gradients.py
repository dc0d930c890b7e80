"""Gradients by definition: wiggle each parameter, see how the loss moves.

Slow and simple, and therefore what every fast gradient is compared with.
"""

from typing import NamedTuple

import numpy as np

from nnlib.arguments import as_array, as_choice, as_count, as_number, as_vector
from nnlib.formulas import as_function

# The step of each method: where the error of the formula and that of rounding are about as small.
# The complex step subtracts nothing, so rounding sets it no limit.
EPSILON = {"central": 1e-5, "forward": 1e-8, "complex": 1e-100}


def numerical_gradient(function, params, epsilon=None, method="central", at_once=None):
    """∂f/∂params by definition, one parameter moved at a time.

    function: array like params → a number.
    params: float64 array of any shape; it is not changed.
    epsilon: the step ε; None takes 1e-5, 1e-8 or 1e-100, by method.
    method: "central", (f(p + ε) − f(p − ε)) / 2ε, whose error is of order ε² until rounding takes
        over; "forward", (f(p + ε) − f(p)) / ε, half the work, with an error of order ε; "complex",
        Im f(p + iε) / ε, exact to the last digits where f has a derivative in the complex plane
        (Squire and Trapp 1998).
    at_once: how many moved copies of params `function` takes in one call, as a stack (at_once,
        *params.shape), to return as many numbers, (at_once,). The last stack may be smaller. None
        hands it one copy at a time.

    Returns an array of params' shape. Raises ValueError for arguments that cannot be right, and
    where params or the function's values are not finite.

    >>> numerical_gradient(lambda p: np.sum(p**3), [1.0, 2.0]).round(6)
    array([ 3., 12.])
    >>> numerical_gradient(lambda p: np.sum(p**3, axis=-1), [1.0, 2.0], method="complex", at_once=2)
    array([ 3., 12.])
    """
    as_function("function", function, 1, "lambda params: loss(net(params, X), T)")
    as_choice("method", method, tuple(EPSILON))
    params = as_array("params", params)
    epsilon = EPSILON[method] if epsilon is None else as_number("epsilon", epsilon, 0.0, above=True)
    lost = np.abs((params + epsilon) - params - epsilon) > 0.1 * epsilon
    if method != "complex" and lost.any():
        raise ValueError(f"epsilon is {epsilon:g}, which is lost in params as large as these")
    many = as_count("at_once", 64 if at_once is None else at_once)
    kinds = "iufc" if method == "complex" else "iuf"

    def values(stack):
        found = function(stack) if at_once is not None else [function(copy) for copy in stack]
        return as_array("what function returns", found, (len(stack),), kinds=kinds)

    def moved(step):
        """f with one parameter after the other moved by `step`: (params.size,) numbers."""
        found = []
        for first in range(0, params.size, many):
            copies = min(many, params.size - first)
            stack = np.full((copies, params.size), params.ravel(), np.result_type(step, 1.0))
            stack.reshape(-1)[first :: params.size + 1] += step  # a diagonal: one entry a copy
            found.append(values(stack.reshape(-1, *params.shape)))
        return np.concatenate(found)

    if method == "central":
        gradient = (moved(epsilon) - moved(-epsilon)) / (2.0 * epsilon)
    elif method == "forward":
        gradient = (moved(epsilon) - values(params[None].copy())) / epsilon
    else:
        found = moved(1j * epsilon)
        if not np.iscomplexobj(found):
            raise ValueError("what function returns is real for complex params; expected complex")
        gradient = found.imag / epsilon
    return gradient.reshape(params.shape)


def relative_error(gradient, reference):
    """‖g − r‖ / (‖g‖ + ‖r‖), from 0 (equal) to 1 (opposite, or one of them zero).

    One number for the whole array: a single small entry raises no false alarm. Norms whose sum is
    below 1e-8 count as 1e-8: two zero gradients give 0, and two that are nearly 0 give little.
    Raises ValueError where the shapes differ, or a number is not finite.

    >>> relative_error([3.0, 4.0], [3.0, 4.0]), relative_error([3.0, 4.0], [-3.0, -4.0])
    (0.0, 1.0)
    """
    gradient = as_array("gradient", gradient)
    reference = as_array("reference", reference, gradient.shape)
    # The squares of large numbers overflow; a power of two takes the scale away, and nothing else.
    _, exponent = np.frexp(max(np.abs(gradient).max(), np.abs(reference).max(), 0.5))
    gradient, reference = np.ldexp(gradient, -exponent), np.ldexp(reference, -exponent)
    norms = np.linalg.norm(gradient) + np.linalg.norm(reference)
    return float(np.linalg.norm(gradient - reference) / max(np.ldexp(1e-8, -exponent), norms))


class ArrayError(NamedTuple):
    """How far one array of a gradient is from its reference.

    layer: from 1.
    array: "W" or "b".
    relative_error: of the whole array.
    worst: the index of the entry that differs most.
    gradient, reference: the two values there.
    """

    layer: int
    array: str
    relative_error: float
    worst: tuple[int, ...]
    gradient: float
    reference: float


class GradientReport(tuple):
    """The `ArrayError` of each array, from `gradient_report`; printed as a table."""

    def __repr__(self):
        lines = ["array  relative error  worst entry      gradient     reference"]
        for layer, array, error, worst, gradient, reference in self:
            entry = f"[{', '.join(map(str, worst))}]"
            lines.append(
                f"{array}_{layer:<5}{error:>14.1e}  {entry:<11}{gradient:>14.6g}{reference:>14.6g}"
            )
        return "\n".join(lines)


def gradient_report(net, gradient, reference):
    """Where two gradients of a network differ: an `ArrayError` for each W and b, as a table.

    gradient, reference: flat, (n_params,), such as backpropagation's and a numerical one. Raises
    ValueError for another shape, or numbers that are not finite.

    >>> from nnlib import MLP
    >>> gradient_report(MLP((2, 1)), [1.0, 2.0, 3.0], [1.0, 2.5, 3.0])
    array  relative error  worst entry      gradient     reference
    W_1           1.0e-01  [1, 0]                  2           2.5
    b_1           0.0e+00  [0]                     3             3
    """
    if not hasattr(net, "n_params"):
        raise ValueError(f"net is {net!r}; expected a network such as MLP((2, 3, 1))")
    gradient = as_vector("gradient", gradient, net.n_params)
    reference = as_vector("reference", reference, net.n_params)
    rows = []
    layers = zip(net.layers(gradient), net.layers(reference), strict=True)
    for layer, (ours, theirs) in enumerate(layers, start=1):
        for array, g, r in zip("Wb", ours, theirs, strict=True):
            worst = tuple(map(int, np.unravel_index(np.abs(g - r).argmax(), g.shape)))
            error = relative_error(g, r)
            rows.append(ArrayError(layer, array, error, worst, float(g[worst]), float(r[worst])))
    return GradientReport(rows)
