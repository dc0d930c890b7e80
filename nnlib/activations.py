"""Activation functions: each with its formula, its derivative and its range.

One formula serves arrays of floats, of complex numbers (derivatives by complex step) and of graph
nodes, and stays finite where g(z) does. Softmax, which mixes the units of a layer, is with the
losses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps

import numpy as np

from nnlib.arguments import as_array, as_number
from nnlib.formulas import check_elementwise


@dataclass(frozen=True)
class Activation:
    """An elementwise function a = g(z).

    function: z → a, arrays of any shape.
    derivative: (z, a) → g'(z). It is handed a = g(z) as well, because for most functions a is the
        cheapest way there; it is always the derivative *at z*.
    range: (infimum, supremum) of a, in exact arithmetic.
    ends: brackets, round where that bound is never reached, square where it is; braces where a
        takes the two bounds and nothing between.
    kinks: each z where g'(z) does not exist; `derivative` gives what frameworks take there.
    alpha: the parameter α of a family, else None.

    Raises TypeError for a formula that is no such function, ValueError for one that does not keep
    the shape of z, and for a z that is no array of finite numbers.

    >>> sigmoid(np.array([-1.0, 0.0, 1.0])).round(3)
    array([0.269, 0.5  , 0.731])
    >>> relu.kinks, relu.range, relu.ends
    ((0,), (0, inf), '[)')
    >>> square = Activation("square", lambda z: z * z, lambda z, a: 2 * z)
    """

    name: str
    function: Callable
    derivative: Callable
    range: tuple[float, float] = (-np.inf, np.inf)
    ends: str = "()"
    kinks: tuple[float, ...] = ()
    alpha: float | None = None

    def __post_init__(self):
        check_elementwise(self.name, self.function, self.derivative)

    def __call__(self, z):
        return self.function(as_array("z", z, kinds="iufcO"))

    def __repr__(self):
        return self.name if self.alpha is None else f"{self.name}({self.alpha!r})"


# As arrays without axes: numpy takes these at half the cost of Python's numbers.
HALF, ONE = np.array(0.5), np.array(1.0)


def _size(z):
    """|z|, where complex numbers are ordered by their real parts; its derivative at 0 is −1."""
    return np.where(z > 0, z, -z)


def _held(z):
    """z, held to [−1, 1]; graph nodes stay nodes."""
    above, below = np.real(z) >= 1.0, np.real(z) <= -1.0
    return z * ~(above | below) + above * 1.0 - below * 1.0


def _scaled(z, alpha):
    """z and 1, both over √(1 + αz²); scaled first, for z² could overflow."""
    scale = np.maximum(np.abs(z), ONE)
    z, one = z / scale, ONE / scale
    root = np.sqrt(one * one + alpha * (z * z))
    return z / root, one / root


def _logistic(z):
    """σ(z), to the last bits also far to the left, where `sigmoid` has rounded to 0."""
    power = np.exp(-_size(z))
    return np.where(z > 0, ONE, power) / (ONE + power)


def _flat(z, a):
    return np.zeros_like(z)


def _family(make):
    """α is checked; equal α give the same activation, so that a loaded network equals the saved."""
    remembered = cache(make)
    return wraps(make)(lambda alpha: remembered(as_number("alpha", alpha, 0.0, above=True)))


#: a = z; g' = 1. For the outputs of a regression.
identity = Activation("identity", lambda z: z, lambda z, a: np.ones_like(z))

#: The threshold H: 1 where z > 0, else 0 (McCulloch and Pitts 1943). H(0) = 0, as the worked XNOR
#: network needs. g' = 0 wherever it exists: nothing learns through it.
step = Activation("step", lambda z: np.where(z > 0, 1.0, 0.0), _flat, (0, 1), "{}", (0,))

#: 1 where z > 0, else −1: also at 0, where numpy's sign is 0. g' = 0 wherever it exists.
sign = Activation("sign", lambda z: np.where(z > 0, 1.0, -1.0), _flat, (-1, 1), "{}", (0,))

#: The logistic function σ(z) = 1 / (1 + e^−z); g' = a (1 − a), 0.25 at most. Computed through
#: tanh, where nothing overflows: fast, with an error near 1e-16, so that it is 0 below z = −38.
sigmoid = Activation(
    "sigmoid", lambda z: HALF + HALF * np.tanh(HALF * z), lambda z, a: a * (ONE - a), (0, 1)
)

#: (e^z − e^−z) / (e^z + e^−z) = 2σ(2z) − 1; g' = 1 − a², 1 at most.
tanh = Activation("tanh", np.tanh, lambda z, a: ONE - a * a, (-1, 1))

#: −1, z or 1: z held to [−1, 1]; g' = 1 inside, else 0.
hardtanh = Activation(
    "hardtanh", _held, lambda z, a: np.where(abs(z) < 1, 1.0, 0.0), (-1, 1), "[]", (-1, 1)
)

#: The angle whose tangent is z; g' = 1 / (1 + z²).
arctan = Activation(
    "arctan", np.arctan, lambda z, a: _scaled(z, 1.0)[1] ** 2, (-np.pi / 2, np.pi / 2)
)

#: z / (1 + abs z); g' = 1 / (1 + abs z)², which exists at 0 too (Bergstra et al. 2009).
softsign = Activation(
    "softsign", lambda z: z / (ONE + _size(z)), lambda z, a: (ONE + _size(z)) ** -2.0, (-1, 1)
)


@_family
def isru(alpha):
    """z / √(1 + αz²), the inverse square root unit (Carlile et al. 2017); α > 0.

    g' = (1 / √(1 + αz²))³. Range (−1/√α, 1/√α). Raises ValueError for another α.

    >>> isru(0.25)(np.array([-1e9, 0.0, 1e9]))
    array([-2.,  0.,  2.])
    """
    bound = alpha**-0.5
    return Activation(
        "isru",
        lambda z: _scaled(z, alpha)[0],
        lambda z, a: _scaled(z, alpha)[1] ** 3,
        (-bound, bound),
        alpha=alpha,
    )


# A product, so that a graph keeps the node.
#: max(z, 0), the rectifier (Nair and Hinton 2010); g' = 0 or 1, at 0 taken as 0.
relu = Activation(
    "relu",
    lambda z: z * (z > 0),
    lambda z, a: np.asarray(z > 0, np.float64),
    (0, np.inf),
    "[)",
    (0,),
)


def _leaky(name, slope, alpha=None):
    def derivative(z, a=None):
        return np.where(z > 0, 1.0, slope)

    kinks = () if slope == 1 else (0,)
    return Activation(name, lambda z: z * derivative(z), derivative, kinks=kinks, alpha=alpha)


#: z where z > 0, else 0.01 z (Maas, Hannun and Ng 2013); g' = 1 or 0.01, at 0 taken as 0.01.
leaky_relu = _leaky("leaky_relu", 0.01)


@_family
def prelu(alpha):
    """z where z > 0, else αz (He, Zhang, Ren and Sun 2015, who learn α); α > 0, here a constant.

    g' = 1 or α, at 0 taken as α. Raises ValueError for another α.

    >>> prelu(0.25)(np.array([-2.0, 2.0]))
    array([-0.5,  2. ])
    """
    return _leaky("prelu", alpha, alpha)


@_family
def elu(alpha):
    """z where z > 0, else α(e^z − 1) (Clevert, Unterthiner and Hochreiter 2016); α > 0.

    g' = 1, or a + α = αe^z, at 0 taken as α: it exists there for α = 1 alone. Range (−α, ∞).
    Raises ValueError for another α.

    >>> elu(0.5)(np.array([-1000.0, 0.0, 2.0]))
    array([-0.5,  0. ,  2. ])
    >>> elu(0.5).kinks, elu(1).kinks
    ((0,), ())
    """
    return Activation(
        "elu",
        lambda z: z * (z > 0) + alpha * np.expm1(z * (z <= 0)),
        lambda z, a: np.where(z > 0, 1.0, alpha * np.exp(z * (z <= 0))),
        (-alpha, np.inf),
        kinks=() if alpha == 1 else (0,),
        alpha=alpha,
    )


#: log(1 + e^z), a smooth ReLU that is never 0 (Dugas et al. 2001); g' = σ(z) = 1 − e^−a.
softplus = Activation(
    "softplus",
    lambda z: z * (z > 0) + np.log1p(np.exp(-_size(z))),
    lambda z, a: -np.expm1(-a),
    (0, np.inf),
)


def _gated(name, gate, rate, minimum):
    """zσ(x) with x = gate(z) and x' = rate(z): g' = σ(x) + a (1 − σ(x)) x'."""

    def derivative(z, a):
        x = gate(z)
        return _logistic(x) + a * _logistic(-x) * rate(z)

    return Activation(name, lambda z: z * _logistic(gate(z)), derivative, (minimum, np.inf), "[)")


#: zσ(z), also called Swish (Elfwing, Uchibe and Doya 2018); g' = σ(z) + a (1 − σ(z)). It is least
#: at z = −1.278.
silu = _gated("silu", lambda z: z, lambda z: ONE, -0.2784645427610738)

GELU_RATE, GELU_CUBIC = (8.0 / np.pi) ** 0.5, 0.044715


@np.errstate(over="ignore")  # an infinite gate is 0 or 1, as it should be
def _gelu_gate(z):
    return GELU_RATE * z * (ONE + GELU_CUBIC * (z * z))


def _gelu_rate(z):
    return GELU_RATE * (ONE + 3.0 * GELU_CUBIC * np.clip(z, -40.0, 40.0) ** 2)


#: ½z (1 + tanh(√(2/π) (z + 0.044715 z³))), the form by tanh of Hendrycks and Gimpel 2016, which a
#: graph and a page compute too: within 0.0005 of zΦ(z), Φ the normal distribution's. It is least at
#: z = −0.752.
gelu = _gated("gelu", _gelu_gate, _gelu_rate, -0.17004075057125406)
