"""The trainer in a page: the same runs as in the kernel, and a figure that answers its question."""

import json

import numpy as np
import pytest
from figure_page import alive, figures_at, settle, twin
from frame_time import frame_times

from nnlib.figures import Trainer

PARITY = 1e-12  # of ten steps, relative to the largest parameter


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with figures_at(tmp_path_factory.mktemp("trainer"), Trainer(speed=1000)) as address:
        yield address


@pytest.fixture
def page(visit, address):
    page = visit(address).page
    alive(page)
    return page


def driven(page, state, *messages):
    """The frame of the page's own driver after some messages, from a state of Python's."""
    return page.evaluate(
        """([state, messages]) => {
            let receive = null;
            const model = nnModules["model.mjs"].createModel({ playing: false, ...state });
            receive = nnModules["trainer.js"].default.drive({ model });
            for (const message of messages) {
                if (message.set) model.set(...message.set);
                else receive(message);
            }
            return model.get("frame");
        }""",
        [json.loads(json.dumps(state)), list(messages)],
    )


def advance(steps):
    return {"do": "advance", "steps": steps}


def assert_same_run(page_frame, figure, tolerance=PARITY):
    ours = figure.frame
    for name in ("step", "epoch", "stride", "dataset", "seed", "hidden_units", "activation"):
        assert page_frame[name] == ours[name], name
    params = np.array(page_frame["params"])
    difference = np.abs(params - figure.params).max() / np.abs(figure.params).max()
    assert difference < tolerance
    np.testing.assert_allclose(page_frame["losses"], ours["losses"], rtol=1e-9)
    for part, expected in zip(page_frame["memory"], ours["memory"], strict=True):
        np.testing.assert_allclose(part, expected, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("batch", ["all", "10", "1"])
@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum", "Adam"])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_page_and_kernel_make_the_same_steps(page, activation, optimizer, batch):
    figure = Trainer(activation=activation, optimizer=optimizer, batch=batch, learning_rate=0.05)
    frame = driven(page, figure.state(), advance(10))
    figure.advance(10)
    assert_same_run(frame, figure)


@pytest.mark.parametrize("dataset", ["XNOR", "blobs", "circles", "quadrants", "spiral"])
def test_page_and_kernel_start_alike(page, dataset):
    """From settings alone: the page makes data and weights itself."""
    state = Trainer(seed=5).state()
    frame = driven(page, state, {"set": ["dataset", dataset]}, advance(10))
    figure = Trainer(seed=5, dataset=dataset)
    figure.advance(10)
    assert_same_run(frame, figure)


@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum", "Adam"])
def test_a_run_begun_in_python_goes_on_in_the_page(page, optimizer):
    figure = Trainer(dataset="XNOR", optimizer=optimizer, learning_rate=0.1, hidden_units=3)
    figure.advance(300)
    frame = driven(page, figure.state(), advance(20))
    figure.advance(20)
    assert_same_run(frame, figure, tolerance=1e-10)


def test_page_and_kernel_thin_the_curve_alike(page):
    figure = Trainer(dataset="XNOR", optimizer="momentum", learning_rate=0.1)
    frame = driven(page, figure.state(), advance(150), advance(351), advance(400))
    figure.advance(901)
    assert frame["stride"] == figure.frame["stride"] == 8
    np.testing.assert_allclose(frame["losses"], figure.frame["losses"], rtol=1e-6)


def test_a_change_in_the_middle_means_the_same_in_page_and_kernel(page):
    figure = Trainer(optimizer="momentum", batch="10", learning_rate=0.05)
    frame = driven(
        page, figure.state(), advance(7), {"set": ["learning_rate", 0.01]}, {"do": "epoch"}
    )
    figure.advance(7)
    figure.learning_rate = 0.01
    figure.advance(20)
    assert_same_run(frame, figure)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_step_epoch_and_reset_go_back_to_the_same_start(page):
    start = twin(page)
    press(page, "Step")
    page.wait_for_function("document.querySelector('.nn-twin').innerText.includes('After 1 step,')")
    press(page, "Epoch")
    page.wait_for_function("document.querySelector('.nn-twin').innerText.includes('2 steps')")
    press(page, "Reset")
    page.wait_for_function(
        "start => document.querySelector('.nn-twin').innerText === start", arg=start
    )


def test_an_epoch_of_small_batches_is_many_steps(page):
    page.get_by_role("combobox", name="batch size").select_option("10")
    press(page, "Epoch")
    page.wait_for_function("document.querySelector('.nn-twin').innerText.includes('20 steps')")
    assert "in epoch 1," in twin(page)


def test_a_new_seed_is_shown_and_makes_another_start(page):
    start = twin(page)
    page.get_by_role("button", name="New seed").click()
    page.wait_for_function(
        "start => document.querySelector('.nn-twin').innerText !== start", arg=start
    )
    shown = page.get_by_role("spinbutton", name="seed").input_value()
    assert shown != "1"
    figure = Trainer(seed=int(shown))
    loss = figure.still().html.split("the loss is ")[1].split(",")[0]
    assert f"the loss is {loss}," in twin(page)


def test_the_figure_recognises_its_answer(page):
    verdict = page.locator(".nn-verdict").first
    page.get_by_role("combobox", name="optimizer").select_option("Adam")
    page.get_by_role("slider", name="hidden units").press("End")
    press(page, "Play")
    page.wait_for_function(
        "document.querySelector('.nn-verdict').innerText.includes('8 hidden units part them')"
    )
    assert page.locator(".nn-solved").count() == 0
    slider = page.get_by_role("slider", name="hidden units")
    for _ in range(5):
        slider.press("ArrowLeft")
    press(page, "Play")
    page.locator(".nn-solved").wait_for()
    assert "Three hidden units part the disc from the ring" in verdict.inner_text()
    slider.press("ArrowLeft")
    assert "Three hidden units" in verdict.inner_text()  # what was found out stays found out


def notice(page, saying):
    page.wait_for_function(
        "text => document.querySelector('.nn-figure .nn-notice').innerText.includes(text)",
        arg=saying,
    )


def test_a_run_that_diverges_says_so_and_why(visit, address):
    hash_ = "#trainer.dataset=spiral&trainer.activation=relu&trainer.learning_rate=100"
    seen = visit(f"{address}{hash_}&trainer.hidden_units=3")
    page = seen.page
    alive(page)
    press(page, "Play")
    notice(page, "The run diverged after")
    notice(page, "The learning rate 100 is likely too large")
    assert page.get_by_role("button", name="Play", exact=True).is_visible()
    assert "NaN" not in page.locator("#trainer").inner_text()
    page.get_by_role("slider", name="learning rate").press("Home")
    press(page, "Reset")
    press(page, "Step")
    page.wait_for_function("document.querySelector('.nn-twin').innerText.includes('After 1 step,')")
    assert page.locator(".nn-figure .nn-notice").inner_text() == ""
    assert seen.errors == []


def test_a_learning_rate_that_makes_the_loss_rise_is_told(visit, address):
    page = visit(f"{address}#trainer.learning_rate=10").page
    alive(page)
    press(page, "Play")
    notice(page, "The learning rate 10 is likely too large")


def test_a_rule_of_ones_own_is_said_to_need_python(page):
    page.get_by_role("combobox", name="optimizer").select_option("your own")
    press(page, "Play")
    notice(page, "runs in JupyterLab: Trainer(optimizer=MyRule())")
    page.get_by_role("combobox", name="optimizer").select_option("Adam")
    page.wait_for_function("document.querySelector('.nn-figure .nn-notice').innerText === ''")


def test_the_twin_says_what_the_cross_sees(page):
    page.get_by_label("x₁").fill("2.5")
    page.get_by_label("x₁").press("Tab")
    page.wait_for_function("document.querySelector('.nn-twin').innerText.includes('(2.5, 1)')")
    figure = Trainer()
    Z, A = figure.net.forward(figure.params, np.array([[2.5, 1.0]]))
    hidden = [f"{float(f'{a:.3g}'):g}".replace("-", "−") for a in A[1][0]]
    output = 1 / (1 + np.exp(-Z[1][0, 0]))
    assert f"the hidden units give {', '.join(hidden)}, and the output is {output:.3f}." in twin(
        page
    )


def test_a_number_can_be_written_while_the_figure_trains(page):
    press(page, "Play")
    page.wait_for_function("/After [1-9]/.test(document.querySelector('.nn-twin').innerText)")
    field = page.get_by_label("x₁")
    field.press("Control+a")
    for key in "2.5":
        field.press(key)
        settle(page)
        settle(page)
    assert field.input_value() == "2.5"
    field.press("Tab")
    page.wait_for_function("document.querySelector('.nn-twin').innerText.includes('(2.5, 1)')")


def test_a_frame_and_its_steps_fit_an_animation_frame(page, measured):
    times = frame_times(page, Trainer(hidden_units=4))
    measured(
        f"page: 20 steps {times['steps']:.1f} ms, drawing {times['drawing']:.1f} ms, mounting "
        f"{times['mounting']:.0f} ms; calibration loop {times['calibration']:.1f} ms"
    )
    assert times["steps"] + times["drawing"] < 0.4 * times["calibration"]
