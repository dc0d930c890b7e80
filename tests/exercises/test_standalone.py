"""The check file beside the notebook needs numpy alone, and speaks well in a notebook."""

import subprocess
import sys

import nbformat
import pytest
from grading import CHECKS, KEY, NOTEBOOK, WORTH, check_file
from nbclient import NotebookClient
from nbgrader.validator import Validator

from exercises import public
from exercises.checking import Check
from exercises.networks import TANH
from exercises.standalone import standalone

# Anything that is neither Python's own nor numpy is out of reach, as on a student's machine.
ALONE = """
import sys

class OnlyNumpy:
    def find_spec(self, name, path=None, target=None):
        package = name.split(".")[0]
        if package not in sys.stdlib_module_names and package not in ("numpy", {module!r}):
            raise ImportError(f"{{name}} is not installed")

sys.meta_path.insert(0, OnlyNumpy())
sys.path.insert(0, {folder!r})
from backpropagation_check import check
"""


def run_alone(code, tmp_path):
    (tmp_path / "backpropagation_check.py").write_text(check_file(), "utf-8")
    opening = ALONE.format(module="backpropagation_check", folder=str(tmp_path))
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{opening}\n{KEY}\n{code}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )


def test_numpy_is_all_that_the_checks_need(tmp_path):
    calls = "\n".join(f"check({name!r})" for name in WORTH)
    result = run_alone(calls, tmp_path)
    assert result.stderr == ""
    for name, check in CHECKS.items():
        assert f"{name}: public checks passed ({len(check.visible)} cases)." in result.stdout
    assert "all" not in result.stdout.split()  # the grader's own cases are still to come


def test_the_course_and_its_library_are_out_of_reach(tmp_path):
    for module in ("nnlib", "exercises"):
        assert f"{module} is not installed" in run_alone(f"import {module}", tmp_path).stderr


def test_a_name_that_is_no_check_gets_the_names_that_are(tmp_path):
    result = run_alone("check('delta')", tmp_path)
    assert "no check is called 'delta'; there are delta_output, delta_hidden" in result.stderr


def test_what_is_packed_comes_back():
    tree = {"a": [1, 2.5, None, "text", [1e-300, 0.1]], "b": {"c": True}}
    assert public.unpack(public.pack(tree)) == tree
    for check in CHECKS.values():
        assert all(case.label for case in check.visible)


@pytest.fixture
def folder(tmp_path):
    """A student's folder, and a way to put a solution into its notebook."""
    (tmp_path / "backpropagation_check.py").write_text(check_file(), "utf-8")

    def write(old="", new=""):
        notebook = nbformat.from_dict(NOTEBOOK)
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new) if old else cell.source
        path = tmp_path / "backpropagation.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


def outputs(path, name):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    (cell,) = [cell for cell in notebook.cells if cell.source == f'check("{name}")']
    return cell.outputs


def test_a_notebook_shows_the_students_own_line_and_none_of_ours(folder):
    (error,) = outputs(folder("(delta @ W.T) * g_prime(Z)", "(delta @ W) * g_prime(Z)"), "backward")
    text = "\n".join(error.traceback)
    assert error.traceback[0] == "backward: 0 of 5 cases right."
    assert "in delta_hidden, line 4: matmul" in text
    assert "    return (delta @ W) * g_prime(Z)" in text
    assert (
        error.traceback[-1] == "This is exactly what one gets when the transpose of W is missing."
    )
    assert "backpropagation_check" not in text


def test_nbgraders_validate_passes_the_key_and_shows_a_diagnosis(folder):
    assert Validator().validate(str(folder())) == {}
    wrong = folder("delta.sum(axis=0)", "delta.mean(axis=0)")
    failed = Validator().validate(str(wrong))["failed"]
    told = {cell["source"].strip(): cell["error"] for cell in failed}
    assert set(told) == {'check("backward")', 'check("training_step")'}
    wanted = "when the bias gradient is a mean over the batch,\n  not a sum."
    assert all(wanted in error for error in told.values())


# --- what cannot stand alone ----------------------------------------------------------------------

HIDDEN_HELP = 5


def leaning_probe(student, x):
    return {"y": student.double(x) + HIDDEN_HELP}


def fine_probe(student, x):
    return {"y": student.double(x), "name": TANH}


def test_a_probe_that_leans_on_its_own_module_is_refused():
    leaning = Check(name="double", parts={"y": 1}, probe=leaning_probe)
    with pytest.raises(ValueError, match="leaning_probe uses HIDDEN_HELP"):
        standalone("doubling", [leaning], "")


def test_what_a_probe_imports_from_the_project_goes_along():
    file = standalone("doubling", [Check(name="double", parts={"y": 1}, probe=fine_probe)], "")
    assert "def with_caches(" in file
    assert "from exercises" not in file
