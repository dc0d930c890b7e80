import numpy as np
import pytest
from bad_arrays import NOT_NUMBERS, assert_refused, wrong_arrays
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    MLP,
    gradient_report,
    numerical_gradient,
    relative_error,
    squared_error,
    tanh,
)

METHODS = {"central": 1e-8, "forward": 1e-5, "complex": 1e-13}  # with the error each may have


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("at_once", [None, 1, 4, 6, 64])
def test_gradient_of_a_cubic_in_any_shape(method, at_once):
    params = np.arange(6.0).reshape(2, 3)

    def cubic(p):
        assert p.shape == (2, 3) if at_once is None else p.shape[1:] == (2, 3)
        assert at_once is None or len(p) <= at_once
        return np.sum(p**3, axis=(-2, -1))

    gradient = numerical_gradient(cubic, params, method=method, at_once=at_once)
    np.testing.assert_allclose(gradient, 3 * params**2, rtol=0, atol=20 * METHODS[method])
    np.testing.assert_array_equal(params, np.arange(6.0).reshape(2, 3))


@pytest.mark.parametrize(("method", "runs"), [("central", 10), ("forward", 6), ("complex", 5)])
def test_five_parameters_take_so_many_runs(method, runs):
    points = []

    def total(p):
        points.append(p.copy())
        return np.sum(p * p)

    numerical_gradient(total, np.arange(5.0), 0.5, method)
    assert len(points) == runs
    calls = []

    def totals(stack):
        calls.append(stack.copy())
        return np.sum(stack * stack, axis=1)

    numerical_gradient(totals, np.arange(5.0), 0.5, method, at_once=3)
    np.testing.assert_array_equal(np.concatenate(calls), points)


def test_a_stack_gives_the_gradient_of_a_network_as_one_by_one():
    net = MLP((3, 4, 2), hidden=tanh)
    rng = np.random.default_rng(0)
    X, T, params = rng.random((5, 3)), rng.random((5, 2)), net.init(seed=1)

    def loss(p):
        return squared_error(net(p, X), T)

    for method in METHODS:
        alone = numerical_gradient(loss, params, method=method)
        together = numerical_gradient(loss, params, method=method, at_once=7)
        assert relative_error(together, alone) < METHODS[method] / 10


@pytest.mark.parametrize(("method", "order"), [("central", 2), ("forward", 1)])
def test_the_error_falls_with_a_power_of_epsilon(method, order):
    def error(epsilon):
        return abs(numerical_gradient(np.exp, np.array(1.0), epsilon, method) - np.e)

    assert error(1e-2) / error(1e-3) == pytest.approx(10**order, rel=0.01)


def test_a_complex_step_needs_no_large_epsilon():
    for epsilon in (1e-10, 1e-100, 1e-300):
        assert numerical_gradient(np.exp, 1.0, epsilon, "complex") == pytest.approx(np.e, rel=1e-15)


@pytest.mark.parametrize(
    ("published", "method", "epsilon"),
    [
        (2e-5, "forward", 1e-4),
        (2e-9, "central", 1e-4),
        (8e-11, "central", 1e-5),
        (7e-4, "central", 1e-12),
    ],
)
def test_errors_on_the_slides_network_are_of_the_published_size(published, method, epsilon):
    by_backpropagation, by_definition = both_gradients(method, epsilon)
    distance = np.linalg.norm(by_definition - by_backpropagation)
    assert 0.2 < distance / np.linalg.norm(by_backpropagation) / published < 5


def test_a_difference_that_is_not_divided_is_no_gradient():
    by_backpropagation, by_definition = both_gradients("forward", 1e-4)
    undivided = 1e-4 * by_definition
    distance = np.linalg.norm(undivided - by_backpropagation)
    assert round(distance / np.linalg.norm(by_backpropagation), 4) == 0.9999
    assert relative_error(undivided, by_backpropagation) > 0.999


def both_gradients(method, epsilon):
    """Of the slides' network of 301 parameters, from random data."""
    net = MLP((8, 9, 9, 9, 4), hidden=tanh)
    rng = np.random.default_rng(0)
    X, T, params = rng.random((16, 8)), rng.random((16, 4)).round(), net.init(1)
    _, by_backpropagation = net.gradient(params, X, T, squared_error)
    return by_backpropagation, numerical_gradient(
        lambda p: squared_error(net(p, X), T), params, epsilon, method, at_once=64
    )


def test_relative_error_of_equal_opposite_and_zero():
    g = np.array([3.0, 4.0])
    assert relative_error(g, g) == 0
    assert relative_error(g, -g) == pytest.approx(1)
    assert relative_error(g, 0 * g) == pytest.approx(1)
    assert relative_error(0 * g, 0 * g) == 0
    assert relative_error(g, 2 * g) == pytest.approx(1 / 3)


@given(scale=st.sampled_from([1e-3, 1.0, 1e10, 1e155, 1e300, 2e307]))
def test_relative_error_does_not_depend_on_the_scale(scale):
    g, r = np.array([3.0, 4.0]), np.array([3.0, 4.5])
    assert relative_error(scale * g, scale * r) == pytest.approx(relative_error(g, r), rel=1e-12)


def test_gradients_that_are_both_nearly_zero_are_taken_as_equal():
    assert relative_error([1e-20, 0.0], [-1e-20, 0.0]) < 1e-11


def test_a_report_finds_the_entry_that_is_wrong():
    net = MLP((3, 4, 2), hidden=tanh)
    rng = np.random.default_rng(0)
    X, T, params = rng.random((5, 3)), rng.random((5, 2)), net.init(seed=1)
    _, gradient = net.gradient(params, X, T, squared_error)
    reference = numerical_gradient(lambda p: squared_error(net(p, X), T), params, at_once=64)
    report = gradient_report(net, gradient, reference)
    assert [(row.layer, row.array) for row in report] == [(1, "W"), (1, "b"), (2, "W"), (2, "b")]
    assert max(row.relative_error for row in report) < 1e-8

    wrong = gradient.copy()
    (_, _), (dW, _) = net.layers(wrong)
    (_, _), (right_dW, _) = net.layers(gradient)
    dW[2, 1] *= 1.5
    row = gradient_report(net, wrong, gradient)[2]
    assert (row.worst, row.gradient, row.reference) == ((2, 1), dW[2, 1], right_dW[2, 1])
    assert row.relative_error == relative_error(dW, right_dW)
    assert [other.relative_error for other in report[:2]] == pytest.approx([0, 0], abs=1e-8)


def test_a_report_prints_as_a_table():
    net = MLP((10, 12, 1))
    gradient, reference = np.ones(net.n_params), np.ones(net.n_params)
    gradient[115] = -1e-7
    gradient[-1] = 1234567.8
    lines = repr(gradient_report(net, gradient, reference)).splitlines()
    assert lines == [
        "array  relative error  worst entry      gradient     reference",
        "W_1           4.6e-02  [9, 7]             -1e-07             1",
        "b_1           0.0e+00  [0]                     1             1",
        "W_2           0.0e+00  [0, 0]                  1             1",
        "b_2           1.0e+00  [0]           1.23457e+06             1",
    ]


@given(wrong=st.sampled_from([0, -1e-5, np.nan, np.inf, "1e-5", True, [1e-5], 1j]))
def test_a_step_that_is_not_positive_is_refused(wrong):
    assert_refused(lambda: numerical_gradient(np.sum, np.zeros(2), wrong), "epsilon")


@given(wrong=st.sampled_from(["Central", "", None, 2, ["central"], {}, np.zeros(2)]))
def test_methods_that_there_are_not_are_refused(wrong):
    assert_refused(lambda: numerical_gradient(np.sum, np.zeros(2), method=wrong), "method")


@given(wrong=st.sampled_from([0, -1, 2.5, True, "64", [64]]))
def test_counts_that_cannot_be_right_are_refused(wrong):
    assert_refused(lambda: numerical_gradient(np.sum, np.zeros(2), at_once=wrong), "at_once")


@given(wrong=st.sampled_from([None, 3.0, "sum", np.zeros(2)]))
def test_what_is_no_function_is_refused(wrong):
    assert_refused(lambda: numerical_gradient(wrong, np.zeros(2)), "function")


@given(wrong=wrong_arrays((3,), right=lambda shape: True))
def test_params_that_cannot_be_right_are_refused(wrong):
    assert_refused(lambda: numerical_gradient(np.sum, wrong), "params")


@given(
    wrong=st.sampled_from([*NOT_NUMBERS, np.nan, np.inf, np.zeros(1), np.zeros((1, 1))]),
    method=st.sampled_from([*METHODS]),
    at_once=st.sampled_from([None, 2]),
)  # fmt: skip
def test_values_that_cannot_be_right_are_refused(wrong, method, at_once):
    assert_refused(
        lambda: numerical_gradient(lambda p: wrong, np.zeros(3), method=method, at_once=at_once),
        "what function returns",
    )


def test_a_real_value_for_complex_parameters_is_refused():
    for real in (lambda p: np.abs(p).sum(), lambda p: 1.0, lambda p: 1):
        assert_refused(
            lambda real=real: numerical_gradient(real, np.ones(2), method="complex"),
            "what function returns is real",
        )


@given(wrong=wrong_arrays((3,)))
def test_gradients_that_cannot_be_compared_are_refused(wrong):
    net = MLP((2, 1))
    right = np.zeros(3)
    assert_refused(lambda: relative_error(right, wrong), "reference")
    assert_refused(lambda: gradient_report(net, wrong, right), "gradient")
    assert_refused(lambda: gradient_report(net, right, wrong), "reference")
    assert_refused(lambda: gradient_report(wrong, right, right), "net")


@given(wrong=wrong_arrays((3,), right=lambda shape: True))
def test_what_is_no_gradient_is_refused(wrong):
    assert_refused(lambda: relative_error(wrong, np.zeros(3)), "gradient")


@pytest.mark.parametrize(("method", "large"), [("central", 1e12), ("forward", 1e9)])
def test_a_step_that_is_lost_in_the_parameters_is_refused(method, large):
    with pytest.raises(ValueError, match=r"^epsilon is 1e-0\d, which is lost in params as large"):
        numerical_gradient(lambda p: np.sum(p**2), [1.0, large], method=method)
    assert numerical_gradient(lambda p: np.sum(p**2), [large], method="complex") == 2 * large


@pytest.mark.parametrize("method", ["central", "forward", "complex"])
def test_a_function_that_writes_into_its_parameters_changes_none_of_yours(method):
    params = np.array([1.0, 2.0])
    numerical_gradient(lambda p: p.__imul__(2.0).sum(), params, method=method)
    np.testing.assert_array_equal(params, [1.0, 2.0])


@pytest.mark.parametrize("method", ["central", "forward"])
def test_a_complex_value_for_real_parameters_is_refused(method):
    with pytest.raises(ValueError, match=r"^what function returns has dtype complex128"):
        numerical_gradient(lambda p: p.sum() * 1j, [1.0], method=method)


def test_a_report_is_of_a_network_and_not_of_its_class():
    with pytest.raises(ValueError, match=r"^net is <class .*MLP'>; expected a network"):
        gradient_report(MLP, [1.0], [1.0])
