"""Seconds of things that are to be compared, timed in turns: a slow minute slows all of them."""

import gc
from time import process_time


def interleaved(runs, rounds, clock=process_time, progress=iter):
    """{name: [seconds in each round]} of `runs`, {name: function without arguments}.

    Each round times every run once, starting one further on than the round before.
    clock: processor time, which other programs do not lengthen, serves for one thread; several
        threads need `time.perf_counter`.
    progress: wraps the turns, as tqdm does.
    """
    names = list(runs)
    turns = [names[(first + k) % len(names)] for first in range(rounds) for k in range(len(names))]
    seconds = {name: [] for name in names}
    gc.collect()
    gc.disable()
    try:
        for name in progress(turns):
            start = clock()
            runs[name]()
            seconds[name].append(clock() - start)
    finally:
        gc.enable()
    return seconds
