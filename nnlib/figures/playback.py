"""Playing in the kernel: at most 30 frames a second, and few on their way at a time."""

import asyncio
import collections
import time

RATE = 30  # frames a second
ON_THEIR_WAY = 3  # frames not yet seen: enough to hide the way to the browser and back
LONGEST = 0.5  # seconds that a frame may make up for: what reduced motion waits between pictures


class Playback:
    """Makes the frames of a figure with traits `playing`, `speed` (steps a second) and `frame`.

    advance(steps) is called on the thread that made the figure, and writes a frame whose "step" is
    higher. When too many frames have not been seen, because the tab is hidden or nothing shows the
    figure, the run waits.
    """

    def __init__(self, figure, advance):
        self.figure, self.advance = figure, advance
        self._unseen = collections.deque()
        self._changed = asyncio.Event()
        self._task = None
        figure.observe(lambda change: figure.at_home(self._toggle), "playing")

    def painted(self, step):
        """A view has painted the frame of this step, or a later one."""
        while self._unseen and self._unseen[0] <= step:
            self._unseen.popleft()
        self._changed.set()

    def _toggle(self):
        self._changed.set()
        if self.figure.playing and self.figure.loop is None:
            self.figure.playing = False
            raise RuntimeError("nothing plays outside a notebook; take advance(steps) instead")
        if self.figure.playing and (self._task is None or self._task.done()):
            self._task = self.figure.loop.create_task(self._play())

    async def _play(self):
        self._unseen.clear()
        made_at = time.monotonic() - 1 / RATE
        while self.figure.playing:
            due = made_at + 1 / min(RATE, self.figure.speed)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            while self.figure.playing and len(self._unseen) >= ON_THEIR_WAY:
                self._changed.clear()
                await self._changed.wait()
            if not self.figure.playing:
                return
            elapsed = min(time.monotonic() - made_at, LONGEST)
            made_at = time.monotonic()
            self.advance(max(1, round(self.figure.speed * elapsed)))
            self._unseen.append(self.figure.frame["step"])
