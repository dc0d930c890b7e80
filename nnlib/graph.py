"""Computational graphs: a number that remembers where it came from.

Every operation on a `Node` makes a new node that keeps an edge to each operand, and on the edge
the local derivative as a plain number. The backward pass is then one line: downstream = upstream ×
local. numpy calls a node's methods for arrays of nodes: a network's own code builds its graph.
"""

import math
from numbers import Real

import numpy as np

from nnlib.arguments import as_array, as_kind


def _unary(symbol, function, derivative):
    """A method for x ↦ function(x); derivative: (x, value) → number."""
    return lambda self: _apply(symbol, function, (derivative,), self)


def _binary(symbol, function, *derivatives):
    """The methods for a node on the left and on the right of `symbol`.

    derivatives: (a, b, value) → number, one by the left and one by the right operand.
    """

    def on_the_left(self, other):
        known = isinstance(other, (Node, Real))
        return _apply(symbol, function, derivatives, self, other) if known else NotImplemented

    def on_the_right(self, other):
        known = isinstance(other, Real)
        return _apply(symbol, function, derivatives, other, self) if known else NotImplemented

    return on_the_left, on_the_right


def _comparison(compare):
    def method(self, other):
        known = isinstance(other, (Node, Real))
        return compare(self.value, _value(other)) if known else NotImplemented

    return method


class Node:
    """One value of a computation.

    value: float, finite.
    operation: what made it ("" for an input), such as "+", "×" or "tanh".
    edges: tuple of (operand, local derivative ∂value/∂operand). A plain number is no node and has
        no edge.
    label: the operation with its plain number, if one was an operand, such as "× 2".
    gradient: ∂output/∂value after `output.backward()`, else 0.

    Nodes take + − × ÷ ** abs, and from numpy exp, expm1, log, log1p, sqrt, tanh, arctan, sin, cos.
    numpy's maximum and minimum choose by comparison and hand back the chosen operand as it is;
    `maximum` of this module makes a node. Raises TypeError for a value that is no real number, and
    ValueError where a value or a derivative is not finite, naming the operation.

    >>> x, y = Node(3), Node(4)
    >>> z = x * y + x
    >>> z.backward()
    >>> z.value, x.gradient, y.gradient
    (15.0, 5.0, 3.0)
    """

    __slots__ = ("edges", "gradient", "label", "operation", "value")

    def __init__(self, value, edges=(), operation="", label=None):
        if not isinstance(value, Real):
            raise TypeError(f"value is {value!r}; expected a real number")
        self.value = _value(value)
        if not math.isfinite(self.value):
            raise ValueError(f"value is {self.value}; expected a finite number")
        self.edges = edges
        self.operation = operation
        self.label = operation if label is None else label
        self.gradient = 0.0

    def __repr__(self):
        return f"Node({self.value:.6g}{self.label and ', ' + self.label})"

    def backward(self):
        """Set `gradient` = ∂self/∂node on every node that this one was computed from.

        Old gradients are forgotten first, so a second call gives the same numbers. Raises
        ValueError where a gradient overflows.
        """
        order = ancestors(self)
        for node in order:
            node.gradient = 0.0
        self.gradient = 1.0
        for node in reversed(order):
            if not math.isfinite(node.gradient):
                raise ValueError(f"the gradient of {node} is {node.gradient}: too large a number")
            for operand, local in node.edges:
                operand.gradient += node.gradient * local

    __add__, __radd__ = _binary("+", lambda a, b: a + b, lambda *_: 1.0, lambda *_: 1.0)
    __sub__, __rsub__ = _binary("−", lambda a, b: a - b, lambda *_: 1.0, lambda *_: -1.0)
    __mul__, __rmul__ = _binary("×", lambda a, b: a * b, lambda a, b, y: b, lambda a, b, y: a)
    __truediv__, __rtruediv__ = _binary(
        "÷", lambda a, b: a / b, lambda a, b, y: 1.0 / b, lambda a, b, y: -y / b
    )
    __pow__, __rpow__ = _binary(
        "^",
        math.pow,
        lambda a, b, y: b * math.pow(a, b - 1.0) if b else 0.0,
        lambda a, b, y: y * math.log(a) if y else 0.0,
    )
    # A tie goes to the first operand, as in numpy's maximum.
    _max, _rmax = _binary("max", np.maximum, lambda a, b, y: a >= b, lambda a, b, y: a < b)

    __neg__ = _unary("−", lambda x: -x, lambda x, y: -1.0)
    # The derivative at 0 is taken as 0, halfway between the two slopes.
    __abs__ = _unary("abs", abs, lambda x, y: np.sign(x))
    exp = _unary("exp", math.exp, lambda x, y: y)
    expm1 = _unary("expm1", math.expm1, lambda x, y: y + 1.0)
    log = _unary("log", math.log, lambda x, y: 1.0 / x)
    log1p = _unary("log1p", math.log1p, lambda x, y: 1.0 / (1.0 + x))
    sqrt = _unary("sqrt", math.sqrt, lambda x, y: 0.5 / y)
    tanh = _unary("tanh", math.tanh, lambda x, y: 1.0 - y * y)
    arctan = _unary("arctan", math.atan, lambda x, y: 1.0 / (1.0 + x * x))
    sin = _unary("sin", math.sin, lambda x, y: math.cos(x))
    cos = _unary("cos", math.cos, lambda x, y: -math.sin(x))

    # Order is by value, for max and for the branches of piecewise functions.
    __lt__ = _comparison(lambda a, b: a < b)
    __le__ = _comparison(lambda a, b: a <= b)
    __gt__ = _comparison(lambda a, b: a > b)
    __ge__ = _comparison(lambda a, b: a >= b)


def maximum(a, b):
    """The larger of two nodes, or of a node and a number, as a node: its gradient goes one way.

    >>> a, b = Node(4), Node(5)
    >>> (maximum(a, b) * 9).backward()
    >>> a.gradient, b.gradient
    (0.0, 9.0)
    """
    result = a._max(b) if isinstance(a, Node) else Node._rmax(b, a) if isinstance(b, Node) else None
    if result is None or result is NotImplemented:
        raise TypeError(f"a is {a!r} and b is {b!r}; expected two nodes, or a node and a number")
    return result


def _apply(symbol, function, derivatives, *operands):
    """The node of one operation, with an edge to each operand that is a node."""
    numbers = [_value(operand) for operand in operands]
    part = "value"
    try:
        value = function(*numbers)
        if not math.isfinite(value):
            raise OverflowError
        part = "derivative"
        edges = tuple(
            [
                (operand, float(derivative(*numbers, value)))
                for operand, derivative in zip(operands, derivatives, strict=True)
                if isinstance(operand, Node)
            ]
        )
        if not all([math.isfinite(local) for _, local in edges]):
            raise OverflowError
    except (ArithmeticError, ValueError):
        raise ValueError(f"{_written(symbol, numbers)} has no finite {part}") from None
    label = symbol
    if len(edges) < len(operands):
        pairs = zip(operands, numbers, strict=True)
        shown = ["" if isinstance(operand, Node) else f"{number:.4g}" for operand, number in pairs]
        label = f" {symbol} ".join(shown).strip().replace("-", "−")
    return Node(value, edges, symbol, label)


def _written(symbol, numbers):
    if len(numbers) == 1 or symbol == "max":
        return f"{symbol}({', '.join(map(repr, numbers))})"
    return f" {symbol} ".join(f"({number})" if number < 0 else repr(number) for number in numbers)


def _value(value):
    try:
        return value.value if isinstance(value, Node) else float(value)
    except OverflowError:  # a whole number beyond 1e308
        return math.inf


def ancestors(output):
    """Every node that `output` depends on, operands before results, `output` last.

    Walks with a list of its own: a graph may be deeper than Python's recursion limit.
    """
    as_kind("output", output, Node, "x * y + x")
    order, seen, stack = [], set(), [(output, False)]
    while stack:
        node, operands_done = stack.pop()
        if operands_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((operand, False) for operand, _ in reversed(node.edges))
    return order


def nodes(values):
    """An array of input nodes with the shape and the numbers of `values`.

    Raises ValueError for what is no array of finite real numbers.

    >>> nodes([[1, 2], [3, 4]]).shape
    (2, 2)
    """
    return np.vectorize(Node, otypes=[object])(as_array("values", values))


def values(array):
    """The numbers in an array of nodes (plain numbers may be among them), float64, same shape."""
    return _each(array, (Node, Real), _value)


def gradients(array):
    """The gradients in an array of nodes, float64, same shape."""
    return _each(array, Node, lambda node: node.gradient)


def _each(array, kinds, read):
    def number(element):
        if not isinstance(element, kinds):
            raise TypeError(f"array holds {element!r}; expected nodes")
        return read(element)

    try:
        array = np.asarray(array, dtype=object)
    except ValueError as error:
        raise ValueError(f"array must be an array of nodes: {error}") from None
    return np.vectorize(number, otypes=[np.float64])(array)
