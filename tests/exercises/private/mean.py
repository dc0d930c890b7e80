"""Checks without a reference: the build stores what the key answers to the visible case."""

from exercises.checking import Case, Check, mutants


def inputs(rng, n):
    return {"x": rng.uniform(0, 1, n)}


def probe(student, x):
    return {"mean": student.mean(x)}


MEAN = Check(
    name="mean",
    parts={"mean": 3},
    inputs=inputs,
    probe=probe,
    visible=(Case("four numbers", {"n": 4}, seed=1),),
    hidden=(Case("one number", {"n": 1}), Case("many numbers", {"n": 100})),
    mutants=mutants(
        "sum(x) / len(x)",
        {"the sum is not divided": "sum(x)", "the divisor is n − 1": "sum(x) / (len(x) - 1)"},
    ),
)
CHECKS = (MEAN,)
