"""The same training runs in PyTorch's eager mode, written as its tutorials write them."""

import torch
from torch import nn

from nnlib import (
    Adam,
    GradientDescent,
    Momentum,
    relu,
    sigmoid,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
    tanh,
)
from nnlib.training import batches

MODULES = {sigmoid: nn.Sigmoid, tanh: nn.Tanh, relu: nn.ReLU}


def train(run, dtype=torch.float64, fused=False):
    """Train as `run` says. Returns the loss of the last step, in nnlib's convention.

    fused: Adam's update as one compiled loop, which is not PyTorch's default.
    """
    model, inputs = _model(run).to(dtype), torch.tensor(run.X, dtype=dtype)
    criterion, targets, scale = _criterion(run, dtype)
    optimizer = _optimizer(run.optimizer, model.parameters(), scale, fused)
    order = batches(len(run.X), run.batch_size)
    for _ in range(run.steps):
        _, rows = next(order)
        if rows is None:
            batch, batch_targets = inputs, targets
        else:
            rows = torch.from_numpy(rows)
            batch, batch_targets = inputs[rows], targets[rows]
        optimizer.zero_grad()
        loss = criterion(model(batch), batch_targets)
        loss.backward()
        optimizer.step()
    return loss.item() / scale


def gradcheck(net, params, X, T):
    """PyTorch's own comparison of backpropagation with central differences. Returns True.

    Raises GradcheckError where the two differ.
    """
    weights = [
        torch.tensor(values, requires_grad=True) for W, b in net.layers(params) for values in (W, b)
    ]
    activation = {tanh: torch.tanh}[net.hidden]
    inputs, targets = torch.from_numpy(X), torch.from_numpy(T)

    def loss(*weights):
        A = inputs
        for W, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
            A = activation(A @ W + b)
        outputs = A @ weights[-2] + weights[-1]
        return 0.5 * ((outputs - targets) ** 2).sum() / len(targets)

    return torch.autograd.gradcheck(loss, weights)


def _model(run):
    """nn.Sequential with the run's starting weights."""
    modules = []
    for index, (W, b) in enumerate(run.net.layers(run.params), start=2):
        linear = nn.Linear(*W.shape, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W.T))
            linear.bias.copy_(torch.tensor(b))
        modules.append(linear)
        activation = run.net.output if index == len(run.net.sizes) else run.net.hidden
        if activation in MODULES:
            modules.append(MODULES[activation]())
    return nn.Sequential(*modules)


def _criterion(run, dtype):
    """(criterion, targets, how many times nnlib's loss it is)."""
    targets, n_outputs = torch.tensor(run.T, dtype=dtype), run.net.sizes[-1]
    if run.loss is squared_error:
        return nn.MSELoss(), targets, 2.0 / n_outputs
    if run.loss is sigmoid_cross_entropy:
        return nn.BCEWithLogitsLoss(), targets, 1.0 / n_outputs
    if run.loss is softmax_cross_entropy:
        return nn.CrossEntropyLoss(), targets.argmax(dim=1), 1.0
    raise ValueError(f"no criterion is like {run.loss}")


def _optimizer(optimizer, parameters, scale, fused):
    match optimizer:
        case GradientDescent(learning_rate):
            return torch.optim.SGD(parameters, lr=learning_rate / scale)
        case Momentum(learning_rate, momentum):
            return torch.optim.SGD(parameters, lr=learning_rate / scale, momentum=momentum)
        case Adam(learning_rate, beta_1, beta_2, epsilon) if scale == 1.0:
            return torch.optim.Adam(
                parameters,
                lr=learning_rate,
                betas=(beta_1, beta_2),
                eps=epsilon,
                fused=fused or None,
            )
    raise ValueError(f"no optimizer is like {optimizer} with a loss {scale:g} times nnlib's")
