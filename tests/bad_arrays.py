"""Arguments that are no array of numbers, or not the right one, and what must happen to them."""

import traceback
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse
from hypothesis import strategies as st

import nnlib

NOT_NUMBERS = (
    None,
    True,
    "text",
    object(),
    {"a": 1},
    [[1.0], [1.0, 2.0]],
    [[None, 1.0]],
    [["1", "2"]],
    np.array([[True, False]]),
    np.array([["1.0"]], dtype=object),
    np.array([[Fraction(1, 2)]], dtype=object),
    np.array([["2026-01-01"]], dtype="datetime64[D]"),
    scipy.sparse.eye_array(2),
    b"\x00\x01",
)


def wrong_arrays(shape, right=lambda shape: False, complex_is_wrong=True):
    """What cannot stand where numbers of `shape`, or of another that is `right`, are expected."""
    holed = st.tuples(st.sampled_from([np.nan, np.inf, -np.inf]), st.integers(0, 10**6)).map(
        lambda drawn: _with(shape, *drawn)
    )
    lengths = st.lists(st.integers(0, 4), max_size=4).map(tuple)
    misshapen = lengths.filter(
        lambda other: 0 in other or not (other == shape or right(other))
    ).map(np.ones)
    wrong = [st.sampled_from(NOT_NUMBERS), holed, misshapen]
    if complex_is_wrong:
        wrong.append(st.just(np.ones(shape, complex)))
    return st.one_of(wrong)


def _with(shape, number, place):
    array = np.zeros(shape)
    array.flat[place % array.size] = number
    return array


def assert_refused(call, name):
    """`call` raises a ValueError or TypeError of nnlib's own, whose first word is the `name`."""
    with pytest.raises((ValueError, TypeError)) as refusal:
        call()
    assert str(refusal.value).startswith(f"{name} "), refusal.value
    origin = Path(traceback.extract_tb(refusal.value.__traceback__)[-1].filename)
    assert origin.is_relative_to(Path(nnlib.__file__).parent), origin
