"""Trees of arrays as bytes and back, without pickle.

The same source runs on both sides: the judge imports it, the student's kernel gets its text. What
comes back is a claim by untrusted code, so `decode` raises WireError and nothing else.

Layout: length of the header (4 bytes, little-endian), the header (JSON), the arrays' bytes in the
order in which the header names them. In the header a list is a list and a scalar is itself; all
else is a one-entry object: {"array": [dtype, shape]}, {"tuple": [...]}, {"dict": [[key, value]]}
or {"complex": [real, imaginary]}.
"""

import json
import math
import re
import struct

import numpy as np

DEPTH = 8  # levels of nesting
_INTEGERS = ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"]
DTYPES = frozenset([*_INTEGERS, "<f2", "<f4", "<f8", "<c8", "<c16"])


_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no file can hold it


class WireError(ValueError):
    """Data that cannot be sent, or bytes that are no data."""


def encode(tree) -> bytes:
    """The bytes of a tree of lists, tuples, dicts, scalars, strings and numeric arrays."""
    arrays = []
    header = json.dumps(_pack(tree, arrays, DEPTH)).encode()
    return b"".join([struct.pack("<I", len(header)), header, *arrays])


def decode(data: bytes):
    """The tree behind the bytes; new, writable arrays. Raises WireError only."""
    try:
        (length,) = struct.unpack_from("<I", data)
        if length > len(data) - 4:
            raise WireError("the header is longer than the data")
        header = json.loads(data[4 : 4 + length].decode())
    except (struct.error, ValueError, RecursionError) as error:
        raise WireError(f"no header: {type(error).__name__}") from error
    tree, end = _unpack(header, data, 4 + length, DEPTH)
    if end != len(data):
        raise WireError(f"{len(data) - end} bytes belong to no array")
    return tree


def _pack(value, arrays, depth):
    if depth < 0:
        raise WireError(f"nested deeper than {DEPTH} levels")
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(value, arrays)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, list):
        return [_pack(item, arrays, depth - 1) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [_pack(item, arrays, depth - 1) for item in value]}
    if isinstance(value, dict):
        if not all(isinstance(key, str | int) for key in value):
            raise WireError("a dictionary's keys must be text or whole numbers")
        return {"dict": [[key, _pack(item, arrays, depth - 1)] for key, item in value.items()]}
    raise WireError(f"a value of type {type(value).__name__} is neither a number nor an array")


def _pack_array(value, arrays):
    array = np.asarray(value)
    dtype = array.dtype.newbyteorder("<").str
    if dtype not in DTYPES:
        raise WireError(f"an array of dtype {array.dtype} does not hold plain numbers")
    arrays.append(array.astype(dtype, copy=False).tobytes())
    return {"array": [dtype, list(array.shape)]}


def _unpack(node, data, start, depth):
    """The value of a header's node and where the next array's bytes start."""
    if depth < 0:
        raise WireError(f"nested deeper than {DEPTH} levels")
    if isinstance(node, str) and not node.isascii() and _SURROGATE.search(node):
        raise WireError("text that is no Unicode")
    if node is None or isinstance(node, bool | str | int | float):
        return node, start
    if isinstance(node, list):
        return _unpack_items(node, data, start, depth)
    if len(node) != 1:
        raise WireError("an object in the header must have one entry")
    ((kind, content),) = node.items()
    if not isinstance(content, list):
        raise WireError(f"{kind!r} without a list")
    match kind, content:
        case "array", [str(dtype), list(shape)]:
            return _unpack_array(dtype, shape, data, start)
        case "complex", [int() | float() as real, int() | float() as imaginary]:
            return _complex(real, imaginary), start
        case "tuple", _:
            items, start = _unpack_items(content, data, start, depth)
            return tuple(items), start
        case "dict", _:
            return _unpack_dict(content, data, start, depth)
    raise WireError(f"unknown node {kind[:20]!r}")


def _unpack_items(nodes, data, start, depth):
    items = []
    for node in nodes:
        item, start = _unpack(node, data, start, depth - 1)
        items.append(item)
    return items, start


def _unpack_dict(entries, data, start, depth):
    values = {}
    for entry in entries:
        match entry:
            case [str() | int() as key, node]:
                values[key], start = _unpack(node, data, start, depth - 1)
            case _:
                raise WireError("a dictionary's entry must be a key and a value")
    return values, start


def _unpack_array(dtype, shape, data, start):
    if dtype not in DTYPES:
        raise WireError(f"dtype {dtype[:20]!r} is not allowed")
    if len(shape) > DEPTH or not all(type(n) is int and 0 <= n < 2**32 for n in shape):
        raise WireError("a shape must be a few whole numbers")
    size = math.prod(shape) * np.dtype(dtype).itemsize
    # An empty array of a monstrous shape takes no bytes, and numpy cannot make it.
    if size > len(data) - start or math.prod(n or 1 for n in shape) > 2**48:
        raise WireError("an array is longer than the data")
    flat = np.frombuffer(data[start : start + size], dtype)
    return flat.reshape(shape).copy(), start + size


def _complex(real, imaginary):
    try:
        return complex(real, imaginary)
    except OverflowError as error:
        raise WireError("a complex number out of range") from error
