"""Losses: one number for all rows, their mean unless the name says sum; and its derivative.

The two cross-entropies take logits, the last layer's z, not probabilities: that is exact where
σ(z) has rounded to 0 or 1, and its derivative is simply (probability − target) / n_examples.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.activations import sigmoid
from nnlib.arguments import as_array, as_distributions, as_labels, as_matrix, as_number
from nnlib.formulas import as_function, as_loss_and_gradient


@dataclass(frozen=True)
class Loss:
    """J(outputs, T), for outputs and targets T of shape (n_examples, n_outputs).

    with_gradient: (outputs, T) → (J, ∂J/∂outputs), which checks nothing: training has.
    check: ("T", T) → T; raises ValueError for targets that it cannot use. None accepts all.
    of_logits: whether the outputs are logits: then the network's last activation is the identity.

    `loss(outputs, T)` is J, and `loss.gradient(outputs, T)` is ∂J/∂outputs. The outputs may also be
    a stack (many, n_examples, n_outputs), such as a network gives for many parameter
    vectors at once; then J has shape (many,). They may be complex numbers, or nodes of a graph.

    Raises ValueError for outputs and targets of different shapes, or not finite, and where what
    `with_gradient` gives has wrong shapes; TypeError where it is no such function.

    >>> squared_error([[1.0], [3.0]], [[0.0], [1.0]])
    np.float64(1.25)
    >>> squared_error.gradient([[1.0], [3.0]], [[0.0], [1.0]])
    array([[0.5],
           [1. ]])
    """

    name: str
    with_gradient: Callable
    check: Callable | None = None
    of_logits: bool = False

    def __post_init__(self):
        as_function("with_gradient", self.with_gradient, 2, "squared_error.with_gradient")
        if self.check is not None:
            as_function("check", self.check, 2, "lambda name, T: T")

    def __call__(self, outputs, T):
        return self._of(outputs, T)[0]

    def gradient(self, outputs, T):
        """∂J/∂outputs, with the shape of `outputs`."""
        return self._of(outputs, T)[1]

    def __repr__(self):
        return self.name

    def as_targets(self, T, n_examples, n_outputs):
        """`T` as a checked float64 matrix (n_examples, n_outputs).

        Raises ValueError naming the shape found and expected, or the first target out of range.
        """
        T = as_matrix("T", T, n_outputs, n_examples)
        return self.check("T", T) if self.check else T

    def _of(self, outputs, T):
        matrix = ("n_examples", "n_outputs")
        outputs = as_array("outputs", outputs, matrix, ("many", *matrix), kinds="iufcO")
        return self.checked(outputs, self.as_targets(T, *outputs.shape[-2:]))

    def checked(self, outputs, T):
        """`with_gradient`, and a ValueError where either of what it gives has a wrong shape."""
        return as_loss_and_gradient(self.name, self.with_gradient(outputs, T), outputs)


def _inner(a, b):
    """Σ a b over rows and columns: a number for matrices, (many,) for stacks of them."""
    if a.ndim == 2:
        return a.ravel().dot(b.ravel())  # numpy's fastest sum of products
    return np.einsum("...ij,...ij->...", a, b)


def _squared_error(name, scale):
    """½ scale(n) Σ (ŷ − t)², over n examples."""

    def with_gradient(outputs, targets):
        difference = outputs - targets
        gradient = difference * scale(len(targets))
        return 0.5 * _inner(difference, gradient), gradient

    return Loss(name, with_gradient)


#: 1/(2n) Σ (ŷ − t)². The ½ cancels the 2 of the derivative, (ŷ − t)/n.
squared_error = _squared_error("squared_error", lambda n: 1.0 / n)
#: 1/n Σ (ŷ − t)²: mean over the examples, sum over the outputs. Its gradient is 2(ŷ − t)/n.
mean_squared_error = _squared_error("mean_squared_error", lambda n: 2.0 / n)
#: Σ (ŷ − t)², with the gradient 2(ŷ − t).
sum_squared_error = _squared_error("sum_squared_error", lambda n: 2.0)
#: ½ Σ (ŷ − t)², with the gradient ŷ − t.
half_sum_squared_error = _squared_error("half_sum_squared_error", lambda n: 1.0)


def _absolute_error(outputs, targets):
    difference = outputs - targets
    gradient = np.where(difference > 0, 1.0, np.where(difference < 0, -1.0, 0.0)) / len(targets)
    return _inner(difference, gradient), gradient


#: 1/n Σ abs(ŷ − t), less moved by outliers; its derivative at 0 is taken as 0.
absolute_error = Loss("absolute_error", _absolute_error)


def huber(delta=1.0):
    """Squared error up to `delta`, absolute error beyond: 1/n Σ h(ŷ − t) (Huber 1964).

    h(d) = ½d² where abs(d) ≤ δ, and δ(abs(d) − ½δ) elsewhere. Returns a `Loss`. Raises ValueError
    for a delta that is not a number above 0.

    >>> huber(1.0)([[0.5], [3.0]], [[0.0], [0.0]])
    np.float64(1.3125)
    """
    delta = as_number("delta", delta, 0.0, above=True)

    def with_gradient(outputs, targets):
        difference = outputs - targets
        held = np.minimum(np.maximum(difference, -delta), delta)
        gradient = held / len(targets)
        # held (d − ½ held) is ½d² inside, and δ (abs(d) − ½δ) beyond.
        return _inner(difference - 0.5 * held, gradient), gradient

    return Loss(f"huber({delta:g})", with_gradient)


def _sigmoid_cross_entropy(logits, targets):
    # log(1 + e^z) = max(z, 0) + log(1 + e^−abs(z)): nothing overflows. abs(z) = 2 max(z, 0) − z.
    positive = np.maximum(logits, 0.0)
    terms = positive - logits * targets + np.log1p(np.exp(logits - (positive + positive)))
    share = 1.0 / len(targets)
    return np.add.reduce(terms, (-2, -1)) * share, (sigmoid.function(logits) - targets) * share


#: 1/n Σ (log(1 + e^z) − tz) = −1/n Σ (t log σ(z) + (1 − t) log(1 − σ(z))), for targets from 0 to 1.
sigmoid_cross_entropy = Loss("sigmoid_cross_entropy", _sigmoid_cross_entropy, as_labels, True)


def softmax(logits):
    """Logits to probabilities along the last axis, e^z_k / Σ e^z_j (Bridle 1990); same shape.

    Raises ValueError for logits that are not a row, a matrix or a stack of finite numbers.

    >>> softmax([2.0, 1.0, 0.1]).round(4)
    array([0.659 , 0.2424, 0.0986])
    """
    shapes = ("n_classes",), ("n_examples", "n_classes"), ("many", "n_examples", "n_classes")
    _, exponentials, totals = _exponentials(as_array("logits", logits, *shapes, kinds="iufcO"))
    return exponentials / totals


def _exponentials(logits):
    """(z, e^z, Σ e^z) with each row shifted so that its largest z is 0; no probability changes."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    return shifted, exponentials, exponentials.sum(axis=-1, keepdims=True)


def _softmax_cross_entropy(logits, targets):
    shifted, exponentials, totals = _exponentials(logits)
    # Each row of targets sums to 1, as checked: its Σ t log Σ e^z is log Σ e^z.
    loss = np.add.reduce(np.log(totals), (-2, -1)) - _inner(shifted, targets)
    share = 1.0 / len(targets)
    return loss * share, (exponentials / totals - targets) * share


#: −1/n Σ t log softmax(z), for rows of targets that sum to 1.
softmax_cross_entropy = Loss(
    "softmax_cross_entropy", _softmax_cross_entropy, as_distributions, True
)
