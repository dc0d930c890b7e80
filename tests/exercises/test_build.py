"""`python -m exercises.build`: from MyST text to a zip for students."""

import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from grading import FOLDER, WORTH
from traitlets.config import PyFileConfigLoader

from exercises.build import HERE, BuildError, course_config, source_notebook, write_source
from exercises.checks import load

PRIVATE = FOLDER / "private"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The project's sets and an instructor's own, built twice."""
    course = tmp_path_factory.mktemp("course")
    command = [sys.executable, "-m", "exercises.build", str(PRIVATE), "--course", str(course)]
    first = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, check=True)
    zips = {path.name: path.read_bytes() for path in (course / "students").iterdir()}
    second = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, check=True)
    return course, zips, first.stdout, second.stdout


def test_the_build_says_where_everything_is(course):
    folder, _, told, _ = course
    for name in ("backpropagation", "mean"):
        for place in (f"source/{name}", f"release/{name}", f"students/{name}.zip"):
            assert place in told
            assert (folder / place).exists()


def test_building_again_changes_nothing(course):
    folder, zips, first, second = course
    assert {path.name: path.read_bytes() for path in (folder / "students").iterdir()} == zips
    assert first == second


def test_the_course_gets_settings_that_bring_the_judge(course):
    folder = course[0]
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    assert "exercises.autograder.judge.Judge" in config.Autograde.autograde_preprocessors
    assert config.CourseDirectory.root == str(folder)


def test_the_course_keeps_settings_of_its_own(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'ours'"
    )
    config = course_config(tmp_path)
    assert config.CourseDirectory.course_id == "ours"
    assert config.CourseDirectory.root == str(tmp_path)
    assert "ours" in (tmp_path / "nbgrader_config.py").read_text()


def test_a_course_may_change_the_checks_of_a_set_of_the_book(tmp_path):
    (tmp_path / "backpropagation.py").write_text(
        "from exercises.checks.backpropagation import CHECKS as OURS\nCHECKS = OURS[:2]\n"
    )
    assert [check.name for check in load("backpropagation", [tmp_path])] == list(WORTH)[:2]
    assert [check.name for check in load("backpropagation")] == list(WORTH)


def test_a_student_gets_four_files(course):
    folder = course[0]
    with zipfile.ZipFile(folder / "students" / "backpropagation.zip") as archive:
        assert sorted(archive.namelist()) == [
            "backpropagation/backpropagation.ipynb",
            "backpropagation/backpropagation_check.py",
            "backpropagation/how-to.txt",
            "backpropagation/requirements-student.txt",
        ]
        requirements = archive.read("backpropagation/requirements-student.txt").decode()
    lines = [line for line in requirements.splitlines() if not line.startswith("#")]
    assert [line.split(">")[0] for line in lines] == ["numpy", "matplotlib", "jupyterlab"]


def test_the_release_keeps_the_cells_and_loses_the_solutions(course):
    path = course[0] / "release" / "backpropagation" / "backpropagation.ipynb"
    text = path.read_text("utf-8")
    assert "SOLUTION" not in text
    assert "delta @ W.T" not in text
    cells = [c for c in nbformat.read(path, as_version=4).cells if "nbgrader" in c.metadata]
    graded = {
        c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points
        for c in cells
        if c.metadata.nbgrader.grade
    }
    assert graded == WORTH
    solutions = [c for c in cells if c.metadata.nbgrader.solution]
    assert len(solutions) == len(WORTH) + 1
    assert all("raise NotImplementedError()" in c.source for c in solutions)


def test_the_source_notebook_is_what_nbgrader_expects():
    notebook = source_notebook(HERE / "backpropagation.md")
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        if role := cell.metadata.get("nbgrader"):
            assert set(role) - {"points"} == {
                "grade", "grade_id", "locked", "schema_version", "solution", "task",
            }  # fmt: skip


@pytest.fixture
def own(tmp_path):
    """A copy of the instructor's set, to be spoilt."""
    folder = tmp_path / "sets"
    shutil.copytree(PRIVATE, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def spoil(old, new):
        for path in folder.iterdir():
            text = path.read_text("utf-8")
            path.write_text(text.replace(old, new), "utf-8")
        return lambda: write_source(folder / "mean.md", tmp_path / "course", [folder])

    return spoil


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("points: 3", "points: 4", "gives 4 points in the notebook, but its parts add up to 3"),
        ('check("mean")', 'check("median")', 'must read check("mean")'),
        ("grade_id: mean,", "grade_id: median,", "has no "),
        ("return sum(x) / len(x)", "return x.mean()", "has 0 places in the key, expected 1"),
        ("def mean(x)", "def median(x)", "the key stops at mean, four numbers: NameError"),
        ("len(x)\n", "len(x) + 1 / (len(x) - 1)\n", "the key stops at mean, one number: ZeroDiv"),
    ],
)
def test_a_set_that_does_not_hold_together_is_refused(own, old, new, told, tmp_path):
    with pytest.raises(BuildError, match=re.escape(told)):
        own(old, new)()
    assert not (tmp_path / "course").exists()


def test_a_set_without_checks_is_refused(own, tmp_path):
    (tmp_path / "sets" / "mean.py").unlink()
    with pytest.raises(BuildError, match=re.escape("there is no mean.py with checks in ")):
        own("", "")()


def test_a_key_that_fails_its_own_check_is_refused(tmp_path):
    text = (HERE / "backpropagation.md").read_text("utf-8")
    spoilt = tmp_path / "backpropagation.md"
    spoilt.write_text(text.replace("A.append(g(Z[-1]))", "A.append(2 * g(Z[-1]))"), "utf-8")
    with pytest.raises(BuildError, match=r"the key fails its own check:\nnetwork_deltas: 0 of 3"):
        write_source(spoilt, tmp_path / "course")
    assert not (tmp_path / "course").exists()


def test_the_command_ends_with_what_is_wrong(own, tmp_path):
    own("points: 3", "points: 4")
    command = [sys.executable, "-m", "exercises.build", str(tmp_path / "sets")]
    command += ["--course", str(tmp_path / "course")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent)
    assert result.returncode == 1
    assert result.stderr.startswith(f"{tmp_path / 'sets' / 'mean.md'}: mean gives 4 points")
