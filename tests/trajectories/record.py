"""Records the first steps of PyTorch's optimizers, for nnlib's to be compared with.

Needs PyTorch, so it runs in the benchmarks' environment, from the folder of the project:
    make .venv-bench/installed && .venv-bench/bin/python tests/trajectories/record.py
"""

import json
from functools import partial
from pathlib import Path

import torch
from torch.optim import SGD, Adagrad, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    StepLR,
)

STEPS = 20
X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
T = torch.tensor([[1.0], [0.0], [0.0], [1.0]], dtype=torch.float64)
SCALES = [100.0, 1.0, 0.01]


def network_loss(params):
    """Mean of ½(ŷ − t)² on XNOR of a network 2-2-1 with tanh in its hidden layer.

    params: layer by layer W, one row for each sending unit, then b.
    """
    W1, b1, W2, b2 = params.split([4, 2, 2, 1])
    outputs = torch.tanh(X @ W1.view(2, 2) + b1) @ W2.view(2, 1) + b2
    return (0.5 * (outputs - T) ** 2).sum(dim=1).mean()


def quadratic_loss(params):
    """½ Σ scale · θ²: 10,000 times as steep along the first axis as along the last."""
    return 0.5 * (torch.tensor(SCALES, dtype=torch.float64) * params**2).sum()


def rules(rate):
    """{name: PyTorch's optimizer}; `rate` suits the loss. What is not said is PyTorch's default."""
    means = {"lr": 0.05, "betas": (0.5, 0.75), "eps": 0.1}
    return {
        "gradient descent": partial(SGD, lr=rate),
        "momentum 0.5": partial(SGD, lr=rate, momentum=0.5),
        "momentum 0.9": partial(SGD, lr=rate, momentum=0.9),
        "Nesterov 0.5": partial(SGD, lr=rate, momentum=0.5, nesterov=True),
        "Nesterov 0.9": partial(SGD, lr=rate, momentum=0.9, nesterov=True),
        "AdaGrad": Adagrad,
        "AdaGrad, large epsilon": partial(Adagrad, lr=0.05, eps=0.1),
        "RMSProp": RMSprop,
        "RMSProp, large epsilon": partial(RMSprop, lr=0.05, alpha=0.9, eps=0.1),
        "Adam": Adam,
        "Adam, large epsilon": partial(Adam, **means),
        "AdamW": AdamW,
        "AdamW, large epsilon": partial(AdamW, **means, weight_decay=0.5),
    }


def schedules(rate):
    """{name: (PyTorch's optimizer, its scheduler)}."""
    rule = rules(rate)
    return {
        "steps": (rule["momentum 0.9"], partial(StepLR, step_size=6, gamma=0.5)),
        "exponential": (rule["gradient descent"], partial(ExponentialLR, gamma=0.9)),
        "inverse time": (
            rule["gradient descent"],
            partial(LambdaLR, lr_lambda=lambda step: 1.0 / (1.0 + 0.25 * step)),
        ),
        "cosine": (rule["Adam"], partial(CosineAnnealingLR, T_max=STEPS, eta_min=1e-4)),
        "restarts": (rule["AdamW"], partial(CosineAnnealingWarmRestarts, T_0=7, eta_min=1e-4)),
        "warm-up": (
            rule["momentum 0.9"],
            partial(LinearLR, start_factor=1.0 / 9.0, total_iters=8),
        ),
    }


def path(loss, start, make, schedule=None):
    """The parameters after each step."""
    params = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make([params])
    scheduler = schedule(optimizer) if schedule else None
    points = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss(params).backward()
        optimizer.step()
        if scheduler:
            scheduler.step()
        points.append(params.tolist())
    return points


def record(name, loss, rate, start, **problem):
    paths = {rule: path(loss, start, make) for rule, make in rules(rate).items()}
    followed = {rule: path(loss, start, *pair) for rule, pair in schedules(rate).items()}
    text = json.dumps(
        {"made with": f"PyTorch {torch.__version__}", "rate": rate, "start": start, **problem}
        | {"optimizers": paths, "schedules": followed}
    )
    # One line for each point of a path.
    text = text.replace("]], ", "]],\n").replace("[[", "[\n[").replace("], [", "],\n[")
    Path(__file__).with_name(f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    start = [0.9, -0.4, 0.3, 0.8, 0.1, -0.2, 0.7, -0.6, 0.05]
    record("network", network_loss, 0.5, start)
    record("quadratic", quadratic_loss, 0.013, [1.0, -2.0, 30.0], scales=SCALES)
