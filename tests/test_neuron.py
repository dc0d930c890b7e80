import numpy as np
import pytest
from bad_arrays import assert_refused, wrong_arrays
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlib import Neuron, and_gate, nodes, not_gate, or_gate, sigmoid
from nnlib.graph import gradients
from nnlib.neuron import constant_input


def test_one_threshold_unit_makes_and_or_and_not():
    for gate, params in ((and_gate, (1, 1, -1.5)), (or_gate, (1, 1, -0.5)), (not_gate, (-1, 0.5))):
        X, T = gate()
        np.testing.assert_array_equal(Neuron(X.shape[1])(params, X), T.ravel())


def test_at_the_threshold_the_unit_stays_silent():
    assert Neuron(1)((1.0, -2.0), [[2.0]]) == 0


def test_a_sigmoid_neuron_is_logistic():
    neuron = Neuron(2, sigmoid)
    assert neuron.pre_activation((2, -1, 0.5), [[1, 3]]) == pytest.approx(-0.5)
    assert neuron((2, -1, 0.5), [[1, 3]]) == pytest.approx(1 / (1 + np.exp(0.5)))


@given(st.integers(1, 5).flatmap(lambda n: arrays(float, n + 1, elements=st.floats(-1e6, 1e6))))
def test_the_way_to_the_threshold_and_back_is_the_identity(params):
    neuron = Neuron(len(params) - 1)
    back = neuron.from_threshold(params[:-1], neuron.threshold(params))
    np.testing.assert_array_equal(back, params)


@given(
    arrays(float, 3, elements=st.floats(-10, 10)),
    arrays(float, (4, 2), elements=st.floats(-10, 10)),
)
def test_bias_threshold_and_constant_inputs_are_one_neuron(params, X):
    *weights, b = params
    neuron, wider = Neuron(2), Neuron(3)
    a = neuron(params, X)
    np.testing.assert_array_equal(a, np.dot(X, weights) > neuron.threshold(params))
    for value in (1, -1):  # w₀ = b where the input is 1, w₀ = τ where it is −1
        shared = wider.pre_activation((b * value, *weights, 0), constant_input(X, value))
        np.testing.assert_allclose(shared, neuron.pre_activation(params, X), atol=1e-12)


def test_gates_by_threshold_and_by_bias():
    for gate, threshold in ((and_gate, 1.5), (or_gate, 0.5)):
        X, T = gate()
        params = Neuron(2).from_threshold((1, 1), threshold)
        np.testing.assert_array_equal(params, (1, 1, -threshold))
        np.testing.assert_array_equal(Neuron(2)(params, X), T[:, 0])


def test_a_neuron_of_graph_nodes_knows_its_gradient():
    params = nodes((2, -1, 0.5))
    (a,) = Neuron(2, sigmoid)(params, [[1, 3]])
    a.backward()
    slope = a.value * (1 - a.value)
    np.testing.assert_allclose(gradients(params), slope * np.array((1, 3, 1)))


def test_what_cannot_be_right_is_refused():
    with pytest.raises(ValueError, match="n_inputs is 0"):
        Neuron(0)
    with pytest.raises(ValueError, match=r"params has shape \(2,\); expected \(3,\)"):
        Neuron(2)((1, 1), [[0, 0]])
    with pytest.raises(ValueError, match="activation is 'step'; expected an Activation"):
        Neuron(2, "step")
    with pytest.raises(ValueError, match="threshold is nan"):
        Neuron(2).from_threshold((1, 1), np.nan)
    with pytest.raises(ValueError, match=r"weights has shape \(3,\); expected \(2,\)"):
        Neuron(2).from_threshold((1, 1, 1), 0)
    with pytest.raises(ValueError, match="value is inf"):
        constant_input([[1]], np.inf)
    with pytest.raises(ValueError, match=r"X has shape \(1, 3\)"):
        Neuron(2)((1, 1, 1), [[0, 0, 0]])


@given(
    wrong_arrays((2,)),
    wrong_arrays((3,), complex_is_wrong=False),
    wrong_arrays((4, 2), right=lambda shape: len(shape) == 2 and shape[1] == 2),
    st.sampled_from([None, True, "1", [1.0], 1j, np.nan, np.inf]),
)
def test_nothing_else_than_numbers_is_taken(weights, params, X, number):
    neuron = Neuron(2)
    assert_refused(lambda: neuron.from_threshold(weights, 0), "weights")
    assert_refused(lambda: neuron.from_threshold((1, 1), number), "threshold")
    assert_refused(lambda: neuron.threshold(params), "params")
    for use in (neuron, neuron.pre_activation):
        assert_refused(lambda: use(params, [[0, 1]]), "params")  # noqa: B023
        assert_refused(lambda: use((1, 1, 0), X), "X")  # noqa: B023
    assert_refused(lambda: constant_input([[0, 1]], number), "value")
    assert_refused(lambda: Neuron(number), "n_inputs")
    assert_refused(lambda: Neuron(2, number), "activation")
