"""Bring a submitted notebook back to the shape in which it was released.

What a cell is — graded, an answer, locked, how many points — is told by the source notebook and
never by the submission. Every repair is said.
"""

from collections import Counter
from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.preprocessors import NbGraderPreprocessor

from exercises.autograder.markup import harmless
from exercises.autograder.reading import MAKE, NotGraded

FACTS = ("schema_version", "grade", "solution", "locked", "task", "points")


class NormalizeSubmission(NbGraderPreprocessor):
    """The first step of the autograder: every later one may trust the cells' metadata."""

    def preprocess(self, nb, resources):
        """Normalise; raises NotGraded for what is no notebook of this problem set."""
        source = self.parent.batch.sources[resources["nbgrader"]["notebook"]]
        nb, remarks = normalize(nb, source)
        self.parent.submission.remarks += remarks
        return nb, resources


def normalize(submitted: NotebookNode, source: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """A new notebook with the submitted texts and the source's metadata, and what was repaired.

    Of cells with the same id the last one counts, as it does when a notebook runs. A missing
    answer cell is not put back: its stub would undo what the student wrote elsewhere.
    """
    released = {name_of(cell): cell for cell in source.cells if name_of(cell)}
    names, remarks = _identify(submitted.cells, released)
    if not any(names):
        raise NotGraded("it holds no cell of this problem set; was another notebook handed in?")
    cells = []
    for cell, name in zip(submitted.cells, names, strict=True):
        if name:
            remarks += _changes(cell, released[name])
        if "skip-execution" in _list(cell.metadata.get("tags")):
            remarks.append(f"the tag skip-execution was taken from {name or 'a cell'}")
        cells.append(_rebuilt(cell, released.get(name)))
    for name in [name for name in released if name not in names]:
        remarks.append(_replace(name, released, cells))
    ours = {cell.source for cell in source.cells}
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # the same whenever the submission is graded again
        if cell.cell_type != "code" and cell.source not in ours:
            cell.source = harmless(cell.source)
    return new_notebook(cells=cells, metadata=deepcopy(source.metadata)), remarks


def name_of(cell) -> str | None:
    """The id that a cell claims in its metadata."""
    name = _facts(cell).get("grade_id")
    return name if isinstance(name, str) else None


def _identify(cells, released):
    """Which cell of the problem set each one is, or None; and what is odd about it."""
    names = [name_of(cell) if name_of(cell) in released else None for cell in cells]
    remarks = [
        "grading data that belong to no cell of the problem set were dropped"
        for cell, name in zip(cells, names, strict=True)
        if "nbgrader" in cell.metadata and not name
    ]
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            remarks.append(f"the cell {name} is there {count} times; the last one counts")
            *earlier, _ = [i for i, other in enumerate(names) if other == name]
            for i in earlier:
                names[i] = None
    # A tool that strips metadata leaves the text, and a locked cell is known by its text.
    for name in [name for name in released if name not in names]:
        for i, cell in enumerate(cells):
            if names[i] is None and _locked(released[name]) and _same_text(cell, released[name]):
                names[i] = name
                remarks.append(f"the cell {name} had lost its grading data; its text tells it")
                break
    return names, remarks


def _changes(cell, released):
    """What the student or a tool changed that is not the student's to change."""
    name, wanted = name_of(released), _facts(released)
    if cell.cell_type != released.cell_type:
        yield f"the cell {name} had become a {cell.cell_type} cell"
    changed = any(_facts(cell).get(fact, False) != wanted.get(fact, False) for fact in FACTS)
    if changed and name_of(cell) == name:
        yield f"the grading data of the cell {name} had been changed"
    if _locked(released) and not _same_text(cell, released):
        yield f"the text of the cell {name} had been changed; it counts as it was released"


def _rebuilt(cell, released):
    kind = released.cell_type if released else cell.cell_type
    rebuilt = MAKE[kind](cell.source)
    if released:
        rebuilt.metadata = NotebookNode(nbgrader=deepcopy(released.metadata.nbgrader))
    if kind == "markdown" and "attachments" in cell:
        rebuilt.attachments = cell.attachments
    return rebuilt


def _replace(name, released, cells):
    """Put a cell back after those that it followed, unless it was the stub of an answer."""
    facts = _facts(released[name])
    if facts.get("solution") and not facts.get("grade"):
        return f"the answer cell {name} is missing; what it defines may stand elsewhere"
    before = list(released)[: list(released).index(name)]
    place = max((i + 1 for i, cell in enumerate(cells) if name_of(cell) in before), default=0)
    cells.insert(place, _rebuilt(released[name], released[name]))
    return f"the cell {name} was missing and was put back"


def _facts(cell):
    facts = cell.metadata.get("nbgrader")
    return facts if isinstance(facts, dict) else {}


def _locked(released):
    facts = _facts(released)
    return not facts.get("solution") and bool(facts.get("grade") or facts.get("locked"))


def _same_text(cell, other):
    return cell.source.strip() == other.source.strip()


def _list(value):
    return value if isinstance(value, list) else []
