"""TensorFlow Playground's training, replayed: one example and one unit at a time, as there.

Written from the published algorithm, without any code of nnlib or of the figures, so that they can
be held against it: no reshuffling; gradients of single examples are summed, and their mean is
applied after every batch-size-th example of an epoch, so that what is left over waits for the next
epoch; the penalty follows the step and takes the sign or size that a weight had before it; and with
L1 a weight that the penalty pushes across zero is zero from then on.
"""

import math
from dataclasses import dataclass, field

ACTIVATIONS = {
    "tanh": (math.tanh, lambda z: 1.0 - math.tanh(z) ** 2),
    "ReLU": (lambda z: max(0.0, z), lambda z: 0.0 if z <= 0 else 1.0),
    "sigmoid": (
        lambda z: 1.0 / (1.0 + math.exp(-z)),
        lambda z: math.exp(-z) / (1.0 + math.exp(-z)) ** 2,
    ),
    "linear": (lambda z: z, lambda z: 1.0),
}


@dataclass
class Link:
    weight: float
    dead: bool = False
    total: float = 0.0  # of the gradients since the last update
    count: int = 0


@dataclass
class Unit:
    bias: float
    links: list  # one from each unit below
    activation: tuple
    z: float = 0.0
    a: float = 0.0
    delta: float = 0.0
    total: float = 0.0
    count: int = 0


@dataclass
class Replay:
    """layers: [(W, b), …], W[i][j] from unit i below to unit j; the last layer has one unit."""

    layers: list
    hidden: str
    output: str
    learning_rate: float
    batch_size: int
    penalty: str = "none"
    rate: float = 0.0
    units: list = field(init=False)

    def __post_init__(self):
        self.units = [
            [
                Unit(
                    float(b[j]),
                    [Link(float(row[j])) for row in W],
                    ACTIVATIONS[self.output if W is self.layers[-1][0] else self.hidden],
                )
                for j in range(len(b))
            ]
            for W, b in self.layers
        ]

    def forward(self, inputs):
        below = [float(x) for x in inputs]
        for layer in self.units:
            for unit in layer:
                unit.z = unit.bias + sum(
                    link.weight * a for link, a in zip(unit.links, below, strict=True)
                )
                unit.a = unit.activation[0](unit.z)
            below = [unit.a for unit in layer]
        return below[0]

    def backward(self, inputs, target):
        output = self.units[-1][0]
        errors = [output.a - target]
        for depth in range(len(self.units) - 1, -1, -1):
            layer = self.units[depth]
            below = [unit.a for unit in self.units[depth - 1]] if depth else list(inputs)
            for unit, error in zip(layer, errors, strict=True):
                unit.delta = error * unit.activation[1](unit.z)
                unit.total += unit.delta
                unit.count += 1
                for link, a in zip(unit.links, below, strict=True):
                    if not link.dead:
                        link.total += unit.delta * a
                        link.count += 1
            errors = [sum(u.links[i].weight * u.delta for u in layer) for i in range(len(below))]

    def update(self):
        for unit in (unit for layer in self.units for unit in layer):
            unit.bias -= self.learning_rate * unit.total / unit.count
            unit.total, unit.count = 0.0, 0
            for link in unit.links:
                if not link.dead:
                    self._move(link)

    def _move(self, link):
        slope = {"none": 0.0, "L2": link.weight, "L1": (link.weight > 0) - (link.weight < 0)}
        moved = link.weight - self.learning_rate * link.total / link.count
        pushed = moved - self.learning_rate * self.rate * slope[self.penalty]
        link.dead = self.penalty == "L1" and moved * pushed < 0
        link.weight = 0.0 if link.dead else pushed
        link.total, link.count = 0.0, 0

    def epoch(self, X, T):
        for number, (inputs, target) in enumerate(zip(X, T, strict=True), start=1):
            self.forward(inputs)
            self.backward(inputs, target)
            if number % self.batch_size == 0:
                self.update()

    def loss(self, X, T):
        errors = [0.5 * (self.forward(x) - t) ** 2 for x, t in zip(X, T, strict=True)]
        return sum(errors) / len(errors)

    def dead_links(self):
        return sum(link.dead for layer in self.units for unit in layer for link in unit.links)
