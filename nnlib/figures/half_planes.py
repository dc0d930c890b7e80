"""Half-planes combined: threshold units draw lines, and one more unit makes a region of them."""

import numpy as np

import nnlib
from nnlib.figures.figure import Figure
from nnlib.figures.settings import choice, numbers, random_seed, whole

LINES = 6
NAMES = [str(line) for line in range(1, LINES + 1)]
# (radius, points, label): no triangle round this disc slips between the points of this ring.
CIRCLES = [
    *((radius, int(8 * radius), 1.0) for radius in (0.5, 1.0, 1.5, 2.0, 2.5)),
    *((radius, 48, 0.0) for radius in (4.25, 4.75, 5.25)),
]


def disc_in_ring():
    """X (n, 2), T (n, 1): a disc of radius 2.5, label 1, in a ring from 4.25 to 5.25, label 0."""
    X, T = [], []
    for radius, count, label in CIRCLES:
        angles = 2.0 * np.pi * np.arange(count) / count
        X.append(radius * np.stack([np.cos(angles), np.sin(angles)], axis=1))
        T.append(np.full((count, 1), label))
    return np.concatenate(X), np.concatenate(T)


SETS = {
    "disc in a ring": lambda seed: disc_in_ring(),
    "blobs": lambda seed: nnlib.blobs(200, 1.0, seed),
    "XOR": lambda seed: nnlib.xor_gate(),
}
# How many of k hidden units must say 1, so that the output unit does.
UNITS = {"AND": lambda k: k, "OR": lambda k: 1, "majority": lambda k: k // 2 + 1}


class HalfPlanes(Figure):
    """A 2–k–1 network of threshold units whose first layer is given as lines.

    A line lies at a distance from the middle of the plane, in a direction from there; its unit says
    1 on the middle's side, or for a negative distance on the other. directions: degrees against the
    clock from the x₁ axis. distances: per cent of the way from the middle to the plane's edge.

    `net` and `params` are the network for nnlib, `data` its inputs and targets.
    """

    dataset = choice("disc in a ring", SETS, "data")
    unit = choice("AND", UNITS, "output unit")
    count = whole(2, 1, LINES, "lines")
    line = whole(1, 1, LINES, "line to move")
    directions = numbers([20, -160, 100, -70, 60, -110], -180, 180, "directions (°)", names=NAMES)
    distances = numbers([50] * LINES, -100, 100, "distances (%)", names=NAMES)
    seed = random_seed(1)

    @property
    def net(self):
        """The description: two inputs, a threshold unit for each line, one for the output."""
        return nnlib.MLP(sizes=(2, self.count, 1), hidden=nnlib.step, output=nnlib.step)

    @property
    def params(self):
        """All weights and biases: z of a line is its distance minus the way in its direction."""
        middle, half_width = (0.5, 1.0) if self.dataset == "XOR" else (0.0, 6.5)
        angles = np.radians(self.directions[: self.count])
        normals = np.stack([np.cos(angles), np.sin(angles)])
        distances = np.array(self.distances[: self.count]) / 100 * half_width
        params = np.zeros(self.net.n_params)
        (W1, b1), (W2, b2) = self.net.layers(params)
        W1[:], b1[:] = -normals, distances + middle * normals.sum(axis=0)
        W2[:], b2[:] = 1.0, 0.5 - UNITS[self.unit](self.count)
        return params

    @property
    def data(self):
        """(X, T) of the chosen set."""
        return SETS[self.dataset](self.seed)
