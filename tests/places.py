"""Where things are in the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILT_BOOK = ROOT / "_build" / "html"
