"""Live figures. `from nnlib.figures import Trainer` finds class Trainer in trainer.py."""

import importlib
import re
from pathlib import Path

from nnlib.figures.figure import Figure as Figure

FOLDER = Path(__file__).parent


def __getattr__(name):
    """The figure class `SomeName` of the file some_name.py, imported when first asked for."""
    stem = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    if name[0].isupper() and (FOLDER / f"{stem}.js").exists():
        return getattr(importlib.import_module(f"nnlib.figures.{stem}"), name)
    raise AttributeError(f"nnlib.figures has no {name!r}; it has {', '.join(__dir__())}")


def __dir__():
    stems = sorted(path.stem for path in FOLDER.glob("*.js") if path.with_suffix(".py").exists())
    return ["Figure", *(stem.title().replace("_", "") for stem in stems)]
