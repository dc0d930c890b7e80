"""What one run of the autograder shares: the key, the seed and the questions with their answers."""

import re
import secrets
from pathlib import Path
from zlib import crc32

import nbformat
import numpy as np
from nbgrader.utils import is_grade, is_solution
from traitlets import List, Unicode
from traitlets.config import LoggingConfigurable

from exercises import key
from exercises.autograder.question import Question
from exercises.checking import verdict
from exercises.checks import load


class KeyFailed(Exception):
    """The problem set itself is wrong, so that nobody can be graded."""


class Batch(LoggingConfigurable):
    """One problem set, its hidden cases drawn from one seed. The key runs here, once."""

    seed = Unicode(
        "", help="Seed of the hidden cases, as a report has it: grades exactly as that run did."
    ).tag(config=True)
    checks_folders = List(
        Unicode(), help="Folders with checks, <problem set>.py, that go before the project's own."
    ).tag(config=True)

    def __init__(self, assignment: str, folder: Path, **kwargs):
        """folder: where the problem set's solution notebooks are. Raises KeyFailed."""
        super().__init__(**kwargs)
        self.seed = self.seed or secrets.token_hex(8)
        if not re.fullmatch(r"[0-9a-f]{1,32}", self.seed):
            raise KeyFailed(f"Batch.seed must be 1 to 32 of the digits 0-9a-f, not {self.seed!r}")
        try:
            self._checks = {check.name: check for check in load(assignment, self.checks_folders)}
        except FileNotFoundError as error:
            raise KeyFailed(str(error)) from error
        self.sources = {
            path.stem: nbformat.read(path, as_version=4) for path in folder.glob("*.ipynb")
        }
        if not self.sources:
            raise KeyFailed(f"there is no solution notebook in {folder}: run `make exercises`")
        self.questions = {
            (notebook, cell.metadata.nbgrader.grade_id): self._questions(source, cell)
            for notebook, source in self.sources.items()
            for cell in source.cells
            if is_check(cell)
        }

    def _questions(self, source, cell) -> list[Question]:
        """All cases of one check, visible and hidden, with the key's answers."""
        name, worth = cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points
        if name not in self._checks:
            raise KeyFailed(f"there is a cell {name}, but no check of that name")
        check = self._checks[name]
        if sum(check.parts.values()) != worth:
            raise KeyFailed(f"{name} is worth {worth} in the notebook, but not in its check")
        code = key.key_source(source)
        return [self._ask_the_key(check, case, code) for case in (*check.visible, *check.hidden)]

    def _ask_the_key(self, check, case, code):
        answer = key.answer(check, code, self._inputs(check, case))
        if answer.error:
            raise KeyFailed(f"the key stops at {check.name}, {case.label}: {answer.message}")
        inputs, want = self._inputs(check, case), answer.value
        mistakes = key.mistakes(check, code, self._inputs(check, case), want)
        wrong = verdict(check, case, answer, want).lines
        if wrong:
            raise KeyFailed(f"the key fails {check.name}, {case.label}: {wrong[0]}")
        return Question(check, case, inputs, want, mistakes)

    def _inputs(self, check, case):
        """New arrays at each call; the same numbers for the same seed, whatever else changes."""
        seed = case.seed
        if seed is None:
            seed = [int(self.seed, 16), crc32(check.name.encode()), crc32(case.label.encode())]
        return check.inputs(np.random.default_rng(seed), **case.arguments)


def is_check(cell) -> bool:
    """Whether the judge decides this cell: a graded code cell that is not itself an answer."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)
