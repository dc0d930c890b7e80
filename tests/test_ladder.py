"""nnlib's modules form a ladder: each imports only from rungs below its own."""

import ast
import subprocess
import sys

from places import ROOT

RUNGS = (
    {"arguments", "formulas"},
    {"activations", "optimizers", "graph", "gradients", "datasets", "restaurant", "initializers"},
    {"losses", "penalties", "neuron", "schedules", "graph_drawing"},
    {"network", "perceptron"},
    {"training"},
    {"validation", "progress", "saving"},
    {"figures"},
)
CORE = ROOT / "nnlib"


def imported_modules(path):
    """The nnlib modules and the foreign packages that a file imports."""
    ours, foreign = set(), set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            within = [f"nnlib.{alias.name}" for alias in node.names]
            names = within if node.module == "nnlib" else [node.module]
        else:
            continue
        for name in names:
            package, *rest = name.split(".")
            if package == "nnlib":
                ours.add(rest[0] if rest else "__init__")
            else:
                foreign.add(package)
    return ours, foreign


def core_files():
    return [path for path in CORE.glob("*.py") if path.name != "__init__.py"]


def test_every_module_has_a_rung():
    assert {path.stem for path in core_files()} | {"figures"} == set().union(*RUNGS)


def test_imports_climb_the_ladder():
    rung = {name: height for height, names in enumerate(RUNGS) for name in names}
    upward = [
        f"{path.stem} imports {name}"
        for path in core_files()
        for name in imported_modules(path)[0]
        if rung.get(name, 99) >= rung[path.stem]
    ]
    assert not upward


def test_the_core_needs_numpy_alone():
    foreign = set().union(*(imported_modules(path)[1] for path in core_files()))
    # A progress bar and the digits are imported by whoever asks for them, not by nnlib.
    assert foreign - set(sys.stdlib_module_names) <= {"numpy", "tqdm", "sklearn"}


def test_importing_nnlib_loads_numpy_and_no_other_package():
    code = (
        "import sys, numpy; before = set(sys.modules); import nnlib;"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*sorted(new - set(sys.stdlib_module_names)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.split() == ["nnlib"]


def test_the_core_never_imports_the_figures():
    users = [path.name for path in core_files() if "figures" in imported_modules(path)[0]]
    assert not users


def test_importing_nnlib_takes_less_time_than_importing_numpy():
    code = (
        "from time import perf_counter as now; a = now(); import numpy;"
        "b = now(); import nnlib; c = now(); print((c - b) / (b - a))"
    )
    ratios = [
        float(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT)) for _ in range(3)
    ]
    assert min(ratios) < 1
