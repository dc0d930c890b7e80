"""nbgrader's table of grades for a learning platform, where "not graded" is not a zero."""

import csv

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from exercises.autograder.report import NOT_GRADED, Report

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "status", "because",
)  # fmt: skip


class GradesExport(ExportPlugin):
    """The columns of nbgrader's own export, a status, and the reason where there is no score."""

    def export(self, gradebook):
        """Write the file that `nbgrader export --to` names, or grades.csv."""
        with open(self.to or "grades.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, COLUMNS, restval="")
            table.writeheader()
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in map(str, self.assignment):
                    continue
                rows = Report(self.parent.coursedir.root, assignment.name).rows()
                for student in gradebook.students:
                    if not self.student or student.id in map(str, self.student):
                        table.writerow(_row(gradebook, assignment, student, rows))


def _row(gradebook, assignment, student, report):
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    reasons = [
        "; ".join(notebook.remarks)
        for (name, _), notebook in report.items()
        if name == student.id and notebook.status == NOT_GRADED
    ]
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        status = NOT_GRADED if reasons else "not submitted"
        score = {} if reasons else {"score": 0.0}
        return row | score | {"status": status, "because": " / ".join(reasons)}
    row["timestamp"] = submission.timestamp
    if reasons or _ungraded(submission):
        return row | {"status": NOT_GRADED, "because": " / ".join(reasons) or "autograde it"}
    penalty = submission.late_submission_penalty
    return row | {
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
        "status": "awaits a person" if submission.needs_manual_grade else "graded",
    }


def _ungraded(submission):
    """Whether a check has neither the judge's nor a person's points."""
    notebooks = submission.assignment.notebooks
    answers = {cell.name for notebook in notebooks for cell in notebook.solution_cells}
    return any(
        grade.auto_score is None and grade.manual_score is None and grade.name not in answers
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.cell.cell_type == "code"
    )
