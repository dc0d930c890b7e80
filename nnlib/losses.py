"""Losses: the mean over the examples (rows) of one number per example, with its derivative.

The two cross-entropies take logits, the last layer's z, not probabilities: that is exact where
σ(z) has rounded to 0 or 1, and its derivative is simply (probability − target) / n_examples.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arguments import as_matrix


@dataclass(frozen=True)
class Loss:
    """J(outputs, targets), both of shape (n_examples, n_outputs).

    function: → J, one number.
    gradient: → ∂J/∂outputs, shape (n_examples, n_outputs).
    check_targets: raises ValueError for targets that the loss cannot mean.
    both: → (J, ∂J/∂outputs), for a loss whose two formulas share most of their work.
    """

    name: str
    function: Callable
    gradient: Callable
    check_targets: Callable
    both: Callable | None = None

    def __call__(self, outputs, targets):
        return self.function(outputs, targets)

    def with_gradient(self, outputs, targets):
        """(J, ∂J/∂outputs)."""
        if self.both:
            return self.both(outputs, targets)
        return self.function(outputs, targets), self.gradient(outputs, targets)

    def __repr__(self):
        return self.name

    def as_targets(self, targets, n_examples, n_outputs):
        """`targets` as a checked float64 matrix (n_examples, n_outputs).

        Raises ValueError naming the shape found and expected, or the first target out of range.
        """
        targets = as_matrix("T", targets, columns=n_outputs)
        if len(targets) != n_examples:
            raise ValueError(
                f"T has shape {targets.shape}; expected ({n_examples}, {n_outputs}), "
                "as many rows as X"
            )
        self.check_targets(targets)
        return targets


def _any_target(targets):
    pass


def _squared_error(outputs, targets):
    difference = (outputs - targets).ravel()
    return 0.5 * difference.dot(difference) / len(outputs)


def _squared_error_gradient(outputs, targets):
    return (outputs - targets) / len(outputs)


squared_error = Loss("squared_error", _squared_error, _squared_error_gradient, _any_target)


def _probabilities(targets):
    wrong = (targets < 0) | (targets > 1)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"T holds {targets[row, column]:g} in row {row}, column {column}; "
            "expected labels or probabilities from 0 to 1"
        )


def _sigmoid_cross_entropy(logits, targets):
    # log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), and max(z, 0) = (z + |z|)/2: nothing overflows.
    size = np.abs(logits)
    terms = 0.5 * (logits + size) - logits * targets + np.log1p(np.exp(-size))
    return terms.sum() / len(logits)


def _sigmoid_cross_entropy_gradient(logits, targets):
    return (sigmoid(logits) - targets) / len(logits)


sigmoid_cross_entropy = Loss(
    "sigmoid_cross_entropy",
    _sigmoid_cross_entropy,
    _sigmoid_cross_entropy_gradient,
    _probabilities,
)


def softmax(logits):
    """Rows of logits to rows of probabilities, e^z_k / Σ e^z_j; shape unchanged."""
    _, exponentials, totals = _exponentials(logits)
    return exponentials / totals


def _exponentials(logits):
    """(z, e^z, Σ e^z) with each row shifted so that its largest z is 0; no probability changes."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    return shifted, exponentials, exponentials.sum(axis=1, keepdims=True)


def _distributions(targets):
    _probabilities(targets)
    totals = targets.sum(axis=1)
    wrong = np.abs(totals - 1.0) > 1e-9
    if wrong.any():
        row = np.argmax(wrong)
        raise ValueError(
            f"row {row} of T sums to {totals[row]:g}; "
            "expected 1: a single 1 among zeros, or probabilities"
        )


def _softmax_cross_entropy(logits, targets):
    shifted, _, totals = _exponentials(logits)
    return (np.log(totals).sum() - (shifted * targets).sum()) / len(logits)


def _softmax_cross_entropy_gradient(logits, targets):
    return (softmax(logits) - targets) / len(logits)


def _softmax_cross_entropy_both(logits, targets):
    shifted, exponentials, totals = _exponentials(logits)
    loss = (np.log(totals).sum() - (shifted * targets).sum()) / len(logits)
    return loss, (exponentials / totals - targets) / len(logits)


softmax_cross_entropy = Loss(
    "softmax_cross_entropy",
    _softmax_cross_entropy,
    _softmax_cross_entropy_gradient,
    _distributions,
    _softmax_cross_entropy_both,
)
