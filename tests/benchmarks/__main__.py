"""`make bench`: time nnlib against its peers, print the table, write _build/bench.json."""

import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from benchmarks.report import OURS, entry, not_won, table
from benchmarks.timing import interleaved

ROUNDS = 7
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "_build" / "bench.json"

try:
    import torch
    from benchmarks.workloads import workloads
    from threadpoolctl import threadpool_limits
    from tqdm import tqdm
except ModuleNotFoundError as error:
    sys.exit(
        f"The benchmarks need {error.name}, which is not installed here. `make bench` installs "
        "the peers in .venv-bench; by hand: python -m pip install "
        "--requirement tests/benchmarks/requirements.txt --constraint requirements.txt"
    )


def measure(workload):
    """The workload's entry: first proof that all do the same, which warms up, then the rounds."""
    threads = workload.threads or os.cpu_count()
    torch.set_num_threads(threads)
    clock = process_time if threads == 1 else perf_counter
    with threadpool_limits(threads):
        results = {name: run() for name, run in workload.runs.items()}
        for name in workload.same:
            np.testing.assert_allclose(results[name], results[OURS], rtol=1e-6, atol=1e-9)
        seconds = interleaved(
            workload.runs,
            ROUNDS,
            clock,
            lambda turns: tqdm(turns, workload.name, leave=False, disable=None),
        )
    return entry(workload.name, seconds, workload.steps)


def main():
    chosen = workloads()
    entries = [measure(workload) for workload in chosen]
    aims = {workload.name: workload.aims for workload in chosen}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(table(entries, aims))
    print(
        f"\nThe time of a step: median of {ROUNDS} interleaved rounds in one process; float64 and "
        f"one thread\nwhere nothing else is said; numpy {np.__version__}, "
        f"torch {torch.__version__}.\n\nNot won:"
    )
    for line in not_won(entries, aims):
        print(f"- {line}")
    print(f"\nWritten: {RESULTS}")


main()
