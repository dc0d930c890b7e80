import itertools
import math

import numpy as np
import pytest
from bad_arrays import assert_refused, wrong_arrays
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlib import (
    Neuron,
    and_gate,
    hardtanh,
    identity,
    nand_gate,
    not_gate,
    numerical_gradient,
    or_gate,
    sigmoid,
    sign,
    tanh,
    xnor,
    xor_gate,
)
from nnlib.perceptron import (
    convergence,
    delta_rule,
    perceptron_rule,
    present,
)

ZEROS = (0, 0, 0)
numbers = st.floats(-3, 3)


def test_the_published_runs_of_and_and_or():
    run = convergence(Neuron(2), ZEROS, *and_gate())
    assert (len(run.mistakes), run.mistakes[-1], run.converged, run.cycle) == (6, 0, True, None)
    np.testing.assert_array_equal(run.params[-1], (2, 1, -2))
    run = convergence(Neuron(2), ZEROS, *or_gate())
    assert (len(run.mistakes), run.converged) == (4, True)
    np.testing.assert_array_equal(run.params[-1], (1, 1, 0))


def test_xor_returns_after_every_epoch_to_where_it_was():
    run = convergence(Neuron(2), ZEROS, *xor_gate())
    assert (run.mistakes, run.converged, run.cycle) == ((2, 3, 4), False, 1)
    np.testing.assert_array_equal(run.params[2:], [(-1, 0, 1)] * 2)
    ends = [s for s in present(Neuron(2), ZEROS, *xor_gate(), epochs=9) if s.epoch_ends]
    assert all(s.params.tolist() == [-1, 0, 1] for s in ends[1:])
    errors = [s.error for s in present(Neuron(2), (-1, 0, 1), *xor_gate(), epochs=7)]
    assert errors == [-1, 1, 1, -1] * 7


def test_xnor_too_ends_in_a_cycle_and_nand_and_not_are_learnt():
    assert convergence(Neuron(2), ZEROS, *xnor()).cycle is not None
    for gate, n_inputs in ((nand_gate, 2), (not_gate, 1)):
        X, T = gate()
        run = convergence(Neuron(n_inputs), np.zeros(n_inputs + 1), X, T)
        np.testing.assert_array_equal(Neuron(n_inputs)(run.params[-1], X), T[:, 0])


@pytest.mark.parametrize("labels", list(itertools.product((0.0, 1.0), repeat=4)))
def test_fourteen_of_the_sixteen_functions_of_two_inputs_are_learnt(labels):
    X, T = and_gate()[0], np.array([labels]).T
    run = convergence(Neuron(2), ZEROS, X, T)
    parted = labels not in ((0, 1, 1, 0), (1, 0, 0, 1))
    assert run.converged is parted
    assert (run.cycle is None) is parted


def test_presentations_say_where_the_run_stands():
    shown = list(present(Neuron(2), ZEROS, *and_gate(), epochs=3))
    assert [s.step for s in shown] == list(range(1, 13))
    assert [(s.epoch, s.row) for s in shown] == list(itertools.product((1, 2, 3), range(4)))
    assert [s.epoch_ends for s in shown] == [False, False, False, True] * 3


def test_each_change_is_alpha_times_error_times_input():
    X, T = and_gate()
    before = np.array(ZEROS, float)
    for s in present(Neuron(2), before, X, T, learning_rate=0.25, epochs=8):
        fires = np.dot(X[s.row], before[:2]) + before[2] > 0
        assert s.error == T[s.row, 0] - fires
        np.testing.assert_array_equal(s.params, before + 0.25 * s.error * np.append(X[s.row], 1))
        before = s.params


def test_nothing_handed_in_is_changed():
    params, (X, T) = np.zeros(3), or_gate()
    list(present(Neuron(2), params, X, T, epochs=2))
    assert not params.any()


@given(arrays(float, 3, elements=numbers), st.floats(0.5, 2), st.integers(0, 2**32 - 1))
def test_no_run_from_zeros_makes_more_mistakes_than_novikoff_allows(separator, margin, seed):
    X = np.random.default_rng(seed).uniform(-3, 3, (40, 2))
    z = np.dot(X, separator[:2]) + separator[2]
    X, z = X[abs(z) > margin], z[abs(z) > margin]
    assume(len(X))
    T = (z > 0).astype(float)[:, None]
    # (R/γ)²: the longest (x, 1), and the least distance of one from the separator's plane.
    extended = np.column_stack([X, np.ones(len(X))])
    distance = abs(extended @ separator).min() / np.linalg.norm(separator)
    bound = (np.linalg.norm(extended, axis=1).max() / distance) ** 2
    for neuron, targets in ((Neuron(2), T), (Neuron(2, sign), 2 * T - 1)):
        run = convergence(neuron, ZEROS, X, targets, epochs=math.ceil(bound) + 1)
        assert run.converged
        assert sum(run.mistakes) <= bound


@pytest.mark.parametrize("activation", [identity, sigmoid, tanh], ids=repr)
@given(params=arrays(float, 3, elements=numbers), x=arrays(float, 2, elements=numbers), t=numbers)
def test_the_delta_rule_goes_down_the_gradient_of_half_the_squared_error(activation, params, x, t):
    neuron = Neuron(2, activation)
    downhill = -numerical_gradient(lambda p: 0.5 * (t - neuron(p, [x])[0]) ** 2, params)
    np.testing.assert_allclose(delta_rule(neuron, params, x, t), downhill, atol=1e-7)


def test_the_delta_rule_of_a_step_never_moves():
    assert not delta_rule(Neuron(2), (1, 1, -1.5), (1, 1), 0).any()
    assert perceptron_rule(Neuron(2), (1, 1, -1.5), (1, 1), 0).tolist() == [-1, -1, -1]


def test_the_delta_rule_raises_weights_on_positive_inputs_when_the_output_is_too_low():
    change = delta_rule(Neuron(2, sigmoid), (0, 0, 0), (2, -1), 1)
    np.testing.assert_allclose(change, 0.5 * 0.25 * np.array((2, -1, 1)))


def test_the_linear_delta_rule_comes_near_the_least_squares_line():
    X, T = or_gate()
    neuron = Neuron(2, identity)
    *_, last = present(neuron, ZEROS, X, T, delta_rule, 0.01, 3000)
    best, *_ = np.linalg.lstsq(np.column_stack([X, np.ones(4)]), T[:, 0])
    np.testing.assert_allclose(last.params, best, atol=0.01)


X, T = and_gate()


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: present("n", ZEROS, X, T), ValueError, "neuron is .n.; expected a Neuron"),
        (lambda: present(Neuron(2), (0, 0), X, T), ValueError, r"params has shape \(2,\)"),
        (lambda: present(Neuron(3), (0,) * 4, X, T), ValueError, r"X has shape \(4, 2\)"),
        (lambda: present(Neuron(2), ZEROS, X, T[:3]), ValueError, r"T has shape \(3, 1\)"),
        (lambda: present(Neuron(2), ZEROS, X, T[:, 0]), ValueError, r"T has shape \(4,\)"),
        (lambda: present(Neuron(2), ZEROS, X, T, 3), TypeError, "rule is 3; expected a function"),
        (
            lambda: present(Neuron(2), ZEROS, X, T, learning_rate=0),
            ValueError,
            "learning_rate is 0",
        ),
        (lambda: present(Neuron(2), ZEROS, X, T, epochs=0), ValueError, "epochs is 0"),
        (
            lambda: list(present(Neuron(2), ZEROS, X, T, lambda *_: [1.0])),
            ValueError,
            r"the rule's change has shape \(1,\); expected \(3,\)",
        ),
        (
            lambda: list(present(Neuron(2, identity), ZEROS, X, T, delta_rule, 1e6)),
            ValueError,
            "expected finite numbers",
        ),
        (
            lambda: convergence(Neuron(2), ZEROS, X, 2 * T - 1),
            ValueError,
            "T must hold 0 and 1 alone",
        ),
        (
            lambda: convergence(Neuron(2, sigmoid), ZEROS, X, T),
            ValueError,
            "neuron is .*; expected one with two answers",
        ),
        (
            lambda: convergence(Neuron(2, hardtanh), ZEROS, X, 2 * T - 1),
            ValueError,
            "neuron is .*; expected one with two answers",
        ),
        (lambda: perceptron_rule(Neuron(2), ZEROS, (1, 1), "1"), ValueError, "t is '1'"),
        (lambda: delta_rule(Neuron(2), ZEROS, 1, 1), ValueError, r"x has shape \(\)"),
        (lambda: delta_rule(Neuron(2), ZEROS, (1,), 1), ValueError, r"x has shape \(1,\)"),
        (lambda: delta_rule(None, ZEROS, (1, 1), 1), ValueError, "neuron is None"),
    ],
)
def test_what_cannot_be_right_is_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()


NEURON = Neuron(2)
NOT_POSITIVE = st.sampled_from([None, True, "1", [0.1], 1j, np.nan, np.inf, 0, -1.0])
NOT_COUNTS = st.sampled_from([None, True, "3", [3], 2.0, 0, -4])


@pytest.mark.parametrize("function", [present, convergence])
@given(
    params=wrong_arrays((3,)),
    inputs=wrong_arrays((4, 2), right=lambda shape: len(shape) == 2 and shape[1] == 2),
    targets=wrong_arrays((4, 1)),
    rate=NOT_POSITIVE,
    count=NOT_COUNTS,
)
def test_no_run_starts_from_what_is_no_array(function, params, inputs, targets, rate, count):
    assert_refused(lambda: function(NEURON, params, X, T), "params")
    assert_refused(lambda: function(NEURON, ZEROS, inputs, T), "X")
    assert_refused(lambda: function(NEURON, ZEROS, X, targets), "T")
    assert_refused(lambda: function(NEURON, ZEROS, X, T, learning_rate=rate), "learning_rate")
    assert_refused(lambda: function(NEURON, ZEROS, X, T, epochs=count), "epochs")
    assert_refused(lambda: function(params, ZEROS, X, T), "neuron")


@pytest.mark.parametrize("rule", [perceptron_rule, delta_rule])
@given(
    wrong_arrays((3,), complex_is_wrong=False),
    wrong_arrays((2,)),
    st.sampled_from([None, "1", [1], np.nan]),
)
def test_no_rule_works_on_what_is_no_number(rule, params, x, t):
    assert_refused(lambda: rule(NEURON, params, (0, 1), 1), "params")
    assert_refused(lambda: rule(NEURON, ZEROS, x, 1), "x")
    assert_refused(lambda: rule(NEURON, ZEROS, (0, 1), t), "t")
