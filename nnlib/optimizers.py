"""First-order optimizers: each is its paper's formula, on one flat vector of parameters.

`init(params)` gives the state, `update(gradient, state, params)` gives the change and the next
state; θ ← θ + change. Nothing handed in is altered. In the formulas g is the gradient ∇J(θ) and η
the learning rate; they hold entry by entry. ε is added to the root: √v + ε; with
`epsilon_inside=True` under it: √(v + ε).
"""

import math
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from nnlib.arguments import as_choice, as_number, as_state, as_vector
from nnlib.formulas import as_change

_positive = partial(as_number, minimum=0.0, above=True)
_fraction = partial(as_number, minimum=0.0, maximum=1.0, below=True)
_CHECKS = {
    **dict.fromkeys(("learning_rate", "epsilon"), _positive),
    **dict.fromkeys(("momentum", "decay", "beta_1", "beta_2"), _fraction),
    "weight_decay": partial(as_number, minimum=0.0),
    "epsilon_inside": partial(as_choice, choices=(False, True)),
    "form": partial(as_choice, choices=("velocity", "sum", "mean")),
}


class Optimizer:
    """What all optimizers share: settings checked by name, and a state that begins with zeros.

    Each adds its `formula`. One of your own needs `init` and `update` alone, and no base.
    """

    vectors, counts = 1, 0  # the state's parts: first vectors like the parameters, then numbers

    def __post_init__(self):
        for name, value in vars(self).items():
            if name in _CHECKS:
                object.__setattr__(self, name, _CHECKS[name](name, value))  # frozen: set once, here

    def init(self, params):
        """The state before the first update. params (n_params,)."""
        size = as_vector("params", params).size
        return tuple(np.zeros(size) for _ in range(self.vectors)) + (0,) * self.counts

    def update(self, gradient, state, params):
        """(change, next state). gradient and params (n_params,); state from `init` or `update`.

        `formula` is the same without the checks, for a loop like `train`'s that made them before.
        """
        params = as_vector("params", params)
        state = self.as_state("state", state, params)
        return self.formula(as_vector("gradient", gradient, params.size), state, params)

    def as_state(self, name, state, params):
        """`state` checked: made as `init(params)` makes it, of finite numbers."""
        state = as_state(name, state, self.init(params))
        # Where there is an ε, the last vector sums up squares.
        if "epsilon" in vars(self) and state[self.vectors - 1].min() < 0:
            raise ValueError(f"{name}[{self.vectors - 1}] has negative entries; it sums up squares")
        return state


def formula_of(optimizer):
    """What a loop calls for `update`: the bare formula, which checks nothing and keeps no gradient.

    Where an optimizer has none, it is its `update`, which gets arrays of its own; for what is no
    change of the parameters it then raises ValueError.
    """

    def formula(g, state, params):
        return as_change(optimizer, optimizer.update(g.copy(), state, params.copy()), params)

    return getattr(optimizer, "formula", formula)


def _root(square, epsilon, inside):
    return np.sqrt(square + epsilon) if inside else np.sqrt(square) + epsilon


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """θ ← θ − ηg (Cauchy 1847).

    >>> GradientDescent(learning_rate=0.1).update(np.array([2.0, -4.0]), (), np.zeros(2))
    (array([-0.2,  0.4]), ())
    """

    learning_rate: float
    vectors = 0

    def formula(self, g, state, params):
        return -self.learning_rate * g, state


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Gradient descent with a memory (Polyak 1964), in the `form` that you say; `momentum` is β.

    "velocity": m ← βm − ηg, θ ← θ + m (Rumelhart, Hinton and Williams 1986; this book).
    "sum": v ← βv + g, θ ← θ − ηv (PyTorch).
    "mean": v ← βv + (1 − β)g, θ ← θ − ηv (the first half of Adam).

    While η stays the same, velocity and sum are one path, with m = −ηv, and so is mean with the
    learning rate η/(1 − β). When η changes, as in a schedule, the velocity keeps the rates of its
    past steps; sum and mean apply the new one to the whole past. With β = 0 each is gradient
    descent.

    >>> g, rule = np.array([1.0]), Momentum(learning_rate=0.1, momentum=0.5)
    >>> change, state = rule.update(g, rule.init(g), params=g)
    >>> rule.update(g, state, params=g)[0]
    array([-0.15])
    """

    learning_rate: float
    momentum: float = 0.9
    form: str = "velocity"

    def formula(self, g, state, params):
        (v,) = state
        eta, beta = self.learning_rate, self.momentum
        match self.form:
            case "velocity":
                m = beta * v
                m -= eta * g
                return m, (m,)
            case "sum":
                v = beta * v + g
            case "mean":
                v = beta * v + (1.0 - beta) * g
        return -eta * v, (v,)


@dataclass(frozen=True)
class Nesterov(Optimizer):
    """Momentum whose gradient is taken where the velocity leads (Nesterov 1983); `momentum` is β.

    As Sutskever et al. (2013) write it: m ← βm − η∇J(φ + βm), φ ← φ + m. Here θ is the point that
    the gradient is taken at, θ = φ + βm, so that one gradient at θ is all it needs (Bengio et al.
    2013): m ← βm − ηg, θ ← θ + βm − ηg. So does PyTorch, while η stays the same.

    >>> g, rule = np.array([1.0]), Nesterov(learning_rate=0.1, momentum=0.5)
    >>> rule.update(g, rule.init(g), params=g)
    (array([-0.15]), (array([-0.1]),))
    """

    learning_rate: float
    momentum: float = 0.9

    def formula(self, g, state, params):
        (m,) = state
        step = self.learning_rate * g
        m = self.momentum * m - step
        return self.momentum * m - step, (m,)


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """s ← s + g², θ ← θ − ηg/(√s + ε): steps shrink where gradients were large (Duchi et al. 2011).

    Duchi, Hazan and Singer, with a diagonal matrix.

    >>> g, rule = np.array([3.0, -0.01]), AdaGrad(learning_rate=0.1)
    >>> rule.update(g, rule.init(g), params=g)[0].round(6)
    array([-0.1,  0.1])
    """

    learning_rate: float = 0.01
    epsilon: float = 1e-10
    epsilon_inside: bool = False

    def formula(self, g, state, params):
        (s,) = state
        s = s + g * g
        return -self.learning_rate * g / _root(s, self.epsilon, self.epsilon_inside), (s,)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """v ← βv + (1 − β)g², θ ← θ − ηg/(√v + ε) (Tieleman and Hinton 2012); `decay` is β.

    Their lecture has no ε. PyTorch's β is 0.99 and its rate 0.01 if you do not say.

    >>> g, rule = np.array([3.0, -0.01]), RMSProp(learning_rate=0.1, decay=0.75)
    >>> rule.update(g, rule.init(g), params=g)[0].round(6)
    array([-0.2,  0.2])
    """

    learning_rate: float = 0.001
    decay: float = 0.9
    epsilon: float = 1e-8
    epsilon_inside: bool = False

    def formula(self, g, state, params):
        (v,) = state
        v = self.decay * v + (1.0 - self.decay) * (g * g)
        return -self.learning_rate * g / _root(v, self.epsilon, self.epsilon_inside), (v,)


@dataclass(frozen=True)
class Adam(Optimizer):
    """Running means of the gradient and of its square (Kingma and Ba 2015, algorithm 1).

    m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η m̂/(√v̂ + ε), where m̂ = m/(1 − β₁ᵗ) and
    v̂ = v/(1 − β₂ᵗ) undo that both began at 0; t counts the updates from 1.

    >>> g, rule = np.array([3.0, -0.01]), Adam(learning_rate=0.1)
    >>> rule.update(g, rule.init(g), params=g)[0].round(6)
    array([-0.1,  0.1])
    """

    learning_rate: float = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    epsilon_inside: bool = False
    vectors, counts = 2, 1

    @cached_property
    def _shares(self):
        # numpy multiplies by arrays without dimensions in half the time of floats.
        shares = self.beta_1, 1.0 - self.beta_1, self.beta_2, 1.0 - self.beta_2
        return tuple(map(np.array, shares))

    def formula(self, g, state, params):
        m, v, t = state
        t = t + 1
        beta_1, rest_1, beta_2, rest_2 = self._shares
        m = beta_1 * m + rest_1 * g
        v = beta_2 * v + rest_2 * (g * g)
        # As √v̂ = √v/c, both corrections fit in one scalar rate (section 2 of the paper).
        c = math.sqrt(1.0 - self.beta_2**t)
        rate = self.learning_rate * c / (1.0 - self.beta_1**t)
        epsilon = self.epsilon * (c * c if self.epsilon_inside else c)
        return -rate * m / _root(v, epsilon, self.epsilon_inside), (m, v, t)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam's change − ηλθ: weights decay apart from the gradient (Loshchilov and Hutter 2019).

    Their algorithm 2; `weight_decay` is λ. The product ηλ is what the paper writes λ for; here η
    scales the decay, as in PyTorch. All parameters decay, biases too: a flat vector does not say
    which is which. To spare some, hand `update` the parameters with zeros in their place.

    >>> zero, rule = np.zeros(2), AdamW(learning_rate=0.1, weight_decay=0.5)
    >>> rule.update(zero, rule.init(zero), params=np.array([2.0, -4.0]))[0]
    array([-0.1,  0.2])
    """

    weight_decay: float = 0.01

    def formula(self, g, state, params):
        change, state = super().formula(g, state, params)
        return change - self.learning_rate * self.weight_decay * params, state
