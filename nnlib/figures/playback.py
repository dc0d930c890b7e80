"""Playing in the kernel: one frame on its way at a time, at most 30 a second."""

import asyncio
import time

RATE = 30  # frames a second: beyond that they would queue on their way to the browser
LONGEST = 0.5  # seconds that a frame may make up for: what reduced motion waits between pictures


class Playback:
    """Makes the frames of a figure with traits `playing` and `speed` (steps a second).

    advance(steps) is called on the thread that made the figure. The next frame is made once the
    last was seen, so a hidden tab, where nothing is painted, makes the run wait.
    """

    def __init__(self, figure, advance):
        self.figure, self.advance = figure, advance
        self._seen = asyncio.Event()
        self._task = None
        figure.observe(lambda change: figure.at_home(self._toggle), "playing")

    def painted(self):
        """A view has painted the last frame."""
        self._seen.set()

    def _toggle(self):
        if self.figure.playing and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._play())
        self._seen.set()

    async def _play(self):
        made_at = time.monotonic() - 1 / RATE
        while self.figure.playing:
            due = made_at + 1 / min(RATE, self.figure.speed)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            elapsed = min(time.monotonic() - made_at, LONGEST)
            made_at = time.monotonic()
            self._seen.clear()
            self.advance(max(1, round(self.figure.speed * elapsed)))
            await self._seen.wait()
