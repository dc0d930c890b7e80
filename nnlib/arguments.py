"""Checks of what a caller hands in: a clear ValueError, not a silent broadcast or a late NaN.

Every message names the argument, what was found and what was expected.
"""

import operator

import numpy as np


def as_matrix(name, values, columns=None):
    """`values` as a float64 matrix (n_examples, columns) of finite numbers, one example a row.

    A matrix of float64 is returned as it is, never copied.
    """
    try:
        matrix = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be a matrix of numbers: {error}") from None
    width = "n_columns" if columns is None else columns
    if matrix.ndim != 2:
        raise ValueError(
            f"{name} has shape {matrix.shape}; expected (n_examples, {width}), one example a row"
        )
    if len(matrix) == 0:
        raise ValueError(f"{name} has shape {matrix.shape}: it is empty; expected at least one row")
    if columns is not None and matrix.shape[1] != columns:
        raise ValueError(f"{name} has shape {matrix.shape}; expected (n_examples, {columns})")
    if not np.isfinite(matrix).all():
        row, column = np.argwhere(~np.isfinite(matrix))[0]
        found = matrix[row, column]
        raise ValueError(
            f"{name} holds {found} in row {row}, column {column}; expected finite numbers"
        )
    return matrix


def as_vector(name, values, size):
    """`values` as a float64 vector of `size` numbers; NaN and infinity are refused."""
    try:
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be a vector of numbers: {error}") from None
    if vector.shape != (size,):
        raise ValueError(f"{name} has shape {vector.shape}; expected ({size},)")
    if not np.isfinite(vector).all():
        (index,) = np.argwhere(~np.isfinite(vector))[0]
        raise ValueError(f"{name} holds {vector[index]} at index {index}; expected finite numbers")
    return vector


def as_count(name, value, minimum=1):
    """`value` as a whole number of at least `minimum`."""
    try:
        count = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} is {value!r}; expected a whole number") from None
    if isinstance(value, bool) or count < minimum:
        raise ValueError(f"{name} is {value!r}; expected a whole number of at least {minimum}")
    return count


def as_number(name, value, minimum, maximum=np.inf, above=False, below=False):
    """`value` as a float in [minimum, maximum]; `above` and `below` exclude the ends."""
    left, right = "(" if above else "[", ")" if below or maximum == np.inf else "]"
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    inside = minimum < number if above else minimum <= number
    inside = inside and (number < maximum if below else number <= maximum)
    if not (inside and np.isfinite(number)):
        raise ValueError(
            f"{name} is {value!r}; expected a number in {left}{minimum:g}, {maximum:g}{right}"
        )
    return number
