"""The finished chapter in a real JupyterLab: all cells run, and the kernel drives its figures."""

import subprocess
import sys

import pytest
from lab import kernel_of, run_all, running_lab
from places import ROOT
from visit import Visit

CODE_CELLS = """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
    .filter((cell) => cell.cell_type === "code")"""
FIGURES = "from ipywidgets.widgets.widget import _instances as widgets"


def figure(name):
    """The Python expression of the kernel's figure with this id."""
    return f"next(w for w in list(widgets.values()) if getattr(w, 'id', '') == {name!r})"


@pytest.fixture(scope="module")
def chapter(chromium, tmp_path_factory):
    """A visit to the chapter as `make lab` shows it, with all its cells run, and its kernel."""
    folder = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, "-m", "jupytext", "--quiet", "--to", "ipynb", "--output"]
    target = folder / "backpropagation.ipynb"
    subprocess.run([*command, target, ROOT / "book" / "backpropagation.md"], check=True)
    with running_lab(folder) as address:
        context = chromium.new_context(viewport={"width": 1300, "height": 1000})
        seen = Visit(context, address.format(target.name))
        run_all(seen.page)
        seen.page.wait_for_function(
            f"() => ({CODE_CELLS})().every((cell) => cell.execution_count !== null)",
            timeout=240_000,
        )
        with kernel_of(folder) as ask:
            ask("1", run=FIGURES)
            yield seen, ask
        context.close()


def test_every_cell_runs_without_an_error(chapter):
    cells = chapter[0].page.evaluate(CODE_CELLS)
    assert len(cells) > 30
    errors = [
        f"{output['ename']}: {output['evalue']}"
        for cell in cells
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]
    assert errors == []


def test_nothing_is_asked_of_anybody_else(chapter):
    assert chapter[0].strangers == []


@pytest.mark.parametrize(
    ("name", "kind"), [("stepper", "BackpropagationStepper"), ("trainer", "Trainer")]
)
def test_each_figure_is_a_widget_that_its_kernel_drives(chapter, name, kind):
    seen, ask = chapter
    assert ask(f"type({figure(name)}).__name__") == repr(kind)
    seen.page.evaluate(
        """async (kind) => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const call = new RegExp(`^${kind}[(]`, "m");
            const shows = (cell) => call.test(cell.model.sharedModel.source);
            const index = notebook.widgets.findIndex(shows);
            await notebook.scrollToItem(index, "start");
            notebook.widgets[index].node.dataset.shows = kind;
        }""",
        kind,
    )
    rate = seen.page.locator(f"[data-shows={kind}]").get_by_role("slider", name="learning rate")
    rate.wait_for(timeout=30_000)
    before = float(ask(f"{figure(name)}.learning_rate"))
    rate.press("ArrowRight")
    for _ in range(100):
        if float(ask(f"{figure(name)}.learning_rate")) > before:
            break
        seen.page.wait_for_timeout(100)
    assert float(ask(f"{figure(name)}.learning_rate")) > before
