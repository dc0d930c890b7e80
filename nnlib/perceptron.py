"""How one neuron learns: the perceptron rule, the delta rule, and the record of their epochs.

A rule says by how much one example moves the parameters, for a learning rate of 1.
"""

from dataclasses import dataclass

import numpy as np

from nnlib.arguments import as_count, as_kind, as_matrix, as_number, as_vector
from nnlib.formulas import as_function
from nnlib.neuron import Neuron


def perceptron_rule(neuron, params, x, t):
    """(t − a) · (x, 1): no change where the unit is right (Rosenblatt 1958).

    >>> perceptron_rule(Neuron(2), [0, 0, 0], [1, 1], 1)
    array([1., 1., 1.])
    """
    return _error(neuron, params, x, t) * np.append(x, 1.0)


def delta_rule(neuron, params, x, t):
    """(t − a) · g'(z) · (x, 1): downhill on ½(t − a)² (Widrow and Hoff 1960, with g the identity).

    >>> from nnlib.activations import identity
    >>> delta_rule(Neuron(2, identity), [0.5, 0, 0], [1, 1], 1)
    array([0.5, 0.5, 0.5])
    """
    error = _error(neuron, params, x, t)
    z = neuron.pre_activation(params, [x])
    slope = neuron.activation.derivative(z, neuron.activation(z))[0]
    return error * slope * np.append(x, 1.0)


def _error(neuron, params, x, t):
    as_kind("neuron", neuron, Neuron, "Neuron(2)")
    return as_number("t", t) - neuron(params, as_vector("x", x, neuron.n_inputs)[None])[0]


@dataclass(frozen=True, slots=True)
class Presentation:
    """One example shown to a neuron.

    step: 1, 2, 3 …
    epoch: which pass over the data, from 1.
    row: which example.
    error: t − a, before the change.
    params: the parameters after it.
    epoch_ends: whether this was the last example of its epoch.
    """

    step: int
    epoch: int
    row: int
    error: float
    params: np.ndarray
    epoch_ends: bool


def present(neuron, params, X, T, rule=perceptron_rule, learning_rate=1.0, epochs=100):
    """Show the examples in their order, epoch after epoch: an iterator of `Presentation`s.

    X (n_examples, n_inputs), T (n_examples, 1). rule: (neuron, params, x, t) → change for a
    learning rate of 1. Raises ValueError at the call, and at a step that overflows, as a learning
    rate too large for the delta rule does.

    >>> from nnlib.datasets import or_gate
    >>> *_, last = present(Neuron(2), [0, 0, 0], *or_gate(), epochs=4)
    >>> last.params
    array([1., 1., 0.])
    """
    as_kind("neuron", neuron, Neuron, "Neuron(2)")
    params = as_vector("params", params, neuron.n_inputs + 1)
    X = as_matrix("X", X, neuron.n_inputs)
    T = as_matrix("T", T, 1, len(X))[:, 0]
    learning_rate = as_number("learning_rate", learning_rate, 0.0, above=True)
    epochs = as_count("epochs", epochs)
    as_function("rule", rule, 4, "perceptron_rule")
    return _presentations(neuron, params, X, T, rule, learning_rate, epochs)


def _presentations(neuron, params, X, T, rule, learning_rate, epochs):
    for shown in range(epochs * len(X)):
        epoch, row = divmod(shown, len(X))
        error = T[row] - neuron(params, X[row : row + 1])[0]
        with np.errstate(over="ignore", invalid="ignore"):
            change = rule(neuron, params, X[row], T[row])
            change = as_vector("the rule's change", change, len(params))
            params = as_vector(f"after step {shown + 1}, params", params + learning_rate * change)
        yield Presentation(shown + 1, epoch + 1, row, float(error), params, row == len(X) - 1)


@dataclass(frozen=True)
class Convergence:
    """What became of a perceptron, epoch by epoch.

    mistakes: how many examples were answered wrongly in each epoch.
    params: the parameters at the start and at each epoch's end, (n_epochs + 1, n_inputs + 1).
    cycle: after how many epochs the same parameters came back, with mistakes between; else None.
    """

    mistakes: tuple[int, ...]
    params: np.ndarray
    cycle: int | None

    @property
    def converged(self):
        """Whether the last epoch went without a mistake."""
        return self.mistakes[-1] == 0


def convergence(neuron, params, X, T, learning_rate=1.0, epochs=1000):
    """Run the perceptron rule until an epoch goes without a mistake, or the parameters come back.

    Separable examples are learnt after finitely many mistakes (Novikoff 1962); others end in a
    cycle where the steps are whole numbers. Stops after `epochs` in any case. Raises ValueError
    for a neuron with more than two answers, and for targets that it can never give.

    >>> from nnlib.datasets import and_gate, xor_gate
    >>> convergence(Neuron(2), [0, 0, 0], *and_gate()).mistakes
    (1, 3, 3, 2, 1, 0)
    >>> convergence(Neuron(2), [0, 0, 0], *xor_gate()).cycle
    1
    """
    present(neuron, params, X, T, learning_rate=learning_rate, epochs=epochs)  # checks them all
    answers = np.unique(neuron.activation([-2.0, -0.5, 0.5, 2.0]))
    if len(answers) != 2:
        raise ValueError(f"neuron is {neuron}; expected one with two answers: its activation step")
    if not np.isin(T, answers).all():
        raise ValueError(f"T must hold {answers[0]:g} and {answers[1]:g} alone: {neuron}'s answers")
    mistakes, history, back = [], [as_vector("params", params)], None
    while back is None and len(mistakes) < epochs:  # without a mistake, they are back after one
        epoch = list(present(neuron, history[-1], X, T, perceptron_rule, learning_rate, 1))
        mistakes.append(sum(shown.error != 0 for shown in epoch))
        ended = epoch[-1].params
        before = (k for k, old in enumerate(reversed(history), 1) if np.array_equal(old, ended))
        back = next(before, None)
        history.append(ended)
    return Convergence(tuple(mistakes), np.array(history), back if mistakes[-1] else None)
