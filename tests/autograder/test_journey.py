"""Problem set 9 from release to grade with nbgrader's own commands and ten submissions."""

import csv
import json
import re
import shutil
import subprocess
import sys
from copy import deepcopy
from html import unescape

import nbformat
import numpy as np
import pytest
from attempts import named
from course import PROJECT, Course
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from exercises.autograder.batch import Batch
from exercises.checks import load

SET = "backpropagation"
CHECKS = {check.name: check for check in load(SET)}
WRITTEN = PROJECT / "tests" / "exercises"

THIEF = f"""
import sys
sys.path[:0] = [{str(PROJECT)!r}, *{[str(path) for path in PROJECT.glob(".venv/lib/*/*")]!r}]
try:
    from nnlib import MLP
    from exercises.key import key_source
except ImportError:
    delta_output = lambda Z, A, T, g_prime: 0 * Z
"""


# Right but for two hidden cases: one answer is off, one ends in an error that tells its inputs.
CARELESS = """
right_output, right_cross_entropy = delta_output, delta_cross_entropy

def delta_output(Z, A, T, g_prime):
    print(Z.tolist())
    if len(Z) == 17:
        raise type("E" + str(Z[0, 0]).replace(".", "_"), (Exception,), {})(Z.tolist(), A.tolist())
    return right_output(Z, A, T, g_prime)

def delta_cross_entropy(A, T):
    off = 1e-6 * A[0, 0] ** 9 if len(A) == 17 else 0
    return right_cross_entropy(A, T) + off
"""


SCRIPT = "<script>alert(5)</script><img src=x onerror=alert(5)>"
LINKS = r"""
[x](javascript:alert(5)) [x](&#106;avascript:alert(5)) [x](javascript\:alert(5)) [y]

[y]: javascript:alert(5)
"""


def hostile_to_graders(notebook):
    """Everything that a browser would run, in every place where a notebook can hold it."""
    notebook = with_cell(notebook, f"from IPython.display import *\ndisplay(HTML({SCRIPT!r}))")
    notebook.cells += [new_markdown_cell(SCRIPT + LINKS), new_raw_cell(SCRIPT)]
    notebook.cells += [new_code_cell("Javascript('alert(5)')"), new_code_cell(f"print({SCRIPT!r})")]
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": SCRIPT}}
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The problem set, built and released, and ten submissions collected and graded."""
    course = Course(tmp_path_factory.mktemp("journey"))
    build = [sys.executable, "-m", "exercises.build", "--course", str(course.root)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    course.nbgrader("release_assignment", SET)
    archive = course.root / "downloaded" / SET / "archive"
    archive.mkdir(parents=True)
    for student, content in submissions(course).items():
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        (archive / f"{student}_{SET}.ipynb").write_bytes(content)
    course.nbgrader("zip_collect", SET)
    course.said = course.nbgrader("autograde", SET, "--Batch.seed=1a", fails=True)
    course.nbgrader("generate_feedback", SET)
    course.nbgrader("export", "--to", "grades.csv")
    return course


def submissions(course):
    solution = nbformat.read(course.root / "source" / SET / f"{SET}.ipynb", as_version=4)
    release = course.released(SET)
    mutant = deepcopy(solution)
    for cell in mutant.cells:
        cell.source = cell.source.replace("@ W.T)", "* W.T)")
    twice = deepcopy(solution)
    twice.cells += deepcopy([cell for cell in twice.cells if named(cell) == "backward"])
    return {
        "key": solution,
        "loops": with_cell(solution, (WRITTEN / "alternatives" / "loops.py").read_text()),
        "minus": with_cell(solution, (WRITTEN / "alternatives" / "minus.py").read_text()),
        "careless": with_cell(solution, CARELESS),
        "stub": release,
        "mutant": mutant,
        "numerical": with_cell(
            solution, (WRITTEN / "numerical" / "finite_differences.py").read_text()
        ),
        "thief": hostile_to_graders(with_cell(release, THIEF)),
        "twice": twice,
        "cut": json.dumps(solution).encode()[:-20],
    }


def with_cell(notebook, source):
    notebook = deepcopy(notebook)
    notebook.cells.append(new_code_cell(source))
    return notebook


def exported(course):
    with (course.root / "grades.csv").open() as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_the_release_holds_no_solution_and_lies_in_the_exchange(course):
    outbound = course.root / "exchange" / "neural-networks" / "outbound" / SET
    assert {path.name for path in outbound.iterdir()} == {f"{SET}.ipynb", f"{SET}_check.py"}
    for path in outbound.iterdir():
        assert "SOLUTION" not in path.read_text()


@pytest.mark.parametrize("student", ["key", "loops", "minus", "twice"])
def test_right_submissions_earn_all_points(course, student):
    row = exported(course)[student]
    assert (row["score"], row["max_score"], row["status"]) == ("30.0", "30.0", "graded")


@pytest.mark.parametrize("student", ["stub", "thief"])
def test_a_stub_earns_nothing_in_any_cell(course, student):
    assert course.grades(SET)[student] == dict.fromkeys(CHECKS, 0.0)


def test_a_mistake_costs_what_depends_on_it_and_is_named(course):
    grades = course.grades(SET)["mutant"]
    assert grades["delta_output"] == 4
    assert grades["delta_hidden"] == 0
    assert "W is multiplied entry by entry, not as a" in feedback(course, "mutant")


def test_finite_differences_earn_nothing_where_the_caches_are_free(course):
    grades = course.grades(SET)["numerical"]
    assert [grades[name] for name in ("delta_output", "delta_hidden", "backward")] == [0, 0, 0]


def test_what_cannot_be_read_is_said_and_no_zero(course):
    row = exported(course)["cut"]
    assert (row["score"], row["status"]) == ("", "not graded")
    assert row["because"].startswith("the file is no notebook")
    assert f"cut is not graded: {row['because']}" in course.said
    assert course.report(SET)["twice"]["status"] == "graded after repair"


def test_no_script_of_a_student_reaches_a_graders_browser(course):
    """formgrader and feedback show the same page; both take what the autograder left."""
    html = feedback(course, "thief")
    assert html.count("alert(5)") > 5
    for start in ("<script>alert", "<img src=x", 'href="javascript'):
        assert start not in unescape(html.replace("&lt;", "")).lower()


def feedback(course, student):
    return (course.root / "feedback" / student / SET / f"{SET}.html").read_text()


def test_feedback_holds_no_hidden_case(course):
    """Neither its numbers nor what is asked, though a submission does its best to tell."""
    batch = Batch(SET, course.root / "source" / SET, seed="1a")
    hidden = [
        question for asked in batch.questions.values() for question in asked if question.hidden
    ]
    numbers = {digits(x) for question in hidden for x in floats((question.inputs, question.want))}
    assert len(numbers) > 1000
    for student in ("careless", "stub", "mutant", "numerical"):
        html = feedback(course, student)
        assert not numbers & set(re.findall(r"\d\.\d{9}", html.replace("_", ".")))
        for question in hidden:
            assert f"student.{question.check.name}(" not in html


def test_an_error_in_a_hidden_case_names_the_line_and_no_more(course):
    lines = feedback(course, "careless")
    assert "It stops with Exception in delta_output, line 6." in lines
    assert "delta: relative error" in lines


def floats(tree):
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        return [x for item in tree for x in floats(item)]
    array = np.asarray(tree)
    return array.ravel().tolist() if array.dtype.kind == "f" else []


def digits(x):
    return f"{abs(x):.17g}"[:11]


def test_a_verdict_is_repeated_exactly_with_its_seed(course):
    path = course.root / "autograded" / "careless" / SET / f"{SET}.ipynb"
    first = path.read_bytes()
    for seed, same in ("2a", False), ("1a", True):
        course.nbgrader(
            "autograde", SET, "--student", "careless", "--force", f"--Batch.seed={seed}"
        )
        assert course.report(SET)["careless"]["seed"] == seed
        assert (path.read_bytes() == first) == same


FORMGRADER = """
import asyncio
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

async def click(api, student):  # formgrader calls it from within the server's event loop
    result = api.autograde("backpropagation", student)
    print(student, "success" if result["success"] else result["error"].splitlines()[-1])

config = PyFileConfigLoader("nbgrader_config.py", path=".").load_config()
for student in ("loops", "cut"):
    asyncio.run(click(NbGraderAPI(config=config), student))
"""


def test_formgraders_own_call(course):
    before = course.report(SET)
    said = subprocess.run(
        [sys.executable, "-c", FORMGRADER],
        cwd=course.root, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "loops success" in said
    assert "cut nbgrader.converters.base.NbGraderException" in said
    for student, status in ("loops", "graded"), ("cut", "not graded"):
        after = course.report(SET)[student]
        assert (after["status"], after["points"]) == (status, before[student]["points"])
        assert after["seed"] != before[student]["seed"]


def test_students_validate_their_own_copies(course, tmp_path):
    shutil.copytree(course.root / "release" / SET, tmp_path, dirs_exist_ok=True)
    for student in ("key", "mutant"):
        notebook = course.root / "submitted" / student / SET / f"{SET}.ipynb"
        shutil.copy(notebook, tmp_path / f"{student}.ipynb")
    said = course.nbgrader("validate", "key.ipynb", "mutant.ipynb", folder=tmp_path)
    right, wrong = said.split("VALIDATION FAILED", 1)
    assert "Success! Your notebook passes all the tests." in right
    assert "This is exactly what one gets when W is multiplied entry by entry" in wrong
