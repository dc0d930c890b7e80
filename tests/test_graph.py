import math
import re
from operator import add, mul, sub, truediv

import numpy as np
import pytest
from bad_arrays import NOT_NUMBERS, assert_refused
from hypothesis import given
from hypothesis import strategies as st

from nnlib import Node, nodes, numerical_gradient, sigmoid
from nnlib.graph import ancestors, gradients, maximum, values

numbers = st.floats(0.1, 3.0)


def test_the_worked_example_of_a_sum_times_z():
    x, y, z = Node(-2), Node(5), Node(-4)
    q = x + y
    f = q * z
    f.backward()
    assert (q.value, f.value) == (3, -12)
    assert [node.gradient for node in (x, y, q, z, f)] == [-4, -4, -4, 3, 1]


CIRCUIT = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


def circuit_gate_by_gate(w0, x0, w1, x1, w2):
    """1 / (1 + exp(−1 · (w0 x0 + w1 x1 + w2))) and every value on the way."""
    products = w0 * x0, w1 * x1
    sums = products[0] + products[1], products[0] + products[1] + w2
    negative = -1 * sums[1]
    power = negative.exp()
    below = 1 + power
    return 1 / below, (*products, *sums, negative, power, below)


def test_the_published_numbers_of_the_sigmoid_circuit():
    inputs = {name: Node(value) for name, value in CIRCUIT.items()}
    output, on_the_way = circuit_gate_by_gate(**inputs)
    output.backward()
    rounded = [round(node.value, 2) for node in (*on_the_way, output)]
    assert rounded == [-2, 6, 4, 1, -1, 0.37, 1.37, 0.73]
    assert output.value == pytest.approx(0.731059, abs=5e-7)
    exact = {"w0": -0.196612, "x0": 0.393224, "w1": -0.393224, "x1": -0.589836, "w2": 0.196612}
    assert {name: round(node.gradient, 6) for name, node in inputs.items()} == exact
    # Backwards: 1.00, through 1/x −0.53, + 1 −0.53, exp −0.20, × −1 0.20, and + hands it on.
    products, sums, (negative, power, below) = on_the_way[:2], on_the_way[3:4], on_the_way[4:]
    assert [round(node.gradient, 2) for node in (output, below, power, negative)] == [
        1.00,
        -0.53,
        -0.53,
        -0.20,
    ]
    assert {round(node.gradient, 2) for node in (*products, *sums)} == {0.20}
    # Rounded numbers give −0.53 · e^−1 = −0.195, exact ones −0.1966: both are −0.20.
    assert round(-0.53 * math.exp(-1), 3) == -0.195
    assert round(negative.gradient, 4) == -0.1966


def test_one_sigmoid_gate_gives_what_its_four_gates_give():
    inputs = {name: Node(value) for name, value in CIRCUIT.items()}
    circuit_gate_by_gate(**inputs)[0].backward()
    other = {name: Node(value) for name, value in CIRCUIT.items()}
    z = other["w0"] * other["x0"] + other["w1"] * other["x1"] + other["w2"]
    (gate,) = sigmoid(np.array([z]))
    gate.backward()
    assert gate.value == pytest.approx(1 / (1 + math.exp(-1)), rel=1e-15)
    assert (1 - round(gate.value, 2)) * round(gate.value, 2) == pytest.approx(0.1971)
    for name, node in inputs.items():
        assert other[name].gradient == pytest.approx(node.gradient, rel=1e-14)


def test_flat_code_backwards_gives_the_same_gradients():
    w0, x0, w1, x1, w2 = CIRCUIT.values()
    s0, s1 = w0 * x0, w1 * x1
    s2 = s0 + s1
    s3 = s2 + w2
    L = 1 / (1 + math.exp(-s3))
    grad_L = 1.0
    grad_s3 = grad_L * (1 - L) * L
    grad_w2 = grad_s2 = grad_s3
    grad_s0 = grad_s1 = grad_s2
    grad_w1, grad_x1 = grad_s1 * x1, grad_s1 * w1
    grad_w0, grad_x0 = grad_s0 * x0, grad_s0 * w0
    inputs = [Node(value) for value in CIRCUIT.values()]
    circuit_gate_by_gate(*inputs)[0].backward()
    flat = [grad_w0, grad_x0, grad_w1, grad_x1, grad_w2]
    np.testing.assert_allclose(flat, gradients(inputs), rtol=1e-14)


def test_add_distributes_mul_swaps_copies_add_and_max_routes():
    def pulled(gate, upstream, *values):
        operands = [Node(value) for value in values]
        result = gate(*operands)
        (result * upstream).backward()
        return result.value, [operand.gradient for operand in operands]

    assert pulled(lambda a, b: a + b, 2, 3, 4) == (7, [2, 2])
    assert pulled(lambda a, b: a * b, 5, 2, 3) == (6, [15, 10])
    assert pulled(maximum, 9, 4, 5) == (5, [0, 9])
    copied = Node(7)
    (copied * 4 + copied * 2).backward()
    assert copied.gradient == 4 + 2


@pytest.mark.parametrize("x", [-1.5, 0.3, 2.0])
def test_the_local_gradients_of_the_four_gates(x):
    node = Node(x)
    local = [gate.edges[0][1] for gate in (node.exp(), 1 / node, 3 * node, 3 + node)]
    assert local == pytest.approx([math.exp(x), -1 / x**2, 3, 1], rel=1e-15)


def test_a_chain_multiplies_from_the_right():
    x = Node(0.5)
    y = x.exp()
    z = y * y
    loss = z.log1p()
    loss.backward()
    (_, dz_dy), _ = z.edges
    ((_, dl_dz),) = loss.edges
    ((_, dy_dx),) = y.edges
    assert loss.gradient == 1
    assert z.gradient == dl_dz
    assert y.gradient == pytest.approx(dl_dz * 2 * dz_dy, rel=1e-15)
    assert x.gradient == pytest.approx(dl_dz * 2 * dz_dy * dy_dx, rel=1e-15)


@given(st.lists(st.floats(-2, 2), min_size=5, max_size=5))
def test_a_neuron_as_a_graph_has_the_gradient_of_its_definition(numbers):
    def neuron(p):
        w1, x, w2, y, b = p
        return sigmoid(np.array([w1 * x + w2 * y + b]))[0]

    inputs = nodes(numbers)
    neuron(inputs).backward()
    plain = numerical_gradient(neuron, numbers)
    np.testing.assert_allclose(gradients(inputs), plain, atol=1e-9)


def test_branches_and_loops_follow_the_values():
    def branching(x):
        return x**2 if x > 0 else -x

    for start, value, slope in ((3, 9, 6), (0.5, 0.25, 1), (-2, 2, -1)):
        x = Node(start)
        y = branching(x)
        y.backward()
        assert (y.value, x.gradient) == (value, slope)

    x = Node(1.5)
    power = x
    while power < 100:
        power = power * x
    power.backward()
    assert (power.value, x.gradient) == pytest.approx((1.5**12, 12 * 1.5**11))


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


def test_a_tie_goes_to_the_first_operand():
    a, b = Node(2), Node(2)
    maximum(a, b).backward()
    assert (a.gradient, b.gradient) == (1, 0)
    assert np.maximum(a, b) is a


def test_a_power_of_0_does_not_depend_on_its_exponent():
    x, power = Node(0), Node(2)
    (x**power).backward()
    assert (x.gradient, power.gradient) == (0, 0)


def test_labels_hold_the_plain_numbers():
    x = Node(4)
    made = (x + 1, -0.5 * x, 1 / x, x**2, 2**x, maximum(0, x), x.exp(), -x, x * x)
    assert [node.label for node in made] == [
        "+ 1",
        "−0.5 ×",
        "1 ÷",
        "^ 2",
        "2 ^",
        "0 max",
        "exp",
        "−",
        "×",
    ]
    assert all(len(node.edges) == 1 for node in made[:-1])


def test_numpy_keeps_arrays_of_nodes():
    array = nodes([[1, -2], [3, 4]])
    for result in (
        array * Node(2),
        Node(2) * np.ones((2, 2)),
        np.maximum(array, array.T),
        np.dot(array, [[1, 2], [3, 4]]),
    ):
        assert result.shape == (2, 2)
        assert all(isinstance(node, Node) for node in result.flat)
    np.testing.assert_array_equal(Node(2) < np.array([1, 3]), [False, True])


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True))
def test_no_operation_gives_a_number_that_is_not_finite(a, b):
    refusals = []

    def tried(make):
        try:
            return make()
        except ValueError as error:
            refusals.append(str(error))
            return None

    x, y = tried(lambda: Node(a)), tried(lambda: Node(b))
    if x is None or y is None:
        assert not (math.isfinite(a) and math.isfinite(b))
        return
    unary = ("exp", "expm1", "log", "log1p", "sqrt", "tanh", "arctan", "sin", "cos")
    results = [tried(getattr(x, name)) for name in (*unary, "__neg__", "__abs__")]
    for operation in (add, sub, mul, truediv, pow, maximum):
        results += [tried(lambda: operation(*pair)) for pair in ((x, y), (x, b), (a, y))]  # noqa: B023
    for node in filter(None, results):
        assert math.isfinite(node.value)
        assert all(math.isfinite(local) for _, local in node.edges)
    plain = r"no finite (value|derivative)$"
    assert all(re.search(plain, refusal) for refusal in refusals)


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
        (lambda x: nodes(["a"]), ValueError, "values has dtype <U1; expected an array of numbers"),
        (
            lambda x: nodes([x]),
            ValueError,
            "values has dtype object; expected an array of numbers",
        ),
        (lambda x: nodes([[1], [1, 2]]), ValueError, "values must be an array of numbers"),
        (lambda x: nodes([math.inf]), ValueError, "values holds inf at index 0; expected finite"),
        (lambda x: values([None]), TypeError, "array holds None; expected nodes"),
        (lambda x: gradients([x, 1]), TypeError, "array holds 1; expected nodes"),
        (
            lambda x: values([nodes(np.ones((2, 3))), nodes(np.ones((2, 1)))]),
            ValueError,
            "array must be an array of nodes",
        ),
        (lambda x: ancestors(nodes([1])), ValueError, "output is .*; expected a Node"),
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


@pytest.mark.parametrize(
    "wrong", [*NOT_NUMBERS, 1j, [math.nan], math.inf], ids=lambda value: type(value).__name__
)
def test_nodes_are_made_of_numbers_alone(wrong):
    assert_refused(lambda: nodes(wrong), "values")
