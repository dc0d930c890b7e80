"""nnlib: neural networks in one sitting. Numpy alone; descriptions frozen, parameters plain arrays.

The live figures are in `nnlib.figures`, which needs more than numpy and is imported by itself.
"""

from nnlib.activations import Activation, identity, relu, sigmoid, sign, step, tanh
from nnlib.datasets import (
    and_gate,
    blobs,
    circles,
    cones,
    nand_gate,
    not_gate,
    one_hot,
    or_gate,
    plane,
    quadrants,
    spiral,
    xnor,
    xor_gate,
)
from nnlib.gradients import numerical_gradient, relative_error
from nnlib.graph import Node, nodes
from nnlib.initializers import glorot_uniform, he_uniform, lecun_uniform, uniform, zeros
from nnlib.losses import Loss, sigmoid_cross_entropy, softmax, softmax_cross_entropy, squared_error
from nnlib.network import MLP
from nnlib.neuron import Neuron
from nnlib.optimizers import Adam, GradientDescent, Momentum
from nnlib.training import Diverged, Step, train

__all__ = [
    "MLP",
    "Activation",
    "Adam",
    "Diverged",
    "GradientDescent",
    "Loss",
    "Momentum",
    "Neuron",
    "Node",
    "Step",
    "and_gate",
    "blobs",
    "circles",
    "cones",
    "glorot_uniform",
    "he_uniform",
    "identity",
    "lecun_uniform",
    "nand_gate",
    "nodes",
    "not_gate",
    "numerical_gradient",
    "one_hot",
    "or_gate",
    "plane",
    "quadrants",
    "relative_error",
    "relu",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sign",
    "softmax",
    "softmax_cross_entropy",
    "spiral",
    "squared_error",
    "step",
    "tanh",
    "train",
    "uniform",
    "xnor",
    "xor_gate",
    "zeros",
]
