"""A small problem set for the judge's own tests: one layer of tanh units, its loss and gradient."""

import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from exercises.checking import Case, Check, Mutant

CELLS = (
    ("text", "text", 0, "Write the forward pass and backpropagation of one layer of tanh units."),
    ("setup", "locked", 0, "import numpy as np"),
    (
        "forward",
        "answer",
        0,
        '''def forward(X, W, b):
    """Outputs of the layer."""
    ### BEGIN SOLUTION
    return np.tanh(X @ W + b)
    ### END SOLUTION''',
    ),
    ("check_forward", "check", 2, 'check("check_forward")'),
    (
        "delta",
        "answer",
        0,
        '''def delta(A, dA):
    """The error before the activation, from the layer's outputs and their gradient."""
    ### BEGIN SOLUTION
    return dA * (1 - A**2)
    ### END SOLUTION''',
    ),
    ("check_delta", "check", 3, 'check("check_delta")'),
    (
        "gradient",
        "answer",
        0,
        '''def gradient(X, W, b, T):
    """Gradients of half the squared error, averaged over the rows."""
    ### BEGIN SOLUTION
    A = forward(X, W, b)
    d = (A - T) * (1 - A**2) / len(X)
    return X.T @ d, d.sum(axis=0)
    ### END SOLUTION''',
    ),
    ("check_gradient", "check", 5, 'check("check_gradient")'),
    ("thoughts", "essay", 0, "What did you learn?"),
)


def solution():
    """The solution notebook, with nbgrader's metadata."""
    cells = []
    for name, role, points, source in CELLS:
        cell = (new_markdown_cell if role in ("text", "essay") else new_code_cell)(source)
        if role != "text":
            graded = role in ("check", "essay")
            cell.metadata["nbgrader"] = {
                "schema_version": 3,
                "grade_id": name,
                "grade": graded,
                "solution": role in ("answer", "essay"),
                "locked": role in ("check", "locked"),
                "task": False,
                **({"points": points} if graded else {}),
            }
        cells.append(cell)
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


def layer(rng, rows, n_in, n_out):
    return {
        "X": rng.uniform(-1, 1, (rows, n_in)),
        "W": rng.uniform(-1, 1, (n_in, n_out)) / np.sqrt(n_in),
        "b": rng.uniform(-1, 1, n_out),
    }


def with_targets(rng, rows, n_in, n_out):
    return layer(rng, rows, n_in, n_out) | {"T": rng.uniform(-1, 1, (rows, n_out))}


def free_cache(rng, rows, n_out):
    return {"A": rng.uniform(-0.9, 0.9, (rows, n_out)), "dA": rng.uniform(-1, 1, (rows, n_out))}


def probe_forward(student, X, W, b):
    return {"outputs": student.forward(X, W, b)}


def probe_delta(student, A, dA):
    return {"delta": student.delta(A, dA)}


def probe_gradient(student, X, W, b, T):
    weights, bias = student.gradient(X, W, b, T)
    return {"weights": weights, "bias": bias}


small, wide = {"rows": 3, "n_in": 2, "n_out": 4}, {"rows": 2, "n_in": 400, "n_out": 300}

CHECKS = (
    Check(
        name="check_forward",
        parts={"outputs": 2.0},
        inputs=layer,
        probe=probe_forward,
        visible=(Case("2-4, batch of 3", small, seed=1, seconds=2),),
        hidden=(Case("3-1, one row", {"rows": 1, "n_in": 3, "n_out": 1}, seconds=2),),
        mutants=(Mutant("the bias is left out", "np.tanh(X @ W + b)\n", "np.tanh(X @ W)\n"),),
    ),
    Check(
        name="check_delta",
        parts={"delta": 3.0},
        inputs=free_cache,
        probe=probe_delta,
        visible=(Case("batch of 3", {"rows": 3, "n_out": 4}, seed=2, seconds=2),),
        hidden=(
            Case("batch of 5", {"rows": 5, "n_out": 2}, seconds=2),
            Case("batch of 5 again", {"rows": 5, "n_out": 2}, seconds=2),
            Case("one row", {"rows": 1, "n_out": 1}, seconds=2),
        ),
        mutants=(Mutant("g′ is left out", "dA * (1 - A**2)", "dA"),),
    ),
    Check(
        name="check_gradient",
        parts={"weights": 3.0, "bias": 2.0},
        inputs=with_targets,
        probe=probe_gradient,
        visible=(Case("2-4, batch of 3", small, seed=3, seconds=2),),
        hidden=(
            Case("3-3, batch of 7", {"rows": 7, "n_in": 3, "n_out": 3}, seconds=2),
            Case("a large layer", wide, seconds=2),
        ),
        mutants=(
            Mutant("the mean over the rows is left out", " / len(X)\n", "\n"),
            Mutant("the bias's gradient is not summed", "d.sum(axis=0)", "d[0]"),
        ),
    ),
)
