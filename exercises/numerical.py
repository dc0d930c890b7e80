"""Gradients by definition, for the references of the visible checks. numpy alone."""

import numpy as np


def numerical_gradient(loss, array, epsilon=1e-5):
    """∂loss()/∂array by central differences; the array is nudged in place and restored.

    loss: a function without arguments that reads the array. array: float64, any shape.
    """
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        value = array[index]
        array[index] = value + epsilon
        above = loss()
        array[index] = value - epsilon
        below = loss()
        array[index] = value
        gradient[index] = (above - below) / (2 * epsilon)
    return gradient
