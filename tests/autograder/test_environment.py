"""Where students' code runs: without the answers, without the network, without the course."""

import json
import subprocess

import numpy as np
import pytest

from exercises.autograder import environment
from exercises.autograder.environment import GRADING, KERNEL_NAME, PROJECT, kernels_folder
from exercises.autograder.kernel import Kernel
from exercises.autograder.outputs import Outputs


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submission")
    (folder / "data.txt").write_text("3 1 4")
    (folder / "notebook.ipynb").write_text("{}")
    kernel = Kernel(KERNEL_NAME, folder)
    kernel.start()
    yield kernel
    kernel.kill()


def run(kernel, source):
    """What the cell prints, or the name of its error."""
    outputs = Outputs()
    kernel.run(source, 20, outputs)
    return "".join(out.get("text", out.get("ename", "")) for out in outputs.finished()).strip()


def test_numpy_is_the_one_that_the_key_uses(kernel):
    assert run(kernel, "import numpy; print(numpy.__version__)") == np.__version__
    assert run(kernel, "import matplotlib.pyplot as plt; print(plt is not None)") == "True"


@pytest.mark.parametrize("module", ["nnlib", "exercises", "torch", "sklearn", "jax", "autograd"])
def test_libraries_that_hold_the_answers_cannot_be_imported(kernel, module):
    assert run(kernel, f"import {module}") == "ModuleNotFoundError"


SEARCH = f"""
import os, sys
sys.path[:0] = [{str(PROJECT)!r}, *{[str(path) for path in PROJECT.glob(".venv/lib/*/*")]!r}]
found = [os.path.join(folder, name) for folder, names, files in os.walk("/")
         for name in names + files
         if name in ("nnlib", "torch", "sklearn", "gradebook.db", "exercises")]
sys.path += [os.path.dirname(path) for path in found]
"""


def test_not_even_by_looking_for_them_everywhere(kernel):
    """Needs bubblewrap, which `make test` installs or asks for."""
    assert environment.sandboxed()
    assert run(kernel, SEARCH + "print(found)") == "[]"
    for module in ("nnlib", "exercises", "torch", "sklearn"):
        assert run(kernel, f"import {module}") == "ModuleNotFoundError"


def test_the_search_would_find_them(tmp_path):
    """The same words find nnlib where it is."""
    done = subprocess.run(
        [GRADING / "bin" / "python", "-c", f"import sys; sys.path[:0] = [{str(PROJECT)!r}]\n"
         "import nnlib; print(nnlib.__name__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "nnlib\n"


def test_a_kernel_sees_the_files_of_its_submission_and_no_others(kernel):
    assert run(kernel, "import os; print(sorted(n for n in os.listdir() if n[0] != '.'))") == (
        "['data.txt']"
    )
    assert run(kernel, "print(open('data.txt').read())") == "3 1 4"
    assert run(kernel, f"import os; print(os.listdir({str(PROJECT)!r}))") == "['.venv-grading']"
    assert run(kernel, "print(os.listdir('/home') if os.path.exists('/home') else [])") == "[]"


def test_what_a_kernel_writes_is_gone_with_it(kernel):
    run(kernel, "for place in ('.', '/tmp'): open(place + '/memory', 'w').write('inputs')")
    other = Kernel(KERNEL_NAME, kernel.folder)
    other.start()
    try:
        for place in (".", "/tmp"):
            assert run(other, f"import os; print(os.path.exists('{place}/memory'))") == "False"
    finally:
        other.kill()


def test_a_kernel_cannot_change_its_environment(kernel):
    place = GRADING / "lib" / "sitecustomize.py"
    assert run(kernel, f"open({str(place)!r}, 'w')") == "OSError"
    assert not place.exists()


def test_a_kernel_has_no_network_and_sees_no_other_process(kernel):
    assert run(kernel, "import socket; socket.create_connection(('1.1.1.1', 80), 3)") == "OSError"
    assert (
        run(
            kernel,
            "import os; print(sorted(int(n) for n in os.listdir('/proc') if n.isdigit())[-1] < 50)",
        )
        == "True"
    )


def test_a_kernel_has_no_secrets_of_the_instructor(kernel):
    inside = set(eval(run(kernel, "import os; print(list(os.environ))")))
    own = {"PATH", "LANG", "HOME", "IPYTHONDIR", "MPLCONFIGDIR", "OPENBLAS_NUM_THREADS", "PWD"}
    jupyter = {"TERM", "CLICOLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PAGER", "GIT_PAGER"}
    assert inside <= own | jupyter | {"MPLBACKEND", "PYDEVD_USE_FRAME_EVAL"}


def test_memory_and_files_have_a_limit(kernel):
    limit = "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    assert run(kernel, limit) == str(environment.MEMORY)
    assert run(kernel, f"bytearray({environment.MEMORY})") == "MemoryError"
    assert run(kernel, "open('big', 'wb').write(bytes(65 * 2**20))") == "OSError"


def test_the_environment_is_made_once():
    before = (GRADING / "installed").stat().st_mtime_ns
    folder = kernels_folder()
    assert (GRADING / "installed").stat().st_mtime_ns == before
    assert json.loads((folder / KERNEL_NAME / "kernel.json").read_text())["argv"][0] == "bwrap"


def test_without_bubblewrap_the_answers_still_lie_elsewhere(tmp_path, monkeypatch):
    """On a system without it: a kernel of the same environment, with the student's own rights."""
    monkeypatch.setattr(environment, "sandboxed", lambda: False)
    specification = environment.kernelspec()
    assert specification["argv"][0] == str(GRADING / "bin" / "python")
    folder = tmp_path / KERNEL_NAME
    folder.mkdir()
    (folder / "kernel.json").write_text(json.dumps(specification))
    monkeypatch.setattr("exercises.autograder.kernel.kernels_folder", lambda: tmp_path)
    kernel = Kernel(KERNEL_NAME, tmp_path)
    kernel.start()
    try:
        assert run(kernel, "import numpy; print(numpy.__version__)") == np.__version__
        assert run(kernel, "import nnlib") == "ModuleNotFoundError"
    finally:
        kernel.kill()
