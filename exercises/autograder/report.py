"""What became of each submission, as a table beside the grades: a zero is earned, or it is none."""

import csv
import os
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

GRADED, REPAIRED, NOT_GRADED = "graded", "graded after repair", "not graded"


@dataclass
class Submission:
    """One notebook on its way through the autograder; a row of the report."""

    student: str
    notebook: str
    status: str = NOT_GRADED
    points: str = ""  # of the checks alone
    seconds: str = ""
    seed: str = ""  # of the hidden cases: Batch.seed
    when: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
    remarks: list[str] = field(default_factory=list)


class Report:
    """The table of one problem set: the latest row of each notebook of each student."""

    def __init__(self, root: str, assignment: str):
        """root: the course's folder."""
        self.path = Path(root) / "reports" / f"{assignment}.csv"

    def rows(self) -> dict[tuple[str, str], Submission]:
        """What is known, by student and notebook."""
        if not self.path.exists():
            return {}
        with self.path.open(newline="", encoding="utf-8") as file:
            found = [Submission(**row) for row in csv.DictReader(file)]
        for row in found:
            row.remarks = row.remarks.split("; ") if row.remarks else []
        return {(row.student, row.notebook): row for row in found}

    def write(self, submission: Submission):
        """Add the row, or put it in the place of the one before."""
        rows = self.rows() | {(submission.student, submission.notebook): submission}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        with draft.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, [column.name for column in fields(Submission)])
            table.writeheader()
            for _, row in sorted(rows.items()):
                remarks = "; ".join(dict.fromkeys(row.remarks))
                table.writerow(asdict(row) | {"remarks": remarks})
        os.replace(draft, self.path)
