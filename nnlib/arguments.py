"""Checks of what a caller hands in: a clear error, not a silent broadcast or a late NaN.

Every message names the argument, what was found and what was expected.
"""

import cmath
import numbers
import operator

import numpy as np

# Python and numpy count these among the whole numbers.
NOT_NUMBERS = (bool, np.timedelta64)


def as_array(name, values, *shapes, kinds="iuf"):
    """`values` as an array of finite numbers that has one of the `shapes`; without any, it may
    have every shape that is not empty.

    shapes: tuples of lengths; a word such as "n_examples" stands for any length of at least 1.
    kinds: "iuf" takes real numbers alone, which become float64; with "c" complex numbers stay
        complex, and with "O" the nodes of a graph stay nodes. Truth values, text and other objects
        are never numbers.

    An array of float64 is returned as it is, never copied.
    """
    try:
        array = np.asarray(values)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None
    if np.ma.is_masked(values):
        raise ValueError(f"{name} has masked entries; expected numbers without a mask")
    kind = array.dtype.kind
    if kind not in kinds:
        raise ValueError(f"{name} has dtype {array.dtype}; expected an array of numbers")
    if not array.size or (shapes and not any(_fits(array.shape, shape) for shape in shapes)):
        found = _in_words(array.shape) + ("" if array.size else ": it is empty")
        expected = " or ".join(map(_in_words, shapes)) or "at least one number"
        expected += ", one example a row" if "n_examples" in expected else ""
        if array.ndim == 1 and any(len(shape) == 2 for shape in shapes):
            expected += f"; {name}.reshape(1, -1) is one row, {name}.reshape(-1, 1) one column"
        raise ValueError(f"{name} has shape {found}; expected {expected}")
    if kind == "O":
        nodes = [hasattr(entry, "edges") for entry in array.flat]
        plain = [
            entry.value if node else entry for entry, node in zip(array.flat, nodes, strict=True)
        ]
        numbers_alone = as_array(name, plain, (array.size,)).reshape(array.shape)
        return array if any(nodes) else numbers_alone
    # A finite sum of squares proves all entries finite, without a second array. It would copy data
    # that are not contiguous, hence the plain sum there.
    with np.errstate(over="ignore", invalid="ignore"):
        array = array.astype(np.complex128 if kind == "c" else np.float64, copy=False)
        total = np.vdot(array, array) if array.flags.c_contiguous else array.sum()
    if not cmath.isfinite(total) and not (finite := np.isfinite(array)).all():
        index = tuple(map(int, np.argwhere(~finite)[0]))
        where = f"at index {', '.join(map(str, index))}" if index else "as its one number"
        if len(index) == 2:
            where = f"in row {index[0]}, column {index[1]}"
        raise ValueError(f"{name} holds {array[index]} {where}; expected finite numbers")
    return array


def _fits(shape, expected):
    pairs = zip(shape, expected, strict=False)
    return len(shape) == len(expected) and all([a == b or isinstance(b, str) for a, b in pairs])


def _in_words(shape):
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def as_matrix(name, values, columns="n_columns", rows="n_examples"):
    """`values` as a float64 matrix (rows, columns) of finite numbers, one example a row."""
    return as_array(name, values, (rows, columns))


def as_vector(name, values, size="n"):
    """`values` as a float64 vector of `size` finite numbers."""
    return as_array(name, values, (size,))


def as_matrices(name, matrices, sizes, rows):
    """`matrices` as a list of float64 matrices, the k-th (rows, sizes[k])."""
    if not (isinstance(matrices, (list, tuple)) and len(matrices) == len(sizes)):
        raise ValueError(f"{name} is {matrices!r}; expected {len(sizes)} matrices, from `forward`")
    pairs = enumerate(zip(matrices, sizes, strict=True))
    return [as_matrix(f"{name}[{k}]", matrix, size, rows) for k, (matrix, size) in pairs]


def as_labels(name, T):
    """The matrix `T`, when each of its numbers is from 0 to 1."""
    wrong = (T < 0) | (T > 1)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"{name} holds {T[row, column]:g} in row {row}, column {column}; "
            "expected labels or probabilities from 0 to 1"
        )
    return T


def as_distributions(name, T):
    """The matrix `T`, when each of its rows is a distribution: from 0 to 1, and 1 together."""
    totals = as_labels(name, T).sum(axis=1)
    wrong = np.abs(totals - 1.0) > 1e-9
    if wrong.any():
        row = np.argmax(wrong)
        raise ValueError(
            f"row {row} of {name} sums to {totals[row]:g}; expected 1: a column for each class, as "
            "one_hot makes them, or probabilities"
        )
    return T


def as_state(name, state, fresh):
    """`state` as a tuple, when it has the parts of `fresh`, which an optimizer's `init` gave.

    They are finite vectors of the same sizes, and whole numbers from 0.
    """
    if not isinstance(state, (tuple, list)) or len(state) != len(fresh):
        raise ValueError(
            f"{name} is {state!r:.80}; expected {len(fresh)} parts, as init or update gave them"
        )
    return tuple(
        as_count(f"{name}[{k}]", part, minimum=0)
        if isinstance(new, int)
        else as_vector(f"{name}[{k}]", part, new.size)
        for k, (part, new) in enumerate(zip(state, fresh, strict=True))
    )


def as_count(name, value, minimum=1):
    """`value` as a whole number of at least `minimum`."""
    try:
        count = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} is {value!r}; expected a whole number") from None
    if isinstance(value, NOT_NUMBERS) or count < minimum:
        raise ValueError(f"{name} is {value!r}; expected a whole number of at least {minimum}")
    return count


def as_generator(name, seed):
    """A numpy Generator for the order of examples: `seed` itself, or one made from a whole number.

    Not default_rng(seed): data drawn with that seed would be shuffled into sorted order.
    """
    if isinstance(seed, np.random.Generator):
        return seed
    return np.random.default_rng([as_count(name, seed, minimum=0), 1])


def as_number(name, value, minimum=-np.inf, maximum=np.inf, above=False, below=False):
    """`value` as a finite float in [minimum, maximum]; `above` and `below` exclude the ends."""
    left, right = "(" if above else "[", ")" if below or maximum == np.inf else "]"
    try:
        is_number = isinstance(value, numbers.Real) and not isinstance(value, NOT_NUMBERS)
        number = float(value) if is_number else np.nan
    except OverflowError:
        number = np.nan
    inside = minimum < number if above else minimum <= number
    inside = inside and (number < maximum if below else number <= maximum)
    if not (inside and np.isfinite(number)):
        raise ValueError(
            f"{name} is {value!r}; expected a number in {left}{minimum:g}, {maximum:g}{right}"
        )
    return number


def as_kind(name, value, kind, example):
    """`value`, when it is of the class `kind`; `example` says what such a thing is called."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise ValueError(
            f"{name} is {value!r}; expected {article} {kind.__name__} such as {example}"
        )
    return value


def as_choice(name, value, choices):
    """`value`, when it is one of the `choices`, and of the same type."""
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        raise ValueError(f"{name} is {value!r}; expected {' or '.join(map(repr, choices))}")
    return value


def as_sizes(name, sizes):
    """`sizes` as a tuple of two or more whole numbers, the units of each layer."""
    if not isinstance(sizes, (list, tuple)) or len(sizes) < 2:
        raise ValueError(f"{name} is {sizes!r}; expected a tuple of two or more, as (2, 3, 1)")
    return tuple(as_count(f"{name}[{k}]", size) for k, size in enumerate(sizes))


def as_each(name, values, count, kind, example):
    """`values` as a tuple of `count` objects of the class `kind`; one alone stands for them all."""
    if not isinstance(values, tuple):
        return (as_kind(name, values, kind, f"{example}, or a tuple of them"),) * count
    if len(values) != count:
        raise ValueError(f"{name} has {len(values)} {kind.__name__.lower()}s; expected {count}")
    return tuple(as_kind(f"{name}[{k}]", value, kind, example) for k, value in enumerate(values))


def as_weights(name, layers):
    """The weights W of `layers`, pairs (W, b)."""
    try:
        weights = [W for W, _ in layers]
    except (TypeError, ValueError):
        weights = [None]
    if not all(isinstance(W, np.ndarray) for W in weights):
        raise ValueError(f"{name} is {layers!r}; expected pairs (W, b) from net.layers(params)")
    return weights
