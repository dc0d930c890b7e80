"""Computational graphs: a number that remembers where it came from.

Every operation on a `Node` makes a new node that keeps an edge to each operand, and on the edge
the local derivative as a plain number. The backward pass is then one line: downstream = upstream ×
local. numpy calls a node's methods for arrays of nodes: a network's own code builds its graph.
"""

import math

import numpy as np


class Node:
    """One value of a computation.

    value: float.
    operation: what made it ("" for an input), such as "+", "×" or "tanh".
    edges: tuple of (operand, local derivative ∂value/∂operand).
    gradient: ∂output/∂value after `output.backward()`, else 0.
    """

    __slots__ = ("edges", "gradient", "operation", "value")

    def __init__(self, value, edges=(), operation=""):
        self.value = float(value)
        self.edges = edges
        self.operation = operation
        self.gradient = 0.0

    def __repr__(self):
        return f"Node({self.value:.6g}{', ' + self.operation if self.operation else ''})"

    def backward(self):
        """Set `gradient` = ∂self/∂node on every node that this one was computed from.

        Old gradients are forgotten first, so a second call gives the same numbers.
        """
        order = ancestors(self)
        for node in order:
            node.gradient = 0.0
        self.gradient = 1.0
        for node in reversed(order):
            for operand, local in node.edges:
                operand.gradient += node.gradient * local

    def __add__(self, other):
        other = _node(other)
        return Node(self.value + other.value, ((self, 1.0), (other, 1.0)), "+")

    def __mul__(self, other):
        other = _node(other)
        return Node(self.value * other.value, ((self, other.value), (other, self.value)), "×")

    def __sub__(self, other):
        other = _node(other)
        return Node(self.value - other.value, ((self, 1.0), (other, -1.0)), "−")

    def __truediv__(self, other):
        other = _node(other)
        quotient = self.value / other.value
        return Node(quotient, ((self, 1.0 / other.value), (other, -quotient / other.value)), "÷")

    def __neg__(self):
        return Node(-self.value, ((self, -1.0),), "−")

    def __abs__(self):
        # The derivative at 0 is taken as 0, halfway between the two slopes.
        return Node(abs(self.value), ((self, float(np.sign(self.value))),), "abs")

    def __radd__(self, other):
        return _node(other) + self

    def __rmul__(self, other):
        return _node(other) * self

    def __rsub__(self, other):
        return _node(other) - self

    def __rtruediv__(self, other):
        return _node(other) / self

    def exp(self):
        value = math.exp(self.value)
        return Node(value, ((self, value),), "exp")

    def log(self):
        return Node(math.log(self.value), ((self, 1.0 / self.value),), "log")

    def log1p(self):
        return Node(math.log1p(self.value), ((self, 1.0 / (1.0 + self.value)),), "log1p")

    def tanh(self):
        value = math.tanh(self.value)
        return Node(value, ((self, 1.0 - value * value),), "tanh")

    # Order is by value, for max and for the branches of piecewise functions.
    def __lt__(self, other):
        return self.value < _value(other)

    def __le__(self, other):
        return self.value <= _value(other)

    def __gt__(self, other):
        return self.value > _value(other)

    def __ge__(self, other):
        return self.value >= _value(other)


def _node(value):
    return value if isinstance(value, Node) else Node(value)


def _value(value):
    return value.value if isinstance(value, Node) else value


def ancestors(output):
    """Every node that `output` depends on, operands before results, `output` last.

    Walks with a list of its own: a graph may be deeper than Python's recursion limit.
    """
    order, seen, stack = [], set(), [(output, False)]
    while stack:
        node, operands_done = stack.pop()
        if operands_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((operand, False) for operand, _ in node.edges)
    return order


def nodes(values):
    """An array of input nodes with the shape and the numbers of `values`."""
    values = np.asarray(values, dtype=np.float64)
    array = np.empty(values.shape, dtype=object)
    for index in np.ndindex(values.shape):
        array[index] = Node(values[index])
    return array


def values(array):
    """The numbers in an array of nodes, float64, same shape."""
    return np.vectorize(_value, otypes=[np.float64])(array)


def gradients(array):
    """The gradients in an array of nodes, float64, same shape."""
    return np.vectorize(lambda node: node.gradient, otypes=[np.float64])(array)
