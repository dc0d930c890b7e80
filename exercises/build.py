"""Build the problem sets: `python -m exercises.build [folder …]`.

Each `<set>.md` in this folder, and in the folders named, becomes nbgrader's source notebook with
the check file beside it, then nbgrader's release, then a zip for students. A set whose key fails
its own checks is not built. A folder of your own holds `<set>.md` and its checks, `<set>.py`.
"""

import argparse
import contextlib
import io
import os
import shutil
import sys
import zipfile
from pathlib import Path

import jupytext
import nbformat
import numpy as np

from exercises import key
from exercises.checks import load
from exercises.standalone import standalone

HERE = Path(__file__).parent
COURSE = HERE.parent / "_build" / "course"
CONFIG = """# nbgrader's settings for this course, yours to add to. nbgrader reads them from here.
c = get_config()
load_subconfig({settings!r})
c.CourseDirectory.root = {root!r}
"""
FOR_STUDENTS = ("requirements-student.txt", "how-to.txt")


class BuildError(Exception):
    """A problem set that must not reach anybody; the text says what to mend."""


def write_source(text, course, folders=()):
    """nbgrader's source folder of one set, from its MyST text. Raises BuildError."""
    name, notebook = text.stem, source_notebook(text)
    key_code = key.key_source(notebook)
    try:
        checks = load(name, folders)
        require_matching_cells(notebook, checks)
        check_file = standalone(name, checks, key_code)
    except (FileNotFoundError, ValueError) as error:
        raise BuildError(str(error)) from error
    require_full_score(checks, key_code, check_file)

    source = course / "source" / name
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    nbformat.write(notebook, source / f"{name}.ipynb")
    (source / f"{name}_check.py").write_text(check_file, "utf-8")
    return source


def source_notebook(text):
    """The notebook behind a MyST text, with nbgrader's metadata in full."""
    notebook = jupytext.read(text, fmt="md:myst")
    notebook.metadata.pop("jupytext", None)
    for number, cell in enumerate(notebook.cells):
        role = cell.metadata.get("nbgrader")
        if role is not None:
            plain = {"grade": False, "solution": False, "locked": False, "task": False}
            cell.metadata.nbgrader = {**plain, "schema_version": 3, **role}
        cell.id = role["grade_id"] if role else f"cell-{number}"  # the same in every build
    return notebook


def require_matching_cells(notebook, checks):
    """Every check has its graded cell, with its points, and no graded cell lacks a check."""
    cells = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    for missing in cells.keys() ^ {check.name for check in checks}:
        where = "a check" if missing in cells else "a graded cell"
        raise BuildError(f"{missing} has no {where} of this name")
    for check in checks:
        cell, worth = cells[check.name], sum(check.parts.values())
        if cell.metadata.nbgrader.points != worth:
            raise BuildError(
                f"{check.name} gives {cell.metadata.nbgrader.points} points in the notebook, "
                f"but its parts add up to {worth}"
            )
        if cell.source != f'check("{check.name}")':
            raise BuildError(f'the graded cell {check.name} must read check("{check.name}")')


def require_full_score(checks, key_code, check_file):
    """The key passes the check file that students get, and stops at none of the hidden cases."""
    namespace = {}
    exec(compile(check_file, "<check file>", "exec"), namespace)
    student = vars(key.student(key_code)) | {"check": namespace["check"]}
    for check in checks:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(f"check({check.name!r})", student)
        except namespace["CheckFailed"] as error:
            raise BuildError(f"the key fails its own check:\n{error}") from error
        for case in check.hidden:
            inputs = check.inputs(np.random.default_rng(0), **case.arguments)
            answer = key.answer(check, key_code, inputs)
            if answer.error:
                raise BuildError(
                    f"the key stops at {check.name}, {case.label}: {answer.error}: {answer.message}"
                )


def course_config(course):
    """The course's own settings, which are begun here and never overwritten."""
    # Not at the top: nbgrader takes seconds to load, and a set may be refused before.
    from traitlets.config import PyFileConfigLoader

    path = course / "nbgrader_config.py"
    if not path.exists():
        settings = str(HERE / "nbgrader_config.py")
        path.write_text(CONFIG.format(settings=settings, root=str(course)), "utf-8")
    config = PyFileConfigLoader(path.name, path=str(course)).load_config()
    config.CourseDirectory.root = str(course)
    return config


def generate_release(name, course, config):
    """nbgrader's generate_assignment: the notebook without its solutions."""
    from nbgrader.apps import NbGraderAPI

    result = NbGraderAPI(config=config).generate_assignment(name, force=True, create=True)
    if not result["success"]:
        sys.exit(f"nbgrader could not make the release of {name}:\n{result['log']}")
    return course / "release" / name


def pack(name, release, course):
    """The zip for students: the release, what to install and how; the same bytes every time."""
    path = course / "students" / f"{name}.zip"
    path.parent.mkdir(exist_ok=True)
    files = [*sorted(release.iterdir()), *(HERE / file for file in FOR_STUDENTS)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{name}/{file.name}")
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return path


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m exercises.build", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="further folders with sets")
    parser.add_argument("--course", type=Path, default=COURSE, help="nbgrader's course folder")
    chosen = parser.parse_args(arguments)
    course = chosen.course.resolve()
    texts = [text for folder in (HERE, *chosen.folders) for text in sorted(folder.glob("*.md"))]
    sources = []
    for text in texts:  # all keys are tried before anything is released
        try:
            sources.append(write_source(text, course, chosen.folders))
        except BuildError as error:
            sys.exit(f"{text}: {error}")
    config = course_config(course)
    for source in sources:
        release = generate_release(source.name, course, config)
        archive = pack(source.name, release, course)
        print(source.name)
        for what, path in (("source", source), ("release", release), ("for students", archive)):
            print(f"  {what:14}{os.path.relpath(path)}")


if __name__ == "__main__":
    main()
