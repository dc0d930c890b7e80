import decimal
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib
from nnlib import (
    Activation,
    arctan,
    elu,
    gelu,
    hardtanh,
    identity,
    isru,
    leaky_relu,
    nodes,
    numerical_gradient,
    prelu,
    relu,
    sigmoid,
    sign,
    silu,
    softplus,
    softsign,
    step,
    tanh,
)
from nnlib.graph import gradients, values

FAMILIES = (isru, prelu, elu)
CONSTANTS = tuple(value for value in vars(nnlib).values() if isinstance(value, Activation))
ACTIVATIONS = (
    *CONSTANTS,
    *(isru(0.7), isru(30.0), prelu(0.25), prelu(1.0), elu(0.5), elu(1.0), elu(2.0)),
)
THRESHOLDS = (step, sign)
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
# No kink is among them, nor a point where a slope bends.
GRID = np.concatenate([np.linspace(-40, 40, 801) + 0.01, [-1000.0, -300.0, 300.0, 1000.0]])
SMOOTH_AT_0 = [activation for activation in ACTIVATIONS if 0 not in activation.kinks]


def slope(activation, z):
    z = np.array(z)
    return activation.derivative(z, activation(z))


def graph_slope(activation, z):
    """g'(z) by the graph; a threshold leaves no graph, and no gradient."""
    inputs = nodes(z)
    outputs = activation(inputs)
    if activation in THRESHOLDS:
        return np.zeros(len(z))
    outputs.sum().backward()
    return gradients(inputs)


@every_activation
def test_derivative_is_the_slope(activation):
    by_definition = (activation(GRID + 1e-5) - activation(GRID - 1e-5)) / 2e-5
    np.testing.assert_allclose(slope(activation, GRID), by_definition, rtol=1e-8, atol=3e-9)


@every_activation
def test_complex_step_and_graph_give_the_derivative_to_the_last_bits(activation):
    expected = slope(activation, GRID)
    by_complex_step = np.imag(activation(GRID + 1e-200j)) / 1e-200
    np.testing.assert_allclose(by_complex_step, expected, rtol=2e-15, atol=1e-15)
    np.testing.assert_allclose(graph_slope(activation, GRID), expected, rtol=2e-15, atol=1e-15)


@pytest.mark.parametrize("activation", [softplus, silu, gelu, elu(0.5), elu(1)], ids=repr)
def test_derivatives_that_fall_like_exponentials_are_exact_however_small(activation):
    z = np.array([-5.0, -12.0, -45.0, -300.0])
    by_complex_step = np.imag(activation(z + 1e-100j)) / 1e-100
    np.testing.assert_allclose(slope(activation, z), by_complex_step, rtol=2e-14)


def test_derivatives_that_fall_like_powers_are_exact_however_small():
    z = np.array([-1e60, -1e9, -40.0, -0.5, 0.0, 3.0, 1e12, 1e60])
    for activation, expected in (
        (arctan, 1 / (1 + z * z)),
        (softsign, 1 / (1 + np.abs(z)) ** 2),
        (isru(0.7), (1 / np.sqrt(1 + 0.7 * z * z)) ** 3),
    ):
        np.testing.assert_allclose(slope(activation, z), expected, rtol=2e-15)


@every_activation
def test_a_graph_has_the_values_of_arrays(activation):
    np.testing.assert_allclose(values(activation(nodes(GRID))), activation(GRID), 2e-14, 1e-15)


# Where the derivative does not exist, one must be taken: everywhere the same.
@pytest.mark.parametrize("activation", [g for g in ACTIVATIONS if g.kinks], ids=repr)
def test_at_a_kink_the_graph_takes_the_same_derivative_the_one_from_the_left(activation):
    kinks = np.array(activation.kinks, dtype=float)
    left = slope(activation, kinks - 1e-12) if activation is not hardtanh else [0, 0]
    np.testing.assert_allclose(slope(activation, kinks), left, rtol=1e-11)
    np.testing.assert_array_equal(graph_slope(activation, kinks), slope(activation, kinks))


@every_activation
def test_the_slope_jumps_or_the_value_does_at_each_kink_and_nowhere_else(activation):
    def breaks(z, epsilon=1e-7):
        below, above = np.array(z - epsilon), np.array(z + epsilon)
        a_below, a_above = activation(below), activation(above)
        turn = activation.derivative(above, a_above) - activation.derivative(below, a_below)
        return abs(turn) > 1e-3 or abs(a_above - a_below) > 1e-3

    suspects = np.arange(-24, 25) / 8
    assert [z for z in suspects if breaks(z)] == list(activation.kinks)


FAR = np.array([-1e308, -1e200, -1000.0, -1e-300, -0.0, 0.0, 1e-300, 1000.0, 1e200, 1e308])


@every_activation
def test_no_input_is_too_large(activation):
    a = activation(FAR)
    assert np.isfinite(a).all()
    assert np.isfinite(activation.derivative(FAR, a)).all()


@every_activation
def test_values_fill_the_range_and_stay_in_it(activation):
    (low, high), (left, right) = activation.range, activation.ends
    a = activation(np.concatenate([FAR, np.linspace(-3, 3, 60001)]))
    # An open end is approached, and reached where it is the nearest float.
    assert a.min() >= low - 1e-15
    assert a.max() <= high + 1e-15
    assert a.min() <= (-1e300 if low == -np.inf else low + 1e-9)
    assert a.max() >= (1e300 if high == np.inf else high - 1e-9)
    moderate = activation(np.linspace(-3, 3, 60001))
    if left == "(":
        assert moderate.min() > low
    if right == ")":
        assert moderate.max() < high
    if left + right == "{}":
        assert set(a) == {low, high}


def test_ranges_of_the_table():
    assert {repr(g): (*g.range, g.ends) for g in ACTIVATIONS if g not in (silu, gelu)} == {
        "identity": (-math.inf, math.inf, "()"),
        "step": (0, 1, "{}"),
        "sign": (-1, 1, "{}"),
        "sigmoid": (0, 1, "()"),
        "tanh": (-1, 1, "()"),
        "hardtanh": (-1, 1, "[]"),
        "arctan": (-math.pi / 2, math.pi / 2, "()"),
        "softsign": (-1, 1, "()"),
        "isru(0.7)": (-(0.7**-0.5), 0.7**-0.5, "()"),
        "isru(30.0)": (-(30**-0.5), 30**-0.5, "()"),
        "relu": (0, math.inf, "[)"),
        "leaky_relu": (-math.inf, math.inf, "()"),
        "prelu(0.25)": (-math.inf, math.inf, "()"),
        "prelu(1.0)": (-math.inf, math.inf, "()"),
        "elu(0.5)": (-0.5, math.inf, "()"),
        "elu(1.0)": (-1, math.inf, "()"),
        "elu(2.0)": (-2, math.inf, "()"),
        "softplus": (0, math.inf, "()"),
    }


@pytest.mark.parametrize(("activation", "lowest"), [(silu, -1.278), (gelu, -0.752)], ids=repr)
def test_the_minimum_of_the_gated_ones(activation, lowest):
    z = np.linspace(lowest - 0.001, lowest + 0.001, 20001)
    assert activation(z).min() == pytest.approx(activation.range[0], rel=1e-15)
    assert slope(activation, z[0]) < 0 < slope(activation, z[-1])


def exactly(z):
    """Each function by its definition, with as many digits as no cancelling can use up."""
    e = z.exp()
    gate = (Decimal(8) / Decimal(math.pi)).sqrt() * (z + Decimal("0.044715") * z**3)
    return {
        sigmoid: 1 / (1 + 1 / e),
        tanh: (e - 1 / e) / (e + 1 / e),
        softsign: z / (1 + abs(z)),
        isru(0.7): z / (1 + Decimal("0.7") * z * z).sqrt(),
        elu(0.5): z if z > 0 else (e - 1) / 2,
        softplus: (1 + e).ln(),
        silu: z / (1 + 1 / e),
        gelu: z / (1 + (-gate).exp()),
    }


@settings(max_examples=30)
@given(z=st.floats(-300, 300))
def test_each_is_its_definition_also_where_the_definition_cancels(z):
    with decimal.localcontext(prec=400):
        exact = {g: float(value) for g, value in exactly(Decimal(z)).items()}
    for activation, expected in exact.items():
        # Through tanh, to the last bit of 1; all others, of the number itself. Large exponents are
        # rounded before they are raised: −x is known to |x| bits.
        absolute, relative = (2e-16, 0.0) if activation is sigmoid else (0.0, 4e-15)
        if activation is gelu and z < -4:
            relative = 1e-15 * abs(z) ** 3
        assert activation(z) == pytest.approx(expected, rel=relative, abs=absolute + 1e-300)


def test_the_identities_between_tanh_and_sigmoid():
    z = np.linspace(-20, 20, 40001)
    e = np.exp(z)
    for form in ((e - 1 / e) / (e + 1 / e), 2 / (1 + np.exp(-2 * z)) - 1, 2 * sigmoid(2 * z) - 1):
        assert np.abs(form - tanh(z)).max() < 4.5e-16
    assert np.abs(sigmoid(z) + sigmoid(-z) - 1).max() < 2.3e-16
    assert np.abs(slope(softplus, z) - sigmoid(z)).max() < 4.5e-16


def test_the_steepest_slopes():
    z = np.linspace(-5, 5, 1001)
    assert (slope(sigmoid, z).max(), slope(sigmoid, 0.0)) == (0.25, 0.25)
    assert (slope(tanh, z).max(), slope(tanh, 0.0)) == (1, 1)


def test_step_and_sign_are_closed_at_zero():
    z = np.array([-1.0, 0.0, 1.0])
    np.testing.assert_array_equal(step(z), [0, 0, 1])
    np.testing.assert_array_equal(sign(z), [-1, -1, 1])


def test_a_central_difference_of_the_step_at_its_kink_means_nothing():
    assert numerical_gradient(step, np.array(0.0), 1e-4) == pytest.approx(5000)
    assert slope(step, 0.0) == 0


def test_the_range_of_isru():
    assert isru(0.7).range == pytest.approx((-1.1952, 1.1952), abs=5e-5)


def test_the_slope_of_elu_jumps_from_alpha_to_1():
    for alpha in (0.5, 1.0, 3.0):
        assert slope(elu(alpha), [-1e-12, 1e-12]) == pytest.approx([alpha, 1])
        z = np.linspace(-5, -0.1, 50)
        np.testing.assert_allclose(slope(elu(alpha), z), elu(alpha)(z) + alpha, atol=1e-15)
    assert (elu(0.5).kinks, elu(1).kinks) == ((0,), ())


def test_each_of_the_wishes_fails_for_a_popular_choice():
    z = np.linspace(-4, 4, 801)
    assert (np.diff(gelu(z)) < 0).any()
    assert (np.diff(silu(z)) < 0).any()
    assert relu.range[1] == np.inf
    assert abs(sigmoid(-5)) < abs(sigmoid(-1))
    assert relu.kinks
    assert hardtanh.kinks


def test_gelu_by_tanh_is_near_the_gelu_by_the_normal_distribution():
    z = np.linspace(-8, 8, 16001)
    exact = np.array([z * 0.5 * math.erfc(-z / math.sqrt(2)) for z in z])
    assert np.abs(gelu(z) - exact).max() == pytest.approx(0.000473, abs=1e-6)


def test_special_cases_of_the_families():
    z = np.linspace(-4, 4, 81)
    np.testing.assert_array_equal(leaky_relu(z), prelu(0.01)(z))
    np.testing.assert_array_equal(prelu(1)(z), identity(z))
    np.testing.assert_allclose(np.sin(arctan(z)), isru(1)(z), rtol=1e-15)


def test_a_family_remembers_its_members():
    assert elu(0.5) is elu(np.float64(0.5))
    assert elu(1) == elu(1.0)
    assert elu(0.5) != elu(0.25)
    assert prelu(0.01) != leaky_relu
    assert (repr(elu(0.5)), repr(isru(1)), repr(tanh)) == ("elu(0.5)", "isru(1.0)", "tanh")
    assert (prelu(0.25).name, prelu(0.25).alpha, tanh.alpha) == ("prelu", 0.25, None)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@given(
    alpha=st.one_of(
        st.floats(max_value=0),
        st.sampled_from([math.nan, math.inf, True, None, 1j, 10**400]),
        st.text(),
        st.lists(st.floats(0.1, 1)),
    )
)
def test_an_alpha_that_is_no_positive_number_is_refused(family, alpha):
    with pytest.raises(ValueError, match=r"alpha is .*; expected a number in"):
        family(alpha)


@given(
    z=st.one_of(
        st.text(),
        st.none(),
        st.lists(st.text(), min_size=1),
        st.sampled_from([[[1.0], [1.0, 2.0]], math.inf, -math.inf, math.nan, [0.0, math.inf]]),
    )
)
@every_activation
def test_what_holds_no_finite_numbers_is_refused(activation, z):
    with pytest.raises(ValueError, match=r"^z "):
        activation(z)


@pytest.mark.parametrize("activation", SMOOTH_AT_0, ids=repr)
def test_three_slopes_agree_at_0_where_there_is_no_kink(activation):
    zero = np.zeros(1)
    expected = slope(activation, zero)
    by_complex_step = np.imag(activation(zero + 1e-200j)) / 1e-200
    np.testing.assert_allclose(by_complex_step, expected, atol=1e-15)
    np.testing.assert_allclose(graph_slope(activation, zero), expected, atol=1e-15)


@every_activation
def test_a_derivative_takes_a_plain_number(activation):
    z = 0.5
    assert activation.derivative(z, activation(z)) == slope(activation, np.array([z]))[0]


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        (np.sum, lambda z, a: z),
        (lambda z: z.mean(axis=0, keepdims=True), lambda z, a: z),
        (lambda z: 2 * z, lambda z, a: z[:1]),
    ],
)
def test_a_formula_that_mixes_units_is_no_activation(function, derivative):
    with pytest.raises(ValueError, match="function or derivative of mixed does not keep the shape"):
        Activation("mixed", function, derivative)


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        (lambda z: z if z > 0 else 0.0, lambda z, a: z),
        (math.tanh, lambda z, a: 1 - a * a),
        (lambda z: max(z, 0), lambda z, a: z),
        (np.tanh, lambda z, a: None),
        (np.tanh, lambda z, a: "1"),
        (lambda z: None, lambda z, a: z),
    ],
)
def test_a_formula_for_one_number_is_no_activation(function, derivative):
    with pytest.raises(ValueError, match=r"^(one takes no arrays|function or derivative of one)"):
        Activation("one", function, derivative)


def test_a_constant_slope_may_be_one_number():
    twice = Activation("twice", lambda z: 2 * z, lambda z, a: 2.0)
    assert twice.derivative(np.ones(3), None) == 2.0


@every_activation
def test_lists_and_whole_numbers_are_taken_as_numbers(activation):
    np.testing.assert_array_equal(activation([-2, 0, 3]), activation(np.array([-2.0, 0.0, 3.0])))
    assert activation(2) == activation(np.array([2.0]))[0]


def test_an_activation_needs_two_functions():
    with pytest.raises(TypeError, match="derivative is None; expected a function"):
        Activation("sine", np.sin, None)
    with pytest.raises(TypeError, match="function is 'sin'"):
        Activation("sine", "sin", np.cos)
