"""Problem set 9 under the real judge: right alternatives, and derivatives taken numerically."""

import subprocess
import sys
from copy import deepcopy

import nbformat
import pytest
from course import PROJECT, Course
from nbformat.v4 import new_code_cell

pytestmark = pytest.mark.full
SET = "backpropagation"
WRITTEN = PROJECT / "tests" / "exercises"
RIGHT = {path.stem: path.read_text() for path in (WRITTEN / "alternatives").glob("*.py")}
DIFFERENCES = (WRITTEN / "numerical" / "finite_differences.py").read_text()
COMPLEX_STEP = (WRITTEN / "numerical" / "complex_step.py").read_text()
NUMERICAL = {"differences": DIFFERENCES, "complex": f"{DIFFERENCES}\n{COMPLEX_STEP}"}
FREE_CACHES = ("delta_output", "delta_hidden", "backward", "delta_cross_entropy")


@pytest.fixture(scope="module")
def grades(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("alternatives"))
    build = [sys.executable, "-m", "exercises.build", "--course", str(course.root)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    solution = nbformat.read(course.root / "source" / SET / f"{SET}.ipynb", as_version=4)
    for name, source in (RIGHT | NUMERICAL).items():
        notebook = deepcopy(solution)
        notebook.cells.append(new_code_cell(source))
        course.submit(name, SET, notebook)
    course.nbgrader("autograde", SET)
    return course.grades(SET)


@pytest.mark.parametrize("name", RIGHT)
def test_right_alternatives_earn_all_points(grades, name):
    assert sum(grades[name].values()) == 30


@pytest.mark.parametrize("name", NUMERICAL)
def test_numerical_derivatives_earn_nothing_on_free_caches(grades, name):
    assert [grades[name][cell] for cell in FREE_CACHES] == [0, 0, 0, 0]
