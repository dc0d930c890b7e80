"""A book of a few pages, built with the book's own theme and extensions but no notebooks."""

import subprocess
import sys
from pathlib import Path

from places import ROOT

CONFIGURATION = f"""
import sys
sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
project = "Small book"
extensions = ["myst_parser", "sphinx_book_theme", "sphinx-mathjax-offline", "predictions"]
html_theme = "sphinx_book_theme"
html_static_path = [{str(ROOT / "book" / "_static")!r}]
myst_enable_extensions = ["dollarmath"]
suppress_warnings = ["myst.header"]
"""


def build_book(folder, pages, builder="html"):
    """Build {name: MyST text} in `folder`; returns the output's folder and the warnings."""
    source, output = Path(folder) / "source", Path(folder) / builder
    source.mkdir(exist_ok=True)
    (source / "conf.py").write_text(CONFIGURATION, "utf-8")
    names = "\n".join(pages)
    (source / "index.md").write_text(f"# Pages\n\n```{{toctree}}\n{names}\n```\n", "utf-8")
    for name, text in pages.items():
        (source / f"{name}.md").write_text(text, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, str(source), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return output, done.stderr.replace(f"{source}/", "")
