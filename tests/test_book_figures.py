"""The book's extension for figures, in a small book of its own."""

import re
import subprocess
import sys

import pytest
from places import ROOT

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
extensions = ["myst_nb", "figures"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_mime_priority_overrides = [["html", "text/html", 5]]
nb_ipywidgets_js = {{}}
exclude_patterns = ["build"]
"""
NOTEBOOK = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# A page

{prose}

```{code-cell} python
from nnlib.figures import Trainer
Trainer(id="one")
```

```{code-cell} python
Trainer(id="two")
```
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """build(prose, builder) makes the small book: what Sphinx said, and its output folder."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONF, "utf-8")
    (folder / "index.md").write_text("# Start\n\n```{toctree}\npage\n```\n", "utf-8")

    def run(prose="", builder="html", text=NOTEBOOK):
        (folder / "page.md").write_text(text.replace("{prose}", prose), "utf-8")
        output = folder / "build" / builder
        command = [sys.executable, "-m", "sphinx", "-b", builder, str(folder), str(output)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr, output

    return run


def warnings(said):
    return [line for line in said.splitlines() if ": WARNING: " in line]


def test_scripts_come_only_to_pages_with_figures_and_without_widget_state(build):
    said, folder = build("Now [take three](#one.hidden_units=3&two.seed=5).")
    assert warnings(said) == []
    page, start = ((folder / f"{name}.html").read_text("utf-8") for name in ("page", "index"))
    scripts = re.findall(r'<script defer="defer" src="([^"?]+)', page)
    names = [script.rpartition("/")[2] for script in scripts]
    assert (names[0], names[-1]) == ("figures.js", "trainer.js")
    assert len(names) == len(set(names))
    assert "gates.js" not in names
    assert all((folder / script).exists() for script in scripts)
    assert (folder / "_static/figures/figure.css").exists()
    assert page.count('class="nn-figure"') == 2
    assert "widget-state+json" not in page
    assert "figures/" not in start
    assert re.search(
        r'<a class="[^"]*nn-state[^"]*" href="#one.hidden_units=3&amp;two.seed=5">', page
    )


def test_a_link_to_a_state_that_is_not_there_is_a_warning_with_its_place(build):
    said = {
        "#three.seed=5": "a figure “three”, which is not on this page",
        "#one.sead=5": "“sead”, which one does not have",
        "#one.learning_rate=much": "it takes a number from 0.001",
        "#one.hidden_units=99": "it takes 1 to 8, so it was set to 8",
    }
    found = warnings(build("\n\n".join(f"Now [do it]({link})." for link in said))[0])
    for line, (warning, (link, words)) in enumerate(zip(found, said.items(), strict=True)):
        assert f"page.md:{8 + 2 * line}: WARNING" in warning
        assert words in warning
        assert link in warning


def test_two_figures_of_one_name_are_a_warning(build):
    (warning,) = warnings(build(text=NOTEBOOK.replace('"two"', '"one"'))[0])
    assert "two figures have the id 'one'" in warning


def test_on_paper_a_link_to_a_state_is_its_text_and_a_figure_is_a_picture(build):
    said, folder = build("Now [take three](#one.hidden_units=3).", builder="latex")
    assert warnings(said) == []
    (text,) = (path.read_text("utf-8") for path in folder.glob("*.tex"))
    assert "Now take three." in text
    assert text.count("includegraphics") == 2


@pytest.mark.full
def test_notebooks_are_executed_again_when_nnlib_has_changed(build):
    _, folder = build()
    said, _ = build(prose="Another text, the same code.")
    assert "Executing notebook" not in said
    # What an edit to nnlib does: notebooks executed under another digest no longer count.
    (cache,) = (folder.parent / "executed").iterdir()
    cache.rename(cache.with_name("0" * 16))
    said, _ = build(prose="A third text.")
    assert "Executing notebook" in said
    (fresh,) = (folder.parent / "executed").iterdir()
    assert fresh.name != "0" * 16
