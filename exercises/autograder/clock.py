"""The judge's clock. It counts computing: that a machine is busy is no student's fault."""

import time
from contextlib import suppress

import psutil

WAITING = 4  # code that waits, or a busy machine, may take so many times as long
LOOK = 0.1  # seconds between two looks at the processes


class Clock:
    """Runs out when a process and its children have computed for so many seconds."""

    def __init__(self, process: psutil.Process, seconds: float):
        self._process, self._seconds = process, seconds
        self._before, self._used = self._computed(), 0.0
        self._end = time.monotonic() + WAITING * seconds
        self._last = False
        self._next_look = 0.0

    def used(self) -> float:
        """Seconds of computing so far, or so far as could be seen before the process ended."""
        self._used = max(self._used, self._computed() - self._before)
        return self._used

    def ran_out(self) -> bool:
        """Whether the time is over."""
        now = time.monotonic()
        if now >= self._end:
            return True
        if self._last or now < self._next_look:
            return False
        self._next_look = now + LOOK
        return self.used() > self._seconds

    def allow(self, seconds: float):
        """Give a last few seconds, however little or much is left; these pass for everyone."""
        self._end, self._last = time.monotonic() + seconds, True

    def _computed(self):
        total = 0.0
        with suppress(psutil.NoSuchProcess):  # it has ended, and the kernel's owner will see that
            for process in [self._process, *self._process.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    times = process.cpu_times()
                    total += times.user + times.system
                    total += times.children_user + times.children_system
        return total
