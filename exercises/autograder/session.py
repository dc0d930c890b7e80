"""A notebook's code in a kernel that may be lost at any moment: run, ask, start again."""

from exercises.asking import Answer
from exercises.autograder.kernel import KernelLost, TimedOut
from exercises.autograder.outputs import Outputs


class OutOfTime(Exception):
    """The notebook has used up the seconds it may have."""


class Session:
    """Runs the student's cells in a kernel, then asks it the judge's questions.

    cell_seconds: of computing, for one cell. run_seconds: for all of them, and again for all
    questions with the replays that a lost kernel costs.
    """

    def __init__(self, kernel, cells, *, cell_seconds, run_seconds):
        self.kernel = kernel
        self.cells = [cell for cell in cells if cell.source.strip()]
        self.cell_seconds, self.run_seconds = cell_seconds, run_seconds
        self._code = "\n".join(cell.source for cell in self.cells)
        self._replayed = []  # the cells run so far that left the kernel alive and in time
        self._alive = False

    def run(self):
        """Run every cell once; its outputs are in the cell."""
        self._limit = self.run_seconds
        for number, cell in enumerate(self.cells, 1):
            outputs = Outputs()
            try:
                self._run(cell, outputs)
            except TimedOut:
                text = f"This cell was stopped: it ran for more than {self.cell_seconds:g} seconds."
                outputs.error("TimedOut", text)
            except KernelLost as lost:
                outputs.error("KernelLost", f"This cell was left out: with it, the kernel {lost}.")
            except OutOfTime:
                text = f"This cell was not run: the notebook took {self.run_seconds:g} seconds."
                outputs.error("OutOfTime", text)
            cell.outputs = outputs.finished()
            cell.execution_count = number
        self._limit = self.kernel.seconds_used + self.run_seconds

    def answer(self, question) -> Answer:
        """Ask one question. Nothing that a student wrote can make this raise.

        The errors KernelLost and OutOfTime are the judge's own: no claim can carry these names.
        """
        seconds = question.case.seconds
        try:
            self._revive()
            expression, nonce = question.expression()
            claim = self.kernel.evaluate(expression, min(seconds, self._seconds_left()))
        except TimedOut:
            return Answer(error=OutOfTime.__name__, message=f"no answer within {seconds:g} seconds")
        except KernelLost as lost:
            self._lose()
            return Answer(error=KernelLost.__name__, message=f"the kernel {lost}")
        except OutOfTime:
            text = f"not asked: the checks before took {self.run_seconds:g} seconds"
            return Answer(error=OutOfTime.__name__, message=text)
        return question.answer(claim, nonce, self._code)

    def _run(self, cell, outputs):
        self._revive()
        try:
            self.kernel.run(cell.source, min(self.cell_seconds, self._seconds_left()), outputs)
        except KernelLost:
            self._lose()
            raise
        self._replayed.append(cell)

    def _revive(self):
        """Start the kernel if there is none, and bring it to where the last one was."""
        while not self._alive:
            self._seconds_left()
            self.kernel.start()
            self._alive = True
            for cell in list(self._replayed):
                seconds = min(self.cell_seconds, self._seconds_left())
                try:
                    self.kernel.run(cell.source, seconds, Outputs())
                except TimedOut:
                    self._replayed.remove(cell)
                except KernelLost:
                    self._replayed.remove(cell)
                    self._lose()
                    break

    def _lose(self):
        self.kernel.kill()
        self._alive = False

    def _seconds_left(self):
        seconds = self._limit - self.kernel.seconds_used
        if seconds <= 0:
            raise OutOfTime
        return seconds
