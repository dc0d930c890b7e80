import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import Node, nodes, numerical_gradient
from nnlib.graph import ancestors, gradients, maximum, values

numbers = st.floats(0.1, 3.0)


def test_the_worked_example_of_a_sum_times_z():
    x, y, z = Node(-2), Node(5), Node(-4)
    q = x + y
    f = q * z
    f.backward()
    assert (q.value, f.value) == (3, -12)
    assert [node.gradient for node in (x, y, q, z, f)] == [-4, -4, -4, 3, 1]


def test_edges_hold_local_derivatives_as_numbers():
    a, b = Node(3), Node(5)
    assert [(operand.value, local) for operand, local in (a * b).edges] == [(3, 5), (5, 3)]
    assert (a * b).operation == "×"


def test_gradients_of_a_reused_node_add_up():
    x = Node(3)
    y = (x + 1) * (x - 1) * x
    y.backward()
    assert x.gradient == 3 * 9 - 1


def test_a_second_backward_pass_gives_the_same_gradients():
    x = Node(2)
    y = x * x * x
    y.backward()
    y.backward()
    assert x.gradient == 12


def test_a_graph_deeper_than_the_recursion_limit():
    x = Node(1)
    y = x
    for _ in range(20_000):
        y = y * 1.0001
    y.backward()
    assert x.gradient == pytest.approx(1.0001**20_000)
    assert len(ancestors(y)) == 20_001


@pytest.mark.parametrize(
    "function",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a / b,
        lambda a, b: -a * 2 + 3 - b / 2,
        lambda a, b: 2 / a + (1 - b),
        lambda a, b: np.exp(a) * np.log(b),
        lambda a, b: np.log1p(a) * np.tanh(b),
        lambda a, b: abs(a - 5) + abs(b),
        lambda a, b: a**3 + b**-2 - a**0.5 + a**0,
        lambda a, b: a**b + 2**a,
        lambda a, b: np.sqrt(a) * np.arctan(b) + np.expm1(a - b),
        lambda a, b: np.sin(a) * np.cos(b),
        lambda a, b: np.maximum(a, b + 4) * np.minimum(a, b + 4),
    ],
)
@given(a=numbers, b=numbers)
def test_every_operation_agrees_with_its_definition(function, a, b):
    inputs = nodes([a, b])
    output = function(*inputs)
    output = output if isinstance(output, Node) else output.item()
    output.backward()

    def plain(p):
        return function(np.array(p[0]), np.array(p[1]))

    assert output.value == pytest.approx(float(plain(np.array([a, b]))), rel=1e-14)
    np.testing.assert_allclose(
        gradients(inputs), numerical_gradient(plain, [a, b]), rtol=1e-5, atol=1e-7
    )


def test_order_is_by_value_and_max_routes_the_gradient():
    a, b = Node(4), Node(5)
    assert a < b
    assert b > a
    assert a <= 4 <= b
    assert b >= 5
    top = max(a, b)
    (top * 9).backward()
    assert (a.gradient, b.gradient) == (0, 9)


def test_nodes_keep_shape_and_values():
    array = nodes([[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(values(array), [[1, 2, 3], [4, 5, 6]])
    assert gradients(array).shape == (2, 3)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda x: Node("two"), TypeError, "value is 'two'; expected a real number"),
        (lambda x: Node(x), TypeError, r"value is Node\(-3\); expected a real number"),
        (lambda x: Node(math.nan), ValueError, "value is nan; expected a finite number"),
        (lambda x: Node(10**400), ValueError, "value is inf; expected a finite number"),
        (lambda x: x.log(), ValueError, r"log\(-3.0\) has no finite value"),
        (lambda x: np.log(nodes([2, 0])), ValueError, r"log\(0.0\) has no finite value"),
        (lambda x: (x - 2).log1p(), ValueError, r"log1p\(-5.0\) has no finite value"),
        (lambda x: x.sqrt(), ValueError, r"sqrt\(-3.0\) has no finite value"),
        (lambda x: (x * 0).sqrt(), ValueError, r"sqrt\(-0.0\) has no finite derivative"),
        (lambda x: (-1000 * x).exp(), ValueError, r"exp\(3000.0\) has no finite value"),
        (lambda x: 1 / (x + 3), ValueError, "1.0 ÷ 0.0 has no finite value"),
        (lambda x: x**0.5, ValueError, r"\(-3.0\) \^ 0.5 has no finite value"),
        (lambda x: x ** Node(2), ValueError, r"\(-3.0\) \^ 2.0 has no finite derivative"),
        (lambda x: (x + 3) ** 0.5, ValueError, r"0.0 \^ 0.5 has no finite derivative"),
        (lambda x: x * 1e308, ValueError, r"\(-3.0\) × 1e\+308 has no finite value"),
        (lambda x: x + math.nan, ValueError, r"\(-3.0\) \+ nan has no finite value"),
        (lambda x: maximum(math.nan, x), ValueError, r"max\(nan, -3.0\) has no finite value"),
        (lambda x: maximum(1, 2), TypeError, "a is 1 and b is 2; expected two nodes"),
        (lambda x: maximum(x, "1"), TypeError, "b is '1'; expected two nodes"),
        (lambda x: x + 1j, TypeError, "unsupported operand"),
        (lambda x: x < "1", TypeError, "not supported"),
        (lambda x: nodes(["a"]), TypeError, "values holds <U1; expected an array of real numbers"),
        (lambda x: nodes([x]), TypeError, "values holds object; expected an array of real"),
        (lambda x: nodes([[1], [1, 2]]), TypeError, "values is no array of numbers"),
        (lambda x: nodes([math.inf]), ValueError, "value is inf; expected a finite number"),
        (lambda x: values([None]), TypeError, "array holds None; expected nodes and numbers"),
        (lambda x: gradients([x, 1]), TypeError, "array holds 1; expected nodes"),
    ],
)
def test_what_cannot_be_right_is_named_with_its_operation(make, error, words):
    with pytest.raises(error, match=words):
        make(Node(-3))


def test_a_gradient_that_overflows_is_told():
    x = Node(1e-200)
    y = x * 1e250 * 1e250
    with pytest.raises(ValueError, match=r"the gradient of .* is inf: too large a number"):
        y.backward()
