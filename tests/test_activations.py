import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import identity, relu, sigmoid, sign, step, tanh
from nnlib.gradients import numerical_gradient

SMOOTH = (identity, sigmoid, tanh)
KINKED = (step, sign, relu)
numbers = st.floats(-30, 30)


@pytest.mark.parametrize("activation", SMOOTH + KINKED, ids=repr)
@given(z=numbers)
def test_derivative_is_the_slope(activation, z):
    z = z if abs(z) > 1e-3 or activation in SMOOTH else z + 0.01  # a kink has no slope
    z = np.array([z])
    slope = numerical_gradient(lambda z: activation(z).sum(), z)
    np.testing.assert_allclose(activation.derivative(z, activation(z)), slope, atol=1e-9)


@given(z=numbers)
def test_sigmoid_is_its_definition_and_symmetric(z):
    assert sigmoid(z) == pytest.approx(1 / (1 + np.exp(-z)), abs=3e-16)
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=3e-16)


def test_step_and_sign_are_closed_at_zero():
    z = np.array([-1.0, 0.0, 1.0])
    np.testing.assert_array_equal(step(z), [0, 0, 1])
    np.testing.assert_array_equal(sign(z), [-1, -1, 1])


@pytest.mark.parametrize("activation", SMOOTH + KINKED, ids=repr)
def test_extreme_inputs_give_finite_values_without_a_warning(activation):
    z = np.array([-1000.0, 1000.0])
    assert np.isfinite(activation(z)).all()
    assert np.isfinite(activation.derivative(z, activation(z))).all()
