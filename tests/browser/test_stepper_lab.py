"""The step-by-step figure in a real JupyterLab: nnlib in the kernel makes its numbers."""

import time

import pytest
from lab import figure_in_lab

CELLS = [
    "import numpy as np\n"
    "from nnlib.figures import BackpropagationStepper\n"
    "figure = BackpropagationStepper(preset='XNOR', position=32)\n"
    "figure",
]


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """A visit to a notebook that shows the figure, and `ask`, which questions its kernel."""
    folder = tmp_path_factory.mktemp("lab")
    with figure_in_lab(chromium, folder, CELLS, ".nn-figure .nn-tables", 2200) as shown:
        yield shown


def until(ask, expression):
    start = time.perf_counter()
    while ask(expression) != "True":
        assert time.perf_counter() - start < 10, f"never: {expression}"


def result(page, text):
    """Wait until the operation on show has this result."""
    text = text.replace("-", "−")
    page.locator(".nn-operation strong", has_text=text).wait_for(timeout=10_000)


def test_python_and_the_figure_drive_each_other(lab):
    seen, ask = lab
    page = seen.page
    figure = page.locator(".nn-figure")
    assert figure.locator("canvas").count() == 2
    layout = figure.locator(".nn-stage").evaluate("stage => getComputedStyle(stage).display")
    assert layout == "grid"  # by the figure's own rules
    assert seen.strangers == []

    ask("1", run="figure.preset = 'public example'; figure.position = 42")
    result(page, "0.280471")
    ask("1", run="figure.freeze_biases = True")
    result(page, "0.291028")
    figure.locator(".nn-solved").wait_for()

    ask("1", run="p = np.array(figure.params); figure.net.layers(p)[1][0][0, 0] = -1")
    ask("1", run="figure.params = p; figure.position = 20")
    result(page, ask("f'{(figure.deltas[1] @ figure.net.layers(p)[1][0].T)[0, 0]:.6f}'")[1:-1])
    field = figure.get_by_role("spinbutton", name="w₁₁[2]", exact=True)
    assert field.input_value() == "-1"

    field.fill("0.4")
    field.press("Tab")
    until(ask, "figure.params[6] == 0.4")
    result(page, "0.036350")
    assert ask("round(float(figure.gradient[8]), 6)") == "0.082668"
    assert ask("[d.shape for d in figure.deltas]") == "[(1, 2), (1, 2)]"

    figure.get_by_role("button", name="Next operation").click()
    until(ask, "figure.position == 21")
    figure.get_by_role("button", name="Last operation").click()
    figure.get_by_role("button", name="Next operation").click()
    until(ask, "(figure.round, figure.position) == (2, 0)")
    page.locator(".nn-count", has_text="Round 2, operation 0 of 42").wait_for()
    assert ask("round(figure.loss, 6)") == "0.291028"

    figure.get_by_role("combobox", name="example").select_option("linear chain")
    until(ask, "figure.sizes == (2, 2, 2, 1) and figure.position == 0 and figure.round == 1")
    figure.locator(".nn-table").nth(2).wait_for()
    ask("1", run="figure.speed = 20")
    figure.get_by_role("button", name="Play").click()
    until(ask, "figure.position == 52 and not figure.playing")

    figure.get_by_role("button", name="Reset").click()
    until(ask, "figure.position == 0")
    figure.get_by_role("button", name="This state as Python").click()
    given = figure.locator(".nn-told code").inner_text()
    assert ask(f"{given}.gradient.tolist() == figure.gradient.tolist()") == "True"
