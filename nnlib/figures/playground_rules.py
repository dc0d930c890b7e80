"""How the playground's weights change at a step: nnlib's optimizers by name, or a reader's own."""

import nnlib
from nnlib.figures.playground_problem import OWN

RULES = {
    "gradient descent": lambda figure: nnlib.GradientDescent(figure.learning_rate),
    "momentum": lambda figure: nnlib.Momentum(figure.learning_rate, figure.momentum),
    "Nesterov": lambda figure: nnlib.Nesterov(figure.learning_rate, figure.momentum),
    "AdaGrad": lambda figure: nnlib.AdaGrad(figure.learning_rate),
    "RMSProp": lambda figure: nnlib.RMSProp(figure.learning_rate),
    "Adam": lambda figure: nnlib.Adam(figure.learning_rate),
    "AdamW": lambda figure: nnlib.AdamW(figure.learning_rate),
    OWN: lambda figure: figure.own_rule,
}
