"""One module or package for each problem set: what is asked, where, and which mistakes are known.

A course may keep its own sets elsewhere: folders with <set>.py, or <set>/__init__.py.
"""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent


def load(problem_set, folders=()):
    """The set's checks in the notebook's order, from the first of the folders that has them.

    Last comes this package. Raises FileNotFoundError if none has them.
    """
    places = [*map(Path, folders), HERE]
    for folder in places:
        for path in (folder / f"{problem_set}.py", folder / problem_set / "__init__.py"):
            if path.exists():
                return _module(problem_set, path).CHECKS
    looked = " or ".join(map(str, places))
    raise FileNotFoundError(f"there is no {problem_set}.py with checks in {looked}")


def _module(problem_set, path):
    if path.is_relative_to(HERE):
        return importlib.import_module(f"{__name__}.{problem_set}")
    name = f"course_{problem_set}"  # not the name of the project's own set, which it may import
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a package of several files finds itself by this name
    spec.loader.exec_module(module)
    return module
