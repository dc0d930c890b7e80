"""What is timed: training runs and a numerical gradient, each with its peers and its aims."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from benchmarks import compiled, plain_numpy, pytorch, scikit_learn
from benchmarks.report import FLOOR, OURS
from benchmarks.training_run import TrainingRun
from sklearn.datasets import load_digits

from nnlib import (
    MLP,
    Adam,
    GradientDescent,
    Momentum,
    numerical_gradient,
    one_hot,
    quadrants,
    relu,
    sigmoid,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
    tanh,
    xnor,
)


@dataclass(frozen=True)
class Workload:
    """Contestants that do the same work, OURS among them.

    runs: {name: function without arguments}, each making `steps` steps.
    aims: {name: the ratio to reach}. same: names whose result must equal OURS.
    threads: 1, or None for as many as the machine has.
    """

    name: str
    steps: int
    runs: dict[str, Callable]
    aims: dict[str, float] = field(default_factory=dict)
    same: tuple[str, ...] = ("PyTorch",)
    threads: int | None = 1


def workloads():
    """All of them, in the order of the report."""
    return [
        tiny_logic(),
        playground("SGD", GradientDescent(0.03), {"PyTorch": 7.0}),
        playground("Adam", Adam(0.01), {"PyTorch": 10.0}),
        digits(),
        slide(),
        wide(),
        wide(threads=None),
        gradient_by_definition(),
    ]


def tiny_logic():
    net = MLP((2, 2, 1), hidden=sigmoid, output=sigmoid)
    run = TrainingRun(net, net.init(1), *xnor(), squared_error, GradientDescent(0.5), steps=2000)
    runs = against_pytorch(run) | {"numba, one compiled loop": partial(compiled.train, run)}
    name, same = "W1 2-2-1 sigmoid, batch 4, SGD", ("PyTorch", "numba, one compiled loop")
    return Workload(name, run.steps, runs, {"PyTorch": 7.0}, same)


def playground(rule, optimizer, aims):
    net = MLP((2, 8, 8, 1), hidden=tanh)
    X, T = quadrants(200, seed=0)
    run = TrainingRun(net, net.init(1), X, T, sigmoid_cross_entropy, optimizer, 2000, batch_size=10)
    name = f"W2 2-8-8-1 tanh, batch 10, {rule}"
    return Workload(name, run.steps, against_pytorch(run), aims)


def digits():
    X, labels = load_digits(return_X_y=True)
    net = MLP((64, 64, 10), hidden=relu)
    X, T = X / 16.0, one_hot(labels, 10)
    steps = 8 * -(-len(X) // 32)
    run = TrainingRun(net, net.init(1), X, T, softmax_cross_entropy, Adam(0.001), steps, 32)
    runs = against_pytorch(run) | {"scikit-learn": partial(scikit_learn.train, run)}
    name = "W3 64-64-10 ReLU, digits, batch 32, Adam"
    return Workload(name, steps, runs, {"PyTorch": 4.5, "scikit-learn": 3.0})


def slide():
    rng = np.random.default_rng(0)
    net = MLP((1000, 100, 10), hidden=sigmoid)
    X, T, params = (rng.standard_normal(size) for size in ((64, 1000), (64, 10), net.n_params))
    # The slide's rate, 0.0001, is for a sum of squares without ½ over the 64 rows.
    run = TrainingRun(net, params, X, T, squared_error, GradientDescent(1e-4 * 2 * 64), steps=200)
    runs = against_pytorch(run) | {
        FLOOR: run.matrix_products,
        "the slide's loop": partial(plain_numpy.slide_loop, run),
    }
    name = "W4 1000-100-10 sigmoid, batch 64, SGD"
    return Workload(name, run.steps, runs, {"PyTorch": 1.2, FLOOR: 0.90})


def wide(threads=1):
    rng = np.random.default_rng(0)
    net = MLP((784, 128, 10), hidden=relu)
    X, T = rng.random((6400, 784)), one_hot(rng.integers(0, 10, 6400), 10)
    steps = 400 if threads == 1 else 30  # four passes: the data are checked once, at the start
    run = TrainingRun(net, net.init(1), X, T, softmax_cross_entropy, Momentum(0.01), steps, 64)
    runs = against_pytorch(run) | {FLOOR: run.matrix_products}
    name = "W5 784-128-10 ReLU, batch 64, momentum"
    if threads == 1:
        return Workload(name, steps, runs, {"PyTorch": 1.3, FLOOR: 0.85})
    return Workload(f"{name}, all threads", steps, runs, threads=threads)


def gradient_by_definition():
    net, steps = MLP((8, 9, 9, 9, 4), hidden=tanh), 20
    rng = np.random.default_rng(0)
    X, T, params = rng.random((16, 8)), rng.random((16, 4)), net.init(1)

    def ours():
        def loss(params):
            return squared_error(net(params, X), T)

        return numerical_gradient(loss, params, at_once=net.n_params)

    def repeated(gradient):
        for _ in range(steps):
            result = gradient()
        return result

    runs = {
        OURS: ours,
        "naive loop": partial(plain_numpy.naive_gradient, net, params, X, T),
        "PyTorch gradcheck": partial(pytorch.gradcheck, net, params, X, T),
    }
    runs = {name: partial(repeated, gradient) for name, gradient in runs.items()}
    name = f"W7 numerical gradient, {net.n_params} parameters, batch 16"
    aims = {"naive loop": 8.0, "PyTorch gradcheck": 30.0}
    return Workload(name, steps, runs, aims, same=("naive loop",))


def against_pytorch(run):
    """Ours and PyTorch's eager mode; then what it does where nnlib does not follow."""
    runs = {OURS: run.with_nnlib, "PyTorch": partial(pytorch.train, run)}
    if isinstance(run.optimizer, Adam):
        runs["PyTorch, fused Adam"] = partial(pytorch.train, run, fused=True)
    runs["PyTorch, float32"] = partial(pytorch.train, run, dtype=torch.float32)
    return runs
