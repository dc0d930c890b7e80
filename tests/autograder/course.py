"""A course of nbgrader's in a temporary folder, driven by its unmodified commands."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import nbformat

PROJECT = Path(__file__).parents[2]

CONFIG = """
load_subconfig({settings!r})
c.CourseDirectory.root = {root!r}
c.Exchange.root = {root!r} + "/exchange"
c.Batch.checks_folders = [{checks!r}]
c.Judge.cell_seconds = 3
"""


class Course:
    """One course; commands end the test if they end with an error."""

    def __init__(self, root):
        self.root = root
        settings = PROJECT / "exercises" / "nbgrader_config.py"
        checks = Path(__file__).parent
        config = CONFIG.format(settings=str(settings), root=str(root), checks=str(checks))
        (root / "nbgrader_config.py").write_text(config)

    def nbgrader(self, *arguments, fails=False, folder=None):
        """What a command says. `fails`: whether it must end with an error."""
        command = [sys.executable, "-m", "nbgrader", *arguments]
        folder = folder or self.root
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, said
        return said

    def add_source(self, assignment, notebook):
        folder = self.root / "source" / assignment
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{assignment}.ipynb")

    def submit(self, student, assignment, content, name=None):
        """content: a notebook, or any bytes."""
        folder = self.root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        (folder / (name or f"{assignment}.ipynb")).write_bytes(content)

    def report(self, assignment):
        with (self.root / "reports" / f"{assignment}.csv").open() as file:
            return {row["student"]: row for row in csv.DictReader(file)}

    def released(self, assignment):
        return self._notebook(self.root / "release" / assignment)

    def autograded(self, student, assignment):
        return self._notebook(self.root / "autograded" / student / assignment)

    def _notebook(self, folder):
        return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)

    def grades(self, assignment):
        """The automatic points in the gradebook: {student: {cell: points}}."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {
                submission.student.id: {
                    grade.name: grade.auto_score
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(assignment)
            }
