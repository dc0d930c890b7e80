import numpy as np
import pytest

from nnlib import Neuron, and_gate, not_gate, or_gate, sigmoid


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


def test_what_cannot_be_right_is_refused():
    with pytest.raises(ValueError, match="n_inputs is 0"):
        Neuron(0)
    with pytest.raises(ValueError, match=r"params has shape \(2,\); expected \(3,\)"):
        Neuron(2)((1, 1), [[0, 0]])
    with pytest.raises(ValueError, match=r"X has shape \(1, 3\)"):
        Neuron(2)((1, 1, 1), [[0, 0, 0]])
