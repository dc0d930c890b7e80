import tracemalloc
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from bad_arrays import assert_refused, wrong_arrays
from hypothesis import given
from hypothesis import strategies as st

from nnlib import nodes
from nnlib.arguments import (
    as_array,
    as_count,
    as_generator,
    as_matrix,
    as_number,
    as_vector,
)

NO_NUMBERS = (None, "1", True, np.True_, 1j, [1.0], np.ones(1), Decimal(1), object())


def test_a_matrix_of_float64_is_never_copied():
    for matrix in (np.ones((3, 2)), np.ones((2, 3)).T, np.ones((6, 4))[::2, ::2]):
        assert as_matrix("X", matrix, 2) is matrix


@pytest.mark.parametrize(
    "values", [[[1, 2]], ((1.0, 2.0),), np.array([[1, 2]], np.uint8), np.array([[1, 2]], "f4")]
)
def test_other_real_numbers_become_float64(values):
    matrix = as_matrix("X", values, 2)
    assert matrix.dtype == np.float64
    assert matrix.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("matrix", [np.ones((2**18, 8)), np.ones((8, 2**18)).T])
def test_a_large_matrix_is_checked_without_another_of_its_size(matrix):
    tracemalloc.start()
    as_matrix("X", matrix, 8)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < matrix.nbytes / 100


@pytest.mark.parametrize("large", [1e308, -1e308, np.finfo(float).max])
def test_numbers_whose_sum_overflows_are_finite(large):
    as_matrix("X", [[large, large], [large, -large]])
    as_array("params", np.full(3, large + 1j * large), kinds="c")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([[1.0, 2.0], [np.inf, -np.inf]], "X holds inf in row 1, column 0; expected finite"),
        ([[1e308, 1e308], [1e308, np.nan]], "X holds nan in row 1, column 1"),
        ([[1e4000, 0.0]], "X holds inf in row 0, column 0"),
        ([[10**400, 0]], "X has dtype object"),
        (np.array([["a", "b"]]), "X has dtype <U1; expected an array of numbers"),
        (np.zeros((3, 0)), r"X has shape \(3, 0\): it is empty; expected \(n_examples, 2\)"),
        (np.zeros(2), r"X has shape \(2,\); expected \(n_examples, 2\), one example a row"),
    ],
)
def test_the_message_says_what_was_found_and_expected(values, words):
    with pytest.raises(ValueError, match=words):
        as_matrix("X", values, 2)


@given(wrong=wrong_arrays((3, 2), right=lambda shape: shape[1:] == (2,)))
def test_matrices_of_another_kind_are_refused(wrong):
    assert_refused(lambda: as_matrix("X", wrong, 2), "X")


@given(wrong=wrong_arrays((3,)))
def test_vectors_of_another_kind_are_refused(wrong):
    assert_refused(lambda: as_vector("v", wrong, 3), "v")


def test_graph_nodes_are_numbers_only_where_they_are_asked_for():
    graph = nodes([1.0, 2.0])
    assert as_array("params", graph, (2,), kinds="iufO") is graph
    assert_refused(lambda: as_vector("params", graph), "params")
    graph[1].value = np.nan
    assert_refused(lambda: as_array("params", graph, (2,), kinds="iufO"), "params")


@given(wrong=st.sampled_from([*NO_NUMBERS, np.nan, np.inf, -np.inf, 10**400, -0.1, 2.0]))
def test_numbers_of_another_kind_are_refused(wrong):
    assert_refused(lambda: as_number("rate", wrong, 0.0, 2.0, below=True), "rate")


@pytest.mark.parametrize("number", [1, 0.5, np.float32(0.5), np.int64(1), Fraction(1, 2)])
def test_every_real_number_becomes_a_float(number):
    found = as_number("rate", number, 0.5, 1.0)
    assert type(found) is float
    assert found == number


@pytest.mark.parametrize("ends", [{}, {"above": True}, {"below": True}])
def test_an_end_belongs_to_the_range_or_not(ends):
    for end, excluded in ((0.0, "above"), (1.0, "below")):
        if excluded in ends:
            assert_refused(lambda end=end: as_number("rate", end, 0.0, 1.0, **ends), "rate")
        else:
            assert as_number("rate", end, 0.0, 1.0, **ends) == end


@given(wrong=st.sampled_from([*(n for n in NO_NUMBERS if np.ndim(n) == 0), 1.0, 0, -3, np.nan]))
def test_counts_of_another_kind_are_refused(wrong):
    assert_refused(lambda: as_count("steps", wrong), "steps")
    assert as_count("steps", np.int32(3)) == 3


def test_masked_entries_are_no_numbers():
    masked = np.ma.array([[1.0, 2.0], [999.0, 3.0]], mask=[[0, 0], [1, 0]])
    with pytest.raises(ValueError, match=r"^X has masked entries"):
        as_matrix("X", masked)
    np.testing.assert_array_equal(as_matrix("X", masked[:1]), [[1.0, 2.0]])


def test_objects_that_are_plain_numbers_become_float64():
    plain = np.array([[0.5, 2]], dtype=object)
    array = as_array("params", plain, kinds="iufO")
    assert array.dtype == np.float64
    assert array.tolist() == [[0.5, 2.0]]


class Slider:
    value = 0.5


def test_what_only_has_a_value_is_no_node():
    assert_refused(lambda: as_array("z", np.array([Slider()]), kinds="iufO"), "z")
    assert_refused(lambda: as_array("z", Slider(), kinds="iufO"), "z")


def test_an_interval_of_time_is_no_number():
    assert_refused(lambda: as_number("rate", np.timedelta64(3)), "rate")
    assert_refused(lambda: as_count("steps", np.timedelta64(3)), "steps")


def test_the_order_of_examples_has_a_stream_of_its_own():
    drawn = as_generator("seed", 7).random(3)
    np.testing.assert_array_equal(drawn, np.random.default_rng([7, 1]).random(3))
    assert not np.isin(drawn, np.random.default_rng(7).random(1000)).any()
    generator = np.random.default_rng(7)
    assert as_generator("seed", generator) is generator
    for wrong in (None, -1, 1.5, "a", True):
        assert_refused(lambda wrong=wrong: as_generator("seed", wrong), "seed")


def test_one_number_has_no_index():
    with pytest.raises(ValueError, match=r"^z holds inf as its one number; expected finite"):
        as_array("z", np.inf)


def test_a_vector_where_a_matrix_is_expected_is_told_both_ways_out():
    words = r"^T has shape \(4,\); expected \(4, 1\); T.reshape\(1, -1\) is one row, .* one column$"
    with pytest.raises(ValueError, match=words):
        as_matrix("T", np.ones(4), 1, 4)
