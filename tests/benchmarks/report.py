"""What the benchmarks found: entries for a machine, a table for a person, and what is not won."""

from statistics import median

OURS, FLOOR = "nnlib", "matrix products"


def entry(workload, seconds, steps):
    """One workload's result as it is written to bench.json.

    seconds: {name: [seconds of `steps` steps in each round]}, with OURS, perhaps FLOOR (what no
        implementation can do without), and the peers. Reported are medians per step.

    ratio is peer ÷ ours, above 1 where nnlib is faster; floor_fraction is FLOOR ÷ ours, below 1.
    """
    per_step = {name: median(rounds) / steps for name, rounds in seconds.items()}
    ours, floor = per_step.pop(OURS), per_step.pop(FLOOR, None)
    return {
        "workload": workload,
        "ours_s": ours,
        "peers": per_step,
        "ratio": {name: peer / ours for name, peer in per_step.items()},
        "floor_fraction": None if floor is None else floor / ours,
    }


def comparisons(entry, aims):
    """(name, seconds, found, aim) for each peer of an entry, and for FLOOR; aim may be None.

    Raises ValueError for an aim at something that was not measured.
    """
    found = [(name, entry["peers"][name], ratio) for name, ratio in entry["ratio"].items()]
    if (fraction := entry["floor_fraction"]) is not None:
        found.append((FLOOR, fraction * entry["ours_s"], fraction))
    if unknown := aims.keys() - {name for name, _, _ in found}:
        raise ValueError(f"{entry['workload']} has an aim at {sorted(unknown)}; not measured")
    return [(name, seconds, value, aims.get(name)) for name, seconds, value in found]


def table(entries, aims):
    """The entries as a Markdown table. aims: {workload: {peer: the ratio to reach}}."""
    rows = [("workload", OURS, "against", "takes", "÷ " + OURS, "aim")]
    for entry in entries:
        first = entry["workload"], duration(entry["ours_s"])
        for name, seconds, found, aim in comparisons(entry, aims[entry["workload"]]):
            rows.append(
                (*first, name, duration(seconds), f"{found:.2f}", f"{aim:g}" if aim else "")
            )
            first = "", ""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def not_won(entries, aims):
    """A line for each aim that is missed, and for each peer that is faster than nnlib."""
    lines = []
    for entry in entries:
        for name, _, found, aim in comparisons(entry, aims[entry["workload"]]):
            if aim and found < aim:
                lines.append(
                    f"{entry['workload']}: {found:.2f} against {name}, "
                    f"{1 - found / aim:.0%} below the aim of {aim:g}"
                )
            elif found < 1 and name != FLOOR:
                lines.append(f"{entry['workload']}: {name} is faster, {found:.2f}")
    return lines


def duration(seconds):
    """Seconds with three digits in a unit that suits: 21.4 µs."""
    size, unit = (1.0, "s") if seconds >= 1 else (1e-3, "ms") if seconds >= 1e-3 else (1e-6, "µs")
    value = seconds / size
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} {unit}"
