"""Every figure of the library in one real JupyterLab notebook: a live widget that Python hears."""

import pytest
from lab import kernel_of, run_all, running_lab, write_notebook
from visit import Visit

from nnlib import figures

NAMES = [name for name in dir(figures) if name != "Figure"]


@pytest.fixture(scope="module")
def notebook(chromium, tmp_path_factory):
    """A visit to a notebook with one cell for each figure, all run, and its kernel."""
    folder = tmp_path_factory.mktemp("figures")
    cells = [
        f"from nnlib.figures import {name}\n{name.lower()} = {name}()\n{name.lower()}"
        for name in NAMES
    ]
    write_notebook(folder / "figures.ipynb", *cells)
    with running_lab(folder) as address:
        context = chromium.new_context(viewport={"width": 1300, "height": 1000})
        seen = Visit(context, address.format("figures.ipynb"))
        run_all(seen.page)
        seen.page.wait_for_function(
            """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
                .every((cell) => cell.execution_count !== null)""",
            timeout=120_000,
        )
        with kernel_of(folder) as ask:
            yield seen, ask
        context.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_alive_in_lab_and_python_hears_it(notebook, name):
    seen, ask = notebook
    cell = seen.page.locator(".jp-Cell").nth(NAMES.index(name))
    seen.page.evaluate(
        "(index) => window.jupyterapp.shell.currentWidget.content.scrollToItem(index, 'start')",
        NAMES.index(name),
    )
    cell.locator(".nn-figure canvas").first.wait_for(timeout=30_000)
    assert cell.locator(".jp-OutputArea-output[data-mime-type$=stderr]").count() == 0
    settings = f"{{name: getattr({name.lower()}, name) for name in {name.lower()}.limits}}"
    before = ask(settings)
    number = cell.locator(".nn-figure :is(input[type=range], input[type=number]):enabled").first
    number.wait_for(timeout=30_000)
    number.press("ArrowUp")
    number.blur()
    for _ in range(100):
        if ask(settings) != before:
            break
        seen.page.wait_for_timeout(100)
    assert ask(settings) != before


def test_nobody_else_was_asked(notebook):
    assert notebook[0].strangers == []
