"""Checks of formulas that a reader writes: an activation, a loss, a penalty, an optimizer.

Each is tried on a small array, or looked at while it works: a mistake is named where it is made.
"""

import inspect

import numpy as np


def as_function(name, value, n_arguments, example):
    """`value`, when it is no class and can be called with so many arguments; `example` is one."""
    fits = callable(value) and not isinstance(value, type)
    if fits:
        try:
            inspect.signature(value).bind(*range(n_arguments))
        except TypeError:
            fits = False
        except ValueError:  # some functions of numpy do not say what they take
            pass
    if not fits:
        count = f"{n_arguments} argument{'s' * (n_arguments > 1)}"
        raise TypeError(f"{name} is {value!r}; expected a function of {count}, such as {example}")
    return value


def check_elementwise(name, function, derivative):
    """Raise unless the two, function(z) and derivative(z, a), keep the shape of an array z."""
    as_function("function", function, 1, "np.tanh")
    as_function("derivative", derivative, 2, "lambda z, a: 1 - a * a")
    z = np.ones((2, 3))
    try:
        with np.errstate(all="ignore"):
            a = np.asarray(function(z))
            slope = np.asarray(derivative(z, a))
    except (ArithmeticError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"{name} takes no arrays: {error}; write it with numpy") from None
    numbers = a.dtype.kind in "iufb" and slope.dtype.kind in "iufb"
    if not numbers or a.shape != z.shape or slope.shape not in ((), z.shape):
        raise ValueError(f"function or derivative of {name} does not keep the shape of z")


def check_penalty(name, value, slope):
    """Raise unless value(W) is a number and slope(W) an array like W."""
    as_function("value", value, 1, "lambda W: 0.05 * (W * W).sum(axis=(-2, -1))")
    as_function("slope", slope, 1, "lambda W: 0.1 * W")
    W = np.ones((2, 3))
    if (np.shape(value(W)), np.shape(slope(W))) != ((), W.shape):
        raise ValueError(f"value of {name} is no number, or its slope has another shape than W")


def as_loss_and_gradient(name, both, outputs):
    """`both`, when it is a pair: J, a number for each matrix of outputs, and ∂J/∂outputs."""
    shapes = [*map(np.shape, both)] if isinstance(both, tuple) else None
    if shapes != [outputs.shape[:-2], outputs.shape]:
        raise ValueError(f"with_gradient of {name} does not give J, a number, and ∂J/∂outputs")
    return both


def as_change(optimizer, given, params):
    """`given`, when it is a pair (change, state) whose change holds numbers, as params does."""
    change = np.asarray(given[0] if isinstance(given, tuple) and len(given) == 2 else None)
    if change.shape != params.shape or change.dtype.kind not in "iuf":
        raise ValueError(f"update of {optimizer} gives {given!r:.80}; expected (change, state)")
    return change, given[1]


def as_optimizer(name, value):
    """`value`, when it has what an optimizer needs, `init` and `update`, and is no class."""
    known = hasattr(value, "init") and hasattr(value, "update")
    if isinstance(value, type) or not known:
        raise ValueError(f"{name} is {value!r}; expected one such as GradientDescent(0.1)")
    return value
