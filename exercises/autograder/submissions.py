"""nbgrader's way from a submitted notebook to a graded one, for submissions that may be broken.

nbgrader makes one exporter for a run and hands it each notebook twice: as it was submitted and,
made sound, for grading. Whatever goes wrong with one of them is put down in the report, and
nbgrader goes on with the next student.
"""

import re
import time
from fnmatch import fnmatch
from glob import glob
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException

from exercises.autograder.batch import Batch, KeyFailed
from exercises.autograder.environment import EnvironmentFailed, kernels_folder, sandboxed
from exercises.autograder.reading import NotGraded, read
from exercises.autograder.report import GRADED, REPAIRED, Report, Submission


class SubmissionExporter(NotebookExporter):
    """Reads, grades and reports the notebooks of one `nbgrader autograde`."""

    def __init__(self, config=None, parent=None, **kwargs):
        """parent: nbgrader's Autograde, which knows the course and its folders."""
        super().__init__(config=config, parent=parent, **kwargs)
        self.course = parent.coursedir
        self.report = Report(self.course.root, self.course.assignment_id)
        try:
            kernels_folder()
            self.batch = Batch(self.course.assignment_id, self._folder("source", "."), parent=self)
        except (EnvironmentFailed, KeyFailed) as error:
            self.log.error("Nobody can be graded: %s", error)
            raise NbGraderException(str(error)) from error
        if not sandboxed():
            self.log.warning("Students' code runs with your rights: bubblewrap is not to be had.")
        self._look_for_notebooks()

    def from_filename(self, filename, resources=None, **kwargs):
        """Convert one notebook; where that fails, the submission is reported as not graded."""
        path, about = Path(filename), resources["nbgrader"]
        try:
            if path.parent == self._folder("submitted", about["student"]):
                self.submission = Submission(
                    about["student"], about["notebook"], seed=self.batch.seed
                )
                self._start = time.monotonic()
                return self.from_notebook_node(self._read(path), resources, **kwargs)
            converted = super().from_filename(filename, resources, **kwargs)
        except Exception as error:
            self._not_graded(error, about)
            raise
        self.submission.status = REPAIRED if self.submission.remarks else GRADED
        self.submission.seconds = f"{time.monotonic() - self._start:.2f}"
        self._put_down()
        return converted

    def _read(self, path):
        links = [found.name for found in path.parent.rglob("*") if found.is_symlink()]
        if links:
            raise NotGraded(f"the folder holds a link and not a file: {links[0]}")
        nb, self.submission.remarks = read(path.read_bytes())
        return nb

    def _not_graded(self, error, about):
        """Put down the reason and take back grades of an earlier hand-in: they belong to that."""
        reason = str(error) if isinstance(error, NotGraded) else f"{type(error).__name__}: {error}"
        self.submission.remarks.insert(0, " ".join(reason.split())[:300])
        self._put_down()
        with Gradebook(about["db_url"]) as gradebook:
            try:
                notebook = gradebook.find_submission_notebook(
                    about["notebook"], about["assignment"], about["student"]
                )
            except MissingEntry:
                return
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = None, True
            gradebook.db.commit()

    def _look_for_notebooks(self):
        """Report who handed in no notebook of the expected name: nbgrader passes over them."""
        pattern = str(self._folder("submitted", self.course.student_id))
        student = self.course.format_path(
            self.course.submitted_directory,
            "(?P<student>.*)",
            self.course.assignment_id,
            escape=True,
        )
        wanted = {name for name in self.batch.sources if fnmatch(name, self.course.notebook_id)}
        for folder in map(Path, glob(pattern)):
            found = {path.stem for path in folder.glob("*.ipynb")}
            for name in sorted(wanted - found):
                others = ", ".join(sorted(f"{other}.ipynb" for other in found - wanted))
                reason = f"there is no {name}.ipynb" + (f", but {others}" if others else "")
                who = re.fullmatch(student, str(folder))["student"]
                self.submission = Submission(who, name, remarks=[reason])
                self._put_down()

    def _put_down(self):
        row = self.submission
        self.report.write(row)
        if row.remarks:
            self.log.warning("%s is %s: %s", row.student, row.status, "; ".join(row.remarks))

    def _folder(self, step, student):
        directory = getattr(self.course, f"{step}_directory")
        return Path(self.course.format_path(directory, student, self.course.assignment_id))
