"""Settings for nbgrader: the judge takes the place of its execute step.

The nbgrader_config.py of a course takes them over with load_subconfig; see the instructor's page
of the book.
"""

import os
import sys
import warnings
from pathlib import Path

# nbgrader calls `alembic` by name, which is not found unless the virtual environment is active.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# nbgrader's own queries make sqlalchemy warn for each submission: that would hide what matters.
warnings.filterwarnings("ignore", message="Object of type <Submitted")

c = get_config()  # noqa: F821, nbgrader defines it

c.CourseDirectory.root = str(Path(__file__).resolve().parents[1] / "_build" / "course")
c.CourseDirectory.course_id = "neural-networks"

# What zip_collect takes for a submission: ana_backpropagation.ipynb, by the student ana.
c.FileNameCollectorPlugin.named_regexp = r".*/(?P<student_id>[^/_]+)_(?P<file_id>[^/]+)\.ipynb"

c.Autograde.exporter_class = "exercises.autograder.submissions.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "exercises.autograder.normalization.NormalizeSubmission",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "exercises.autograder.judge.Judge",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.ExportApp.plugin_class = "exercises.autograder.export.GradesExport"
