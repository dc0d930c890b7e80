"""Formulas of a reader, as their checks see them; what uses them has tests of its own."""

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from bad_arrays import assert_refused

from nnlib.formulas import as_function


@pytest.mark.parametrize(
    "function",
    [np.tanh, lambda z: z, lambda z, k=1: z, lambda *z: z, Fraction(1).__add__, partial(pow, 2)],
)
def test_a_function_is_what_can_be_called_with_its_arguments(function):
    assert as_function("g", function, 1, "np.tanh") is function


@pytest.mark.parametrize("wrong", [None, 3, float, lambda: 0, lambda a, b: 0])
def test_what_cannot_be_called_so_is_refused(wrong):
    assert_refused(lambda: as_function("g", wrong, 1, "np.tanh"), "g")
