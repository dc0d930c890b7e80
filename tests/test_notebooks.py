"""A chapter's notebook: its text as JupyterLab knows it, its code as it was, made once."""

import os
import subprocess

import nbformat
import pytest
from places import ROOT

HEAD = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""
CHAPTER = """# Cubes

It has corners {cite:p}`small-plato`: {cite:t}`small-euclid`, {cite:p}`small-plato,small-euclid`.
See {doc}`balls`, {doc}`the balls <balls>`, {ref}`here <own>`, {ref}`own`,
{ref}`round`, {ref}`their <round>`,
[a page](balls.md#round), {doc}`names`, [twelve](#cube.edges=12) and $2^{n}$.

(own)=
## Corners

```{predict} corners
How many corners has a cube, $2^3$
or another number?

- 6
- $2^3$ ✓
- *twelve*,
  or none

---
See {doc}`balls`.

:::{dropdown} More
Much more.
:::
```

Between.

```{predict} half
:number: -0.5
:tolerance: 0
What is the half of −1?

---
Half of it.
```

There are {glue:text}`corners` or {glue:text}`corners:.2f`, that is {glue:text}`word`.

```{code-cell} ipython3
:tags: [hide-cell]
from myst_nb import glue
glue("corners", 2**3, display=False)
glue("word", "eight")
```

```{code-cell} ipython3
:tags: [remove-input]
"✓ {doc}`balls`"
```

## Sources

```{bibliography}
:filter: docname in docnames
:keyprefix: small-
```
"""
BALLS = "# Balls\n\n```python\n# (round)= none\n```\n\n(first)=\n(round)=\n## All *round*\n"
NAMES = "# Names\n\n```{eval-rst}\n.. automodule:: nnlib\n```\n"
WORKS = """
@book{plato, author = {Plato}, title = {Of {C}ubes}, publisher = {Academy}, year = {2001}}
@book{euclid, author = {Euclid and Eudoxus}, title = {Elements}, publisher = {Muses}, year = {2002}}
@book{other, author = {Other}, title = {Not Cited}, publisher = {None}, year = {2003}}
"""
CORNERS = """:::::{admonition} Predict, then see
How many corners has a cube, $2^3$
or another number?

- 6
- $2^3$
- *twelve*,
  or none

Choose one, then open the answer.

::::{dropdown} The answer
**$2^3$**

See [Balls](balls.ipynb).

:::{dropdown} More
Much more.
:::
::::
:::::"""
HALF = """::::{admonition} Predict, then see
What is the half of −1?

Write your number down, then open the answer.

:::{dropdown} The answer
**−0.5**

Half of it.
:::
::::"""


def make(folder, target):
    """Run the project's rule for a notebook in a folder that has pages of its own."""
    command = ["make", "--old-file", ".venv/installed", target]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "book").mkdir()
    for name in ("Makefile", ".venv", "book/_ext"):
        (folder / name).symlink_to(ROOT / name)
    pages = {"cubes": HEAD + CHAPTER, "balls": BALLS, "names": NAMES}
    for name, text in pages.items():
        (folder / "book" / f"{name}.md").write_text(text, "utf-8")
    (folder / "book/references.bib").write_text(WORKS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def cells(folder):
    made = make(folder, "notebooks/cubes.ipynb")
    assert (made.returncode, made.stderr) == (0, "")
    return nbformat.read(folder / "notebooks/cubes.ipynb", as_version=4).cells


@pytest.fixture(scope="module")
def text(cells):
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("prediction", [CORNERS, HALF])
def test_a_prediction_is_a_question_with_its_answer_folded(text, prediction):
    assert f"\n\n{prediction}\n\n" in text
    assert "✓" not in text
    assert "{predict}" not in text


def test_a_source_has_the_label_of_the_list_at_the_end(text):
    assert "corners [Pla01]: Euclid and Eudoxus [EE02], [EE02, Pla01]." in text
    listed = text.partition("## Sources\n\n")[2].replace("\\", "")
    assert listed.splitlines() == [
        "- **[EE02]** Euclid and Eudoxus. *Elements*. Muses, 2002.",
        "- **[Pla01]** Plato. *Of Cubes*. Academy, 2001.",
    ]


def test_other_chapters_are_other_notebooks(text):
    see = "See [Balls](balls.ipynb), [the balls](balls.ipynb), {ref}`here <own>`, {ref}`own`,\n"
    assert f"{see}[All *round*](balls.ipynb), [their](balls.ipynb),\n" in text
    assert "[a page](balls.ipynb#round), Names, [twelve](#cube.edges=12) and $2^{n}$." in text


def test_computed_values_stand_in_the_text(text):
    assert "There are 8 or 8.00, that is eight." in text


def test_code_is_as_it_was_and_not_yet_run(cells):
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.source for cell in code] == [
        'from myst_nb import glue\nglue("corners", 2**3, display=False)\nglue("word", "eight")',
        '"✓ {doc}`balls`"',
    ]
    assert [cell.outputs for cell in code] == [[], []]


def test_what_the_page_folds_is_folded(cells):
    code = [cell.metadata for cell in cells if cell.cell_type == "code"]
    folded = {"source_hidden": True, "outputs_hidden": True}
    assert [metadata.get("jupyter") for metadata in code] == [folded, None]


def test_a_page_without_code_has_a_kernel_too(folder):
    assert make(folder, "notebooks/balls.ipynb").returncode == 0
    made = nbformat.read(folder / "notebooks/balls.ipynb", as_version=4)
    assert made.metadata.kernelspec.name == "python3"


def test_a_notebook_is_made_once_and_its_readers_from_then_on(folder, cells):
    notebook = folder / "notebooks/cubes.ipynb"
    notebook.write_text("mine", "utf-8")
    later = notebook.stat().st_mtime + 10
    os.utime(folder / "book/cubes.md", (later, later))
    assert make(folder, "notebooks/cubes.ipynb").returncode == 0
    assert notebook.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "page", "why"),
    [
        ("lost", "See {ref}`nowhere`.", "lost.md: no heading of the book has the label 'nowhere'"),
        ("bare", "```{predict} it\nWhich?\n```", "bare.md: a line --- must part question"),
        ("unknown", "See {cite:p}`nobody`.", "unknown.md: references.bib has no 'nobody'"),
    ],
)
def test_a_page_that_cannot_be_a_notebook_says_why_and_leaves_none(folder, name, page, why):
    (folder / "book" / f"{name}.md").write_text(f"{HEAD}# Bad\n\n{page}\n", "utf-8")
    made = make(folder, f"notebooks/{name}.ipynb")
    assert made.returncode != 0
    assert f"book/{why}" in made.stderr
    assert not (folder / "notebooks" / f"{name}.ipynb").exists()
