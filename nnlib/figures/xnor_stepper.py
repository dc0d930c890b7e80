"""The network of the slides that computes XNOR: every number of it, in two notations."""

import numpy as np

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.settings import choice, number, numbers, switch, whole

# The slides' matrices row by row, biases in column 0: AND, NOR, and the OR of both.
XNOR = [-0.3, 0.2, 0.2, 0.2, -0.2, -0.2, -0.1, 0.2, 0.2]
NAMES = ["w₁₀(1)", "w₁₁(1)", "w₁₂(1)", "w₂₀(1)", "w₂₁(1)", "w₂₂(1)", "w₁₀(2)", "w₁₁(2)", "w₁₂(2)"]
ONE_AT_ZERO = nnlib.Activation(
    "step, 1 at 0", lambda z: np.where(z >= 0, 1.0, 0.0), nnlib.step.derivative
)


class XnorStepper(Figure):
    """A 2-2-1 network on the four rows of XNOR or XOR, number by number.

    weights: nine numbers in the slides' order, W⁽¹⁾ row by row and then W⁽²⁾, bias first.
    scale: what all weights and biases are multiplied by before they are used.
    activation: of all three units: "step" or "sigmoid". step_at_zero: g(0) of the step, "0" or "1".
    wanted: "XNOR" or "XOR", with which the outputs are compared.
    notation: "book" or "slides". position: which of the 24 numbers of the table is explained, row
    by row; 0 for none. show_all: whether the numbers after it are on show.

    Read back: `net` and `params`, the same network as nnlib has it.
    """

    weights = numbers(XNOR, -100, 100, "weights", names=NAMES)
    activation = choice("step", ["step", "sigmoid"], "all units are")
    step_at_zero = choice("0", ["0", "1"], "the step at 0, g(0)")
    scale = number(1.0, 1, 100, "all weights times", log=True)
    wanted = choice("XNOR", ["XNOR", "XOR"], "wanted")
    notation = choice("book", ["book", "slides"], "notation")
    position = whole(1, 0, 24, "number of the table")
    show_all = switch(True, "show the numbers to come")

    @property
    def net(self):
        """The network, as nnlib describes it."""
        steps = {"0": nnlib.step, "1": ONE_AT_ZERO}
        g = nnlib.sigmoid if self.activation == "sigmoid" else steps[self.step_at_zero]
        return nnlib.MLP((2, 2, 1), hidden=g, output=g)

    @property
    def params(self):
        """The nine numbers as they are used, (9,) in nnlib's order."""
        nine, params = self.scale * np.array(self.weights), np.empty(9)
        slides = nine[:6].reshape(2, 3), nine[6:].reshape(1, 3)
        for (W, b), matrix in zip(self.net.layers(params), slides, strict=True):
            W[:], b[:] = matrix[:, 1:].T, matrix[:, 0]
        return params
