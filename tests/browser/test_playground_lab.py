"""The playground in a real JupyterLab: nnlib trains in the kernel, with a reader's own Python."""

import time

import pytest
from lab import figure_in_lab

CELL = """\
from dataclasses import dataclass
import numpy as np
from nnlib.figures import Playground

@dataclass(frozen=True)
class SignDescent:
    learning_rate: float
    def init(self, params):
        return ()
    def update(self, gradient, state, params):
        return -self.learning_rate * np.sign(gradient), state

rng = np.random.default_rng(1)
X = rng.uniform(-5, 5, (300, 2))
figure = Playground(
    optimizer=SignDescent(0.003), activation=np.sin, data=(X, np.sin(X[:, 0]) > X[:, 1] / 3)
)
figure"""


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """A visit to a notebook that shows the figure, and `ask`, which questions its kernel."""
    folder = tmp_path_factory.mktemp("lab")
    with figure_in_lab(chromium, folder, [CELL], ".nn-figure .nn-bar", 2600) as shown:
        yield shown


def until(ask, expression):
    start = time.perf_counter()
    while ask(expression) != "True":
        assert time.perf_counter() - start < 20, f"never: {expression}"


def test_ones_own_python_and_the_figure_drive_each_other(lab, measured):
    seen, ask = lab
    page = seen.page
    figure = page.locator(".nn-figure")
    readouts = figure.locator(".nn-readouts dd")
    assert seen.strangers == []

    # What the view draws by its table of g is what Python computes with g itself.
    loss = float(ask("figure.history[-1][0]"))
    page.wait_for_function(
        "text => document.querySelectorAll('.nn-readouts dd')[1].innerText === text",
        arg=f"{loss:.3f}",
    )

    figure.get_by_role("button", name="Play", exact=True).click()
    until(ask, "len(figure.history) > 60")
    page.wait_for_function(
        "Number(document.querySelector('.nn-readouts dd').innerText.replace(',', '')) > 60"
    )
    figure.get_by_role("slider", name="learning rate").press("ArrowLeft")
    until(ask, "figure.learning_rate < 0.003 and figure.own_rule.learning_rate < 0.003")
    figure.get_by_role("button", name="Pause", exact=True).click()
    until(ask, "not figure.playing")
    until(ask, "figure.history[-1][1] < 0.2")
    page.wait_for_function(
        "text => document.querySelectorAll('.nn-readouts dd')[0].innerText.endsWith(text)",
        arg=ask("f'{len(figure.history) - 1:03}'")[1:-1],
    )

    ask("1", run="figure.params = np.zeros(figure.net.n_params)")
    figure.get_by_role("combobox", name="weight or bias").select_option("b: output")
    field = figure.get_by_role("spinbutton", name="its value")
    field.fill("0.5")
    field.press("Enter")
    until(ask, "figure.params.tolist() == [*[0.0] * (figure.net.n_params - 1), 0.5]")
    page.locator(".nn-twin", has_text="the output is 0.462").wait_for()  # tanh 0.5

    figure.get_by_role("button", name="Reset", exact=True).click()
    until(ask, "len(figure.history) == 1")
    figure.get_by_role("combobox", name="experiment").select_option("0")
    figure.get_by_role("button", name="Train for 53 epochs").click()
    until(ask, "len(figure.history) == 54 and figure.dataset == 'clouds'")
    page.wait_for_function("document.querySelectorAll('.nn-readouts dd')[1].innerText === '0.002'")
    assert readouts.nth(2).inner_text() == "0.002"
    figure.get_by_role("button", name="New data").click()
    until(ask, "figure.data_seed == 2 and len(figure.history) == 54")

    ask("1", run="figure.speed = 100000")
    start = int(ask("figure.frame['step']"))
    figure.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1500)
    figure.get_by_role("button", name="Pause", exact=True).click()
    until(ask, "not figure.playing")
    steps = int(ask("figure.frame['step']")) - start
    measured(f"playground in JupyterLab: {steps / 1.5:.0f} steps a second at full speed")
    assert steps > 1000
    assert seen.strangers == []
