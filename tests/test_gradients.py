import numpy as np
import pytest

from nnlib import numerical_gradient, relative_error


def test_gradient_of_a_cubic_in_any_shape():
    params = np.arange(6.0).reshape(2, 3)
    gradient = numerical_gradient(lambda p: np.sum(p**3), params)
    np.testing.assert_allclose(gradient, 3 * params**2, atol=1e-8)
    np.testing.assert_array_equal(params, np.arange(6.0).reshape(2, 3))


def test_central_error_falls_with_the_square_of_epsilon():
    def error(epsilon):
        return abs(numerical_gradient(np.exp, np.array(1.0), epsilon) - np.e)

    assert error(1e-2) / error(1e-3) == pytest.approx(100, rel=0.01)


def test_relative_error_of_equal_opposite_and_zero():
    g = np.array([3.0, 4.0])
    assert relative_error(g, g) == 0
    assert relative_error(g, -g) == pytest.approx(1)
    assert relative_error(g, 0 * g) == pytest.approx(1)
    assert relative_error(0 * g, 0 * g) == 0
    assert relative_error(g, 2 * g) == pytest.approx(1 / 3)


@pytest.mark.parametrize("epsilon", [0, -1e-5, np.nan, np.inf])
def test_a_step_that_is_not_positive_is_refused(epsilon):
    with pytest.raises(ValueError, match="epsilon"):
        numerical_gradient(np.sum, np.zeros(2), epsilon)


def test_what_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="params holds nan at index 0"):
        numerical_gradient(np.sum, np.array([np.nan]))
    with pytest.raises(ValueError, match="what function returns holds nan"):
        numerical_gradient(lambda p: np.nan, np.zeros(1))
    with pytest.raises(ValueError, match=r"reference has shape \(3,\); expected \(2,\)"):
        relative_error(np.zeros(2), np.zeros(3))
