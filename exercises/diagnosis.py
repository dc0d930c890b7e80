"""Name the mistake behind wrong numbers, by trying the known ones on the student's own.

A known mistake is a mutant of the key. Its answer to the same question is kept as a fingerprint:
shapes, norm and two projections of its arrays. Where the student's numbers bear the same
fingerprint in every case, they are exactly what one gets from that mistake. The student's file
holds fingerprints only: neither the numbers nor the code behind them.
"""

import numpy as np

from exercises.comparison import euclidean_norm

SAME = 1e-7  # relative; a derivative taken numerically still counts as the same
SAMPLE = 10_000  # entries of which a fingerprint is taken; of longer lists, every second, third …
FACTORS = (1.0, -1.0, 2.0, 0.5, -2.0, -0.5)


def fingerprint(arrays):
    """[shapes, norm, projections] of a list of arrays, as plain numbers; None if not finite."""
    shapes = [list(array.shape) for array in arrays]
    flat = np.concatenate([array.ravel() for array in arrays])
    flat = flat[:: 1 + flat.size // SAMPLE]
    angles = np.arange(1.0, flat.size + 1)
    with np.errstate(all="ignore"):
        lengths = [euclidean_norm(flat), flat @ np.cos(angles), flat @ np.sin(angles)]
    if not np.isfinite(lengths).all():
        return None
    norm, *projections = [float(f"{length:.10g}") for length in lengths]
    return [shapes, norm, projections]


def factor(got, known):
    """The c for which the arrays behind `got` are c times those behind `known`, or None."""
    if got is None or known is None or got[0] != known[0]:
        return None
    (_, norm, (x, y)), (_, known_norm, (known_x, known_y)) = got, known
    if known_norm == 0:
        return 1.0 if norm == 0 else None
    # In units of the known length, the squares of no numbers overflow.
    x, y, known_x, known_y = (length / known_norm for length in (x, y, known_x, known_y))
    c = (x * known_x + y * known_y) / (known_x**2 + known_y**2)
    if max(abs(x - c * known_x), abs(y - c * known_y)) > SAME * (norm / known_norm + 1):
        return None
    nearest = min(FACTORS, key=lambda simple: abs(simple - c))
    return nearest if abs(nearest - c) < 10 * SAME else float(f"{c:.5g}")


def suspects(got, want, mistakes):
    """The pairs (mistake, c) for which the answer is c times what the mistake gives.

    got, want: fingerprints; the right answer is tried too, under the name "" and with any factor.
    mistakes: pairs (name, fingerprint).
    """
    found = {(name, factor(got, known)) for name, known in mistakes}
    found = {(name, c) for name, c in found if c in FACTORS}
    c = factor(got, want)
    entries = sum(np.prod(shape) for shape in want[0])
    if c in FACTORS or (c and entries > 2):
        found.add(("", c))
    return frozenset(found)


def stops_alike(error, mistakes):
    """The pairs (mistake, 1) that stop with this error: with its text if any does, else its type.

    error: "ValueError: shapes # and # …"; mistakes: pairs (name, such a text or fingerprints).
    """
    stopping = [(name, known) for name, known in mistakes if isinstance(known, str)]
    same_text = {(name, 1.0) for name, known in stopping if known == error}
    kind = error.split(":")[0]
    return frozenset(same_text or {(name, 1.0) for name, k in stopping if k.split(":")[0] == kind})


def diagnosis(parts):
    """What is wrong, in one sentence for all parts together or else for each part that is wrong.

    parts: {name: [(suspects, outcome) of each case]}, the outcome being "right", "wrong" or
    "stopped". A mistake which gives the student's numbers everywhere, in right parts and cases
    too, comes before one which gives those of one part, or of one part in one case.
    """
    everything = sentence([answer for answers in parts.values() for answer in answers])
    if everything:
        return [everything]
    told = {}
    for part, answers in parts.items():
        failed = [answer for answer in answers if answer[1] != "right"]
        if failed:
            told[part] = sentence(answers) or sentence(failed[:1])
    if len(set(told.values())) == 1:
        return [text for text in told.values() if text][:1]
    return [f"{part}: {text[0].lower()}{text[1:]}" for part, text in told.items() if text]


def sentence(answers):
    """What the answers have in common, as a sentence; empty if no known mistake fits them all."""
    common = frozenset.intersection(*[found for found, _ in answers])
    exact = ", or when ".join(sorted(name for name, c in common if name and c == 1))
    if exact and all(outcome != "wrong" for _, outcome in answers):
        return f"Code also stops like this when {exact}."
    if exact:
        return f"This is exactly what one gets when {exact}."
    if ("", -1.0) in common:
        return "Every number is right but for its sign."
    for name, c in common:
        if not name and c != 1:
            return f"Every number is {c:g} times the right one."
    scaled = sorted((abs(c), c, name) for name, c in common if name)
    if scaled:
        names = ", or when ".join(name for _, c, name in scaled if c == scaled[0][1])
        return f"This is {scaled[0][1]:g} times what one gets when {names}."
    return ""
