"""Every chapter's notebook in a real JupyterLab: nothing raw, all cells run, the figures alive."""

import ast
import re
import subprocess
import sys

import jupytext
import nbformat
import pytest
import yaml
from lab import kernel_of, run_all, running_lab
from places import ROOT
from visit import Visit

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
PAGES = [TOC["root"], *(page["file"] for part in TOC["parts"] for page in part["chapters"])]
TEXTS = {page.removeprefix("book/"): (ROOT / f"{page}.md").read_text("utf-8") for page in PAGES}
CHAPTERS = [chapter for chapter, text in TEXTS.items() if "{code-cell}" in text]
FIGURE = re.compile(r'^(?P<kind>[A-Z]\w+)\(.*\bid="(?P<name>\w+)"', re.M)

JUPYTERLAB_KNOWS = {"admonition", "dropdown", "tab-set", "tab-item", "ref"}
MARKUP = re.compile(r"^ *(?:`{3,}|:{3,})\{([\w:-]+)\}|\{([\w:-]+)\}`", re.M)
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
SHOWN = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const shown = [];
    for (const [index, cell] of notebook.widgets.entries()) {
        if (cell.model.type !== "markdown") continue;
        await notebook.scrollToItem(index, "start");
        while (!cell.node.querySelector(".myst > *")) {
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        shown.push(cell.node.querySelector(".myst"));
    }
    const text = shown.map((node) => node.textContent).join("\\n");
    const raw = text.match(/.*(Unknown Directive|{[a-z:-]+}`|:::|```|^\\([\\w-]+\\)=).*/gm) ?? [];
    const lost = shown.flatMap((node) => [...node.querySelectorAll("[title*='Not Found']")]);
    return [...raw, ...lost.map((node) => `${node.title}: ${node.textContent}`)];
}"""
SHOW_FIGURE = """async (id) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const makes = new RegExp(`^[A-Z]\\\\w+[(].*\\\\bid="${id}"`, "m");
    const index = notebook.widgets.findIndex((cell) => makes.test(cell.model.sharedModel.source));
    await notebook.scrollToItem(index, "start");
    notebook.widgets[index].node.dataset.shows = id;
}"""
# A figure that is made without a name, later on, has its kind's: the first one of a name is shown.
NAMED = """from ipywidgets.widgets.widget import _instances
named = {it.id: it for it in reversed(list(_instances.values())) if getattr(it, "id", "")}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder for the notebooks of chapters, which `made` puts there."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="module")
def made(folder):
    """made(chapter) is the path of its notebook, converted when it is first asked for."""

    def make(chapter):
        target = folder / f"{chapter}.ipynb"
        if not target.exists():
            script, text = ROOT / "book/_ext/notebooks.py", ROOT / "book" / f"{chapter}.md"
            subprocess.run([sys.executable, script, text, target], check=True)
        return target

    return make


@pytest.fixture(scope="module")
def lab(folder):
    with running_lab(folder) as address:
        yield address


@pytest.fixture(scope="module")
def opened(chromium, folder, made, lab, request):
    """A visit to a chapter's notebook in JupyterLab, all cells run, its kernel, its name."""
    context = chromium.new_context(viewport={"width": 1300, "height": 1000})
    seen = Visit(context, lab.format(made(request.param).name))
    run_all(seen.page)
    seen.page.wait_for_function(
        f"() => ({CELLS})().every((cell) => cell.cell_type !== 'code' || cell.execution_count)",
        timeout=240_000,
    )
    with kernel_of(folder) as ask:
        yield seen, ask, request.param
    seen.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    context.close()


# One chapter is looked at in every run of the tests; all of them at night.
EACH = [
    pytest.param(chapter, marks=() if chapter == "logic" else pytest.mark.full)
    for chapter in CHAPTERS
]
each_chapter = pytest.mark.parametrize("opened", EACH, indirect=True)


@pytest.mark.parametrize("chapter", EACH)
def test_the_text_holds_only_what_jupyterlab_knows(made, chapter):
    cells = nbformat.read(made(chapter), as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert {a or b for a, b in MARKUP.findall(text)} <= JUPYTERLAB_KNOWS
    assert text.count("} Predict, then see\n") == TEXTS[chapter].count("```{predict}")
    assert not re.search("^ *- .*✓$", text, re.M)
    others = set(re.findall(r"\]\(([\w-]+)\.ipynb\)", text))
    assert others <= TEXTS.keys()


@pytest.mark.parametrize("chapter", EACH)
def test_the_code_is_the_chapters(made, chapter):
    def code(notebook):
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        return [(cell.source, cell.metadata.get("tags")) for cell in cells]

    notebook = nbformat.read(made(chapter), as_version=4)
    assert code(notebook) == code(jupytext.reads(TEXTS[chapter], fmt="md:myst"))


@each_chapter
def test_every_cell_runs_without_an_error(opened):
    errors = [
        f"{output['ename']}: {output['evalue']}"
        for cell in opened[0].page.evaluate(CELLS)
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    ]
    assert errors == []


@each_chapter
def test_nothing_is_shown_raw(opened):
    assert opened[0].page.evaluate(SHOWN) == []


@each_chapter
def test_each_figure_is_a_widget_that_its_kernel_drives(opened):
    seen, ask, chapter = opened
    ask("1", run=NAMED)
    wanted = {figure["name"]: figure["kind"] for figure in FIGURE.finditer(TEXTS[chapter])}
    kinds = ast.literal_eval(ask("{name: type(it).__name__ for name, it in named.items()}"))
    assert kinds.items() >= wanted.items()
    for name in wanted:
        settings = f"{{it: getattr(named[{name!r}], it) for it in named[{name!r}].limits}}"
        before = ask(settings)
        seen.page.evaluate(SHOW_FIGURE, name)
        inputs = ".nn-figure :is(input[type=range], input[type=number]):enabled"
        number = seen.page.locator(f"[data-shows={name}]").locator(inputs).first
        number.wait_for(timeout=30_000)
        number.press("ArrowUp")
        number.blur()
        for _ in range(100):
            if ask(settings) != before:
                break
            seen.page.wait_for_timeout(100)
        assert ask(settings) != before


@each_chapter
def test_nothing_is_asked_of_anybody_else(opened):
    assert opened[0].strangers == []
