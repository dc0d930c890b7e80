"""Compare an answer's arrays with the wanted ones: structure, type, shape, value."""

from collections.abc import Mapping

import numpy as np


class Malformed(ValueError):
    """An answer that holds no numbers to compare; its text is for the student."""


def relative_error(got, want) -> float:
    """‖g − w‖ / (‖g‖ + ‖w‖): one number for an array, so that no small entry raises an alarm."""
    with np.errstate(all="ignore"):
        scale = euclidean_norm(got) + euclidean_norm(want)
        error = euclidean_norm(got - want) / max(1e-8, scale)
    return float(error) if np.isfinite(error) else np.inf  # numbers too large to be added


def euclidean_norm(array) -> float:
    """‖array‖, also where the squares of its numbers would overflow."""
    largest = np.abs(array).max(initial=0.0)
    return largest * np.linalg.norm(array / largest) if largest > 1.0 else np.linalg.norm(array)


def numbers(check, value, like):
    """Each part's arrays by name, in the sign of ∂J/∂Z: {"weights": {"weights[0]": array, …}}.

    like: a right answer, whose nested lists the value must have; a stack of arrays may stand for
    a list of them. Raises Malformed for anything that is no such tree of float64 numbers, and for
    an undeclared SIGN.
    """
    if not isinstance(value, Mapping):
        raise Malformed(f"The answer must have the parts {', '.join(check.parts)}.")
    sign = declared_sign(value) if check.signed else 1.0
    if not set(check.parts) <= set(value):
        raise Malformed(f"The answer must have the parts {', '.join(check.parts)}.")
    return {
        part: {
            name: sign * float64(name, leaf) for name, leaf in leaves(part, value[part], like[part])
        }
        for part in check.parts
    }


def declared_sign(value) -> float:
    sign = np.asarray(value.get("SIGN"))
    if sign.shape or sign.dtype.kind not in "iuf" or sign not in (1, -1):
        raise Malformed(
            "SIGN is not declared: +1 if your δ is ∂J/∂Z, as in the book, -1 if it is −∂J/∂Z."
        )
    return float(sign)


def leaves(name, node, like):
    """The arrays of a nested list with their names, in order."""
    if not isinstance(like, list | tuple):
        yield name, node
        return
    items = node if isinstance(node, list | tuple) or np.ndim(node) else None
    if items is None:
        raise Malformed(f"{name}: a {type(node).__name__}; a list of {len(like)} is expected.")
    if len(items) != len(like):
        raise Malformed(f"{name}: {len(items)} entries; a list of {len(like)} is expected.")
    for index, pair in enumerate(zip(items, like, strict=True)):
        yield from leaves(f"{name}[{index}]", *pair)


def float64(name, leaf):
    """The leaf as an array of float64; Malformed if it holds less, or no numbers."""
    try:
        array = np.asarray(leaf)
    except ValueError as error:
        raise Malformed(f"{name}: its rows have different lengths.") from error
    if array.dtype.kind not in "biuf" or (array.dtype.kind == "f" and array.dtype.itemsize != 8):
        kind = type(leaf).__name__ if array.dtype == object else array.dtype
        raise Malformed(f"{name}: of type {kind}; numbers of type float64 are expected.")
    return array.astype(np.float64)


def compare(got, want, tolerance):
    """What is wrong with a part's arrays, as sentences, and each array's relative error by name."""
    problems, errors = [], {}
    for name, expected in want.items():
        given = got[name]
        errors[name] = np.inf
        if given.shape != expected.shape:
            problems.append(f"{name}: shape {given.shape}, expected {expected.shape}.")
        elif not np.isfinite(given).all():
            problems.append(f"{name}: holds NaN or infinity.")
        else:
            errors[name] = relative_error(given, expected)
            if np.isinf(errors[name]):
                problems.append(f"{name}: the numbers are far too large.")
    wrong = [name for name, error in errors.items() if tolerance < error < np.inf]
    if wrong:
        worst = max(errors[name] for name in wrong)
        names = ", ".join(wrong)
        problems.append(f"{names}: relative error {worst:.1e}, allowed {tolerance:.0e}.")
    return problems, errors


def table(name, got, want, yours="yours", rows=4):
    """The numbers of an array that are furthest off, beside the wanted ones."""
    worst = np.argsort(-np.abs(got - want), axis=None, kind="stable")[:rows]
    lines = [f"    {'':24}{'numerical':>16}{yours:>16}"]
    for place in sorted(worst):
        index = np.unravel_index(place, want.shape)
        label = f"{name}[{', '.join(map(str, index))}]" if index else name
        lines.append(f"    {label:24}{want[index]:16.8g}{got[index]:16.8g}")
    return tuple(lines)
