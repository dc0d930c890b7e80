"""A figure in a real JupyterLab: a widget that nnlib itself drives, in the kernel."""

import json
import re
import time

import pytest
from lab import kernel_of, run_all, running_lab, write_notebook
from visit import Visit

CELLS = [
    "from nnlib.figures import Trainer\n"
    "figure = Trainer(hidden_units=3, speed=600)\n"
    "figure",
    "%%markdown\nNow [set the rate to 2](#trainer.learning_rate=2).",
    "from ipywidgets import FloatSlider, link\n"
    "rate = FloatSlider(0.3, min=0.01, max=2.0, step=0.01, description='rate')\n"
    "link((rate, 'value'), (figure, 'learning_rate'))\n"
    "rate",
    "figure",
    "from dataclasses import dataclass\n"
    "\n"
    "@dataclass(frozen=True)\n"
    "class SignDescent:\n"
    "    learning_rate: float\n"
    "    def init(self, params): return ()\n"
    "    def update(self, gradient, state, params):\n"
    "        signs = (gradient > 0) * 1.0 - (gradient < 0) * 1.0\n"
    "        return -self.learning_rate * signs, state\n"
    "\n"
    "own = Trainer(id='own', optimizer=SignDescent(0.01), hidden_units=4)\n"
    "own",
]  # fmt: skip


@pytest.fixture(scope="module")
def notebook(chromium, tmp_path_factory):
    """A visit to a notebook with all its cells run, and `ask`, which questions its kernel."""
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(folder / "trial.ipynb", *CELLS)
    with running_lab(folder) as address:
        context = chromium.new_context(viewport={"width": 1300, "height": 1000})
        seen = Visit(context, address.format("trial.ipynb"))
        run_all(seen.page)
        seen.page.locator("#own, .nn-figure").nth(2).wait_for(timeout=60_000)
        with kernel_of(folder) as ask:
            yield seen, ask
        context.close()


@pytest.fixture
def page(notebook):
    """The notebook with both figures at rest at their start."""
    seen, ask = notebook
    ask("1", run="figure.hidden_units = 3; figure.learning_rate = 0.3; figure.reset(); own.reset()")
    seen.page.evaluate("() => document.activeElement.blur()")
    return seen.page


@pytest.fixture
def ask(notebook):
    return notebook[1]


def view(page, number=0):
    """One of the three views: two of `figure`, one of `own`."""
    return page.locator(".nn-figure").nth(number)


def until(ask, expression, *, seconds=10):
    """Wait until an expression of the kernel is true; returns how long that took."""
    start = time.perf_counter()
    while ask(expression) != "True":
        assert time.perf_counter() - start < seconds, f"never: {expression}"
    return time.perf_counter() - start


def shown_steps(view):
    return int(re.search(r"After (\d+) step", view.locator(".nn-twin").inner_text())[1])


def test_the_widget_is_alive_and_asks_nobody(notebook):
    seen, _ = notebook
    assert seen.page.locator(".nn-figure canvas").count() == 6
    assert seen.page.locator(".nn-figure svg").count() == 0
    assert seen.strangers == []


def test_moving_the_slider_changes_the_trait(page, ask, measured):
    view(page).get_by_role("slider", name="hidden units").press("ArrowRight")
    until(ask, "figure.hidden_units == 4")
    assert ask("figure.net.sizes") == "(2, 4, 1)"
    assert ask("len(figure.frame['params'])") == "17"
    stamps = (
        "times = []; figure.observe(lambda c: times.append(__import__('time').time()), 'momentum')"
    )
    ask("1", run="figure.optimizer = 'momentum'")
    slider = view(page).get_by_role("slider", name="momentum")
    ask("1", run=stamps)
    moved = []
    for number in range(10):
        moved.append(slider.evaluate(
            """input => {
                input.value = Number(input.value) - 0.01;
                input.dispatchEvent(new Event("input", { bubbles: true }));
                return (performance.timeOrigin + performance.now()) / 1000;
            }"""
        ))  # fmt: skip
        until(ask, f"len(times) == {number + 1}")  # a busy kernel is spared values in between
    heard = json.loads(ask("times"))
    delays = sorted(1000 * (b - a) for a, b in zip(moved, heard, strict=True))
    measured(
        f"JupyterLab: slider to trait in {delays[5]:.1f} ms (median), {delays[-1]:.1f} ms (most)"
    )
    ask("1", run="figure.unobserve_all('momentum'); figure.optimizer = 'gradient descent'")


def test_python_moves_the_figure(page, ask):
    ask("1", run="figure.hidden_units = 7; figure.seed = 5")
    for number in (0, 1):
        slider = view(page, number).get_by_role("slider", name="hidden units")
        slider.scroll_into_view_if_needed()  # a view out of sight rests
        page.wait_for_function("input => input.value === '7'", arg=slider.element_handle())
    ask("1", run="figure.seed = 1")


def test_a_linked_slider_of_ipywidgets_moves_the_figure(page, ask):
    handle = page.locator(".widget-slider .noUi-handle")
    handle.focus()
    page.keyboard.press("ArrowRight")
    until(ask, "figure.learning_rate == rate.value == 0.31")
    slider = view(page).get_by_role("slider", name="learning rate")
    page.wait_for_function(
        "input => input.getAttribute('aria-valuetext') === '0.31'", arg=slider.element_handle()
    )


def test_a_run_streams_into_the_figure_while_the_slider_moves(page, ask, measured):
    page.evaluate(
        """() => {
            window.paints = 0;
            new MutationObserver(() => paints++).observe(document.querySelector(".nn-twin"),
                { childList: true });
        }"""
    )
    first = view(page)
    first.get_by_role("button", name="Play").click()
    until(ask, "len(figure.history) > 100")
    page.evaluate("() => (window.paints = 0)")
    start, begun = time.perf_counter(), int(ask("len(figure.history)"))
    slider = first.get_by_role("slider", name="learning rate")
    rates = []
    while len(rates) < 30 or (len(set(rates)) <= 10 and len(rates) < 100):
        slider.press("ArrowRight")
        rates.append(float(ask("figure.learning_rate")))
    seconds = time.perf_counter() - start
    steps, paints = int(ask("len(figure.history)")) - begun, page.evaluate("paints")
    assert len(set(rates)) > 10
    assert steps > 100
    assert paints > 10
    measured(f"JupyterLab: {paints / seconds:.0f} frames/s, {steps / seconds:.0f} steps/s of 600")
    first.get_by_role("button", name="Pause").click()
    until(ask, "not figure.playing")
    length = ask("len(figure.history)")
    page.wait_for_timeout(300)
    assert ask("len(figure.history)") == length
    page.wait_for_function(
        "text => document.querySelector('.nn-twin').textContent.includes(text)",
        arg=f"After {length} steps",
    )


def test_step_and_reset_go_back_to_the_same_weights(page, ask):
    ask("1", run="start = figure.params.copy()")
    for _ in range(5):
        view(page).get_by_role("button", name="Step").click()
    until(ask, "len(figure.history) == 5")
    view(page, 1).get_by_role("button", name="Reset").click()
    until(ask, "len(figure.history) == 0 and bool((figure.params == start).all())")


def test_a_hidden_tab_makes_the_run_wait(page, ask):
    view(page).get_by_role("button", name="Play").click()
    until(ask, "len(figure.history) > 50")
    notebook = page.evaluate("() => window.jupyterapp.shell.currentWidget.id")
    page.evaluate("() => window.jupyterapp.commands.execute('launcher:create')")
    page.wait_for_timeout(500)
    waiting = ask("len(figure.history)")
    page.wait_for_timeout(1000)
    assert ask("len(figure.history)") == waiting
    assert ask("figure.playing") == "True"
    page.evaluate("id => window.jupyterapp.shell.activateById(id)", notebook)
    until(ask, f"len(figure.history) > {waiting}")
    ask("1", run="figure.pause()")


def test_a_run_without_a_view_to_see_it_waits(page, ask):
    ask("1", run="alone = Trainer(id='alone'); alone.play()")
    page.wait_for_timeout(300)
    first = ask("len(alone.history)")
    page.wait_for_timeout(300)
    assert ask("len(alone.history)") == first
    ask("1", run="alone.pause()")


def test_an_optimizer_of_ones_own_is_played(page, ask):
    third = view(page, 2)
    assert third.get_by_role("combobox", name="optimizer").input_value() == "your own"
    third.scroll_into_view_if_needed()
    third.get_by_role("button", name="Play").click()
    until(ask, "len(own.history) > 30")
    third.get_by_role("slider", name="learning rate").press("End")
    until(ask, "own.own_rule.learning_rate == 100")
    ask("1", run="own.pause(); own.learning_rate = 0.01")


def test_a_link_of_a_markdown_cell_drives_the_figure_and_back(page, ask):
    link = page.locator('a[href*="trainer.learning_rate"]')
    link.click()
    until(ask, "figure.learning_rate == 2")
    link.click()
    until(ask, "figure.learning_rate == 0.3")


def test_the_state_is_given_as_python(page, ask):
    view(page).get_by_role("button", name="This state as Python").click()
    code = view(page).locator(".nn-told code").inner_text()
    assert code.startswith('Trainer(dataset="circles", hidden_units=3')
    assert ask(f"({code}).hidden_units") == "3"


def test_a_long_cell_does_not_lose_what_the_slider_says(page, ask):
    page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
            .requestExecute({ code: "import time; time.sleep(1)" })"""
    )
    view(page).get_by_role("slider", name="hidden units").press("End")
    until(ask, "figure.hidden_units == 8")
    assert ask("figure.net.sizes") == "(2, 8, 1)"


def test_the_figure_follows_jupyterlabs_theme(page):
    set_theme = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
    colour = "figure => getComputedStyle(figure).color"
    page.evaluate(set_theme, "JupyterLab Dark")
    page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    assert view(page).evaluate(colour) == "rgb(232, 236, 241)"
    page.evaluate(set_theme, "JupyterLab Light")
    page.locator("body[data-jp-theme-light=true]").wait_for(state="attached")
    assert view(page).evaluate(colour) == "rgb(27, 36, 48)"
