import contextlib
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from exercises.autograder.wire import DEPTH, DTYPES, WireError, decode, encode

array = arrays.arrays(
    st.sampled_from(sorted(DTYPES)), arrays.array_shapes(min_dims=0, max_dims=3, min_side=0)
)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | text | array
tree = st.recursive(
    leaf,
    lambda node: (
        st.lists(node, max_size=3)
        | st.lists(node, max_size=3).map(tuple)
        | st.dictionaries(text | st.integers(), node, max_size=3)
    ),
    max_leaves=6,
).filter(lambda value: depth(value) <= DEPTH)


def depth(value):
    match value:
        case list() | tuple():
            return 1 + max(map(depth, value), default=0)
        case dict():
            return 1 + max(map(depth, value.values()), default=0)
    return 0


def assert_same(got, want):
    assert type(got) is type(want)
    match want:
        case np.ndarray():
            assert (got.dtype, got.shape) == (want.dtype, want.shape)
            assert got.tobytes() == want.tobytes()
        case list() | tuple():
            assert len(got) == len(want)
            for pair in zip(got, want, strict=True):
                assert_same(*pair)
        case dict():
            assert list(got) == list(want)
            for key in want:
                assert_same(got[key], want[key])
        case _:
            assert repr(got) == repr(want)


@given(tree)
def test_what_is_sent_arrives(value):
    assert_same(decode(encode(value)), value)


@given(tree, st.data())
@settings(max_examples=500)
def test_damaged_bytes_raise_only_wire_error(value, data):
    damaged = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(damaged) - 1))
        damaged[where : where + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not damaged:
            break
    decode_or_refuse(bytes(damaged))


@given(st.binary(max_size=200))
def test_noise_raises_only_wire_error(data):
    decode_or_refuse(data)


json_tree = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(sorted(DTYPES)),
    lambda node: (
        st.lists(node, max_size=3)
        | st.dictionaries(st.sampled_from(["array", "tuple", "dict", "complex"]), node, max_size=2)
    ),
    max_leaves=12,
)


@given(json_tree, st.binary(max_size=64))
@settings(max_examples=500)
def test_any_header_raises_only_wire_error(header, rest):
    decode_or_refuse(with_header(header, rest))


def decode_or_refuse(data):
    """Any other exception fails the test."""
    with contextlib.suppress(WireError):
        decode(data)


def with_header(header, rest=b""):
    text = json.dumps(header).encode()
    return struct.pack("<I", len(text)) + text + rest


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ({"array": ["|O", [1]]}, b"\0" * 8),
        ({"array": ["<U4", [1]]}, b"\0" * 16),
        ({"array": ["<f8", [2]]}, b"\0" * 8),
        ({"array": ["<f8", [1]]}, b"\0" * 9),
        ({"array": ["<f8", [-1]]}, b"\0" * 8),
        ({"array": ["<f8", [True]]}, b"\0" * 8),
        ({"array": ["<f8", [0, 2**31, 2**31, 2**31]]}, b""),
        ({"array": ["<f8", [1] * 9]}, b"\0" * 8),
        ({"lambda": ["x: x"]}, b""),
        ({"complex": [10**400, 0]}, b""),
        ({"dict": [[[], 1]]}, b""),
        ({"tuple": [1], "array": []}, b""),
        ("\ud800", b""),
    ],
)
def test_what_the_format_does_not_have_is_refused(header, rest):
    with pytest.raises(WireError):
        decode(with_header(header, rest))


def test_deep_nesting_is_refused_on_both_sides():
    value = 1.0
    for _ in range(DEPTH + 1):
        value = [value]
    with pytest.raises(WireError, match="nested"):
        encode(value)
    deep = b"[" * 100_000 + b"]" * 100_000
    with pytest.raises(WireError, match="no header"):
        decode(struct.pack("<I", len(deep)) + deep)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        np.array([object()]),
        np.array(["text"]),
        np.longdouble(1),
        {1.5: 0},
        {1, 2},
        lambda: 0,
    ],
)
def test_what_holds_no_plain_numbers_is_not_sent(value):
    with pytest.raises(WireError):
        encode(value)


def test_decoded_arrays_can_be_written_to():
    array = decode(encode(np.zeros(3)))
    array += 1
    assert array.tolist() == [1, 1, 1]


def test_subclasses_of_arrays_arrive_as_plain_arrays():
    masked = np.ma.masked_array([1.0, 2.0], mask=[True, False])
    assert type(decode(encode(masked))) is np.ndarray
