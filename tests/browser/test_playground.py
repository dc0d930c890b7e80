"""The playground in a page: what a reader does with it, and what it says where something is odd."""

import numpy as np
import pytest
from figure_page import alive, twin, write_page
from playground_page import network_picture, network_place, network_press, press, readout, saying
from website import served

from nnlib.figures import Playground


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("playground")
    prose = '<p><a href="#playground.hidden=3,0,0,0,0,0,0,0">three units</a></p>'
    write_page(folder, Playground(), prose=prose)
    with served(folder) as address:
        yield f"{address}/index.html"


@pytest.fixture
def page(visit, address):
    page = visit(address).page
    alive(page, "playground")
    return page


def test_it_learns_and_goes_back_to_the_same_start(page):
    start = twin(page)
    press(page, "Play")
    saying(page, "100.0 % right; test loss")
    press(page, "Pause")
    press(page, "Reset")
    page.wait_for_function(
        "text => document.querySelector('#playground .nn-twin').innerText === text", arg=start
    )
    press(page, "Step")
    saying(page, "After epoch 0, step 1:")
    press(page, "Epoch")
    saying(page, "After epoch 1, step 25:")
    assert readout(page, "epoch") == "000,001"


def test_the_numbers_are_those_of_python(page):
    press(page, "Epoch")
    saying(page, "After epoch 1, step 25:")
    figure = Playground()
    figure.epochs()
    train, test = figure.history[-1]
    assert readout(page, "training loss") == f"{train:.3f}"
    assert readout(page, "test loss") == f"{test:.3f}"
    output = figure.net(figure.params, np.array([[2.0, 2.0]]))[0, 0]
    assert f"the output is {float(f'{output:.3g}'):g}".replace("-", "−") in twin(page)


def test_layers_units_and_features_are_changed_by_buttons_ticks_and_pressing(page):
    press(page, "One hidden layer more")
    saying(page, "The network is 2–4–2–2–1")
    press(page, "One unit of layer 3 more")
    saying(page, "The network is 2–4–2–3–1")
    for _ in range(3):
        press(page, "One hidden layer fewer")
    saying(page, "The network is 2–1, with x₁, x₂.")
    page.get_by_role("checkbox", name="x₁x₂").check()
    saying(page, "The network is 3–1, with x₁, x₂, x₁x₂.")
    network_press(page, 74, 330 / 9 * 0.5)  # the first feature, in the picture
    saying(page, "The network is 2–1, with x₂, x₁x₂.")


def test_a_weight_is_taken_by_pressing_its_line_and_changed_in_a_field(page):
    for _ in range(2):
        press(page, "One hidden layer fewer")
    saying(page, "The network is 2–1")
    list_ = page.get_by_role("combobox", name="weight or bias")
    network_press(page, 300, 78)  # on the line from the first feature to the output
    page.wait_for_function(
        "document.querySelector('.nn-pair select').selectedOptions[0].text === 'w: x₁ → output'"
    )
    field = page.get_by_role("spinbutton", name="its value")
    field.fill("2.5")
    field.press("Enter")
    list_.select_option("w: x₂ → output")
    field.fill("-1.5")
    field.press("Enter")
    list_.select_option("b: output")
    field.fill("0")
    field.press("Enter")
    # tanh(2.5 · 2 − 1.5 · 2)
    saying(page, f"the output is {np.tanh(2.0):.3g}.")
    assert field.input_value() == "0"


def test_what_is_typed_is_not_overwritten_by_a_run_that_goes_on(page):
    page.get_by_role("combobox", name="weight or bias").select_option("b: output")
    field = page.get_by_role("spinbutton", name="its value")
    press(page, "Play")
    first = field.input_value()
    page.wait_for_function(
        "text => document.querySelector('.nn-pair input').value !== text", arg=first
    )
    field.press("ControlOrMeta+A")
    field.press_sequentially("-4")
    epoch = readout(page, "epoch")
    page.wait_for_function(
        "text => document.querySelector('.nn-readouts dd').innerText > text", arg=epoch
    )
    assert field.input_value() == "-4"
    field.press("Enter")
    page.wait_for_function("document.querySelector('.nn-pair input').value !== '-4'")


def test_pointing_at_a_unit_shows_it_large_until_the_pointer_leaves(page):
    shown = page.get_by_role("combobox", name="shown large").locator("option:checked")
    network_picture(page).hover(position=network_place(page, 74, 330 / 9 * 4.5))
    page.wait_for_function(
        "document.querySelector('.nn-pickers select').selectedOptions[0].text === 'x₁x₂'"
    )
    page.mouse.move(5, 5)
    page.wait_for_function(
        "document.querySelector('.nn-pickers select').selectedOptions[0].text === 'the output'"
    )
    page.get_by_role("combobox", name="shown large").select_option("unit 1.2")
    saying(page, "and unit 1.2 is")
    assert shown.inner_text() == "unit 1.2"


def test_new_data_keep_the_network(page):
    press(page, "Epoch")
    saying(page, "step 25")
    before = readout(page, "training loss")
    output = twin(page).split("the output is ")[1]
    press(page, "New data")
    page.wait_for_function(
        "text => document.querySelectorAll('.nn-readouts dd')[1].innerText !== text", arg=before
    )
    assert "After epoch 1, step 25" in twin(page)
    assert twin(page).split("the output is ")[1] == output


def test_the_question_is_recognised_as_answered(page):
    for _ in range(2):
        press(page, "One hidden layer fewer")
    press(page, "Play")
    saying(page, "right in", ".nn-verdict")
    assert page.locator(".nn-solved").count() == 0
    for name in ("x₁²", "x₂²"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    press(page, "Play")
    page.locator(".nn-solved").wait_for()


def test_every_preset_keeps_its_promise(page):
    """The slides' numbers among them; the page and Python agree on all."""
    for number, preset in enumerate(Playground().presets):
        page.get_by_role("combobox", name="experiment").select_option(str(number))
        assert page.locator(".nn-asked .nn-ask").inner_text() == preset["ask"]
        press(page, f"Train for {preset['epochs']} epochs")
        saying(page, f"After epoch {preset['epochs']},")
        figure = Playground(**preset["settings"])
        figure.epochs(preset["epochs"])
        shown = [readout(page, "training loss"), readout(page, "test loss")]
        if preset["name"] != "A rate too large":  # the edge of stability: page and Python part
            assert shown == [f"{loss:.3f}" for loss in figure.history[-1]], preset["name"]
        if preset["name"].startswith("The slide with one"):
            assert shown == ["0.002", "0.002"]
        if preset["name"].startswith("The slide with two"):
            assert shown == ["0.000", "0.001"]


def light(page, name):
    row = page.locator(".nn-lights li", has_text=name)
    return row.inner_text().strip()


def test_the_lights_say_what_is_wrong_and_why(visit, address):
    dead = visit(f"{address}#playground.activation=ReLU&playground.learning_rate=3").page
    alive(dead, "playground")
    press(dead, "Play")
    saying(dead, "▲ dead", ".nn-lights")
    assert "slope 0 for each of 250 examples" in light(dead, "dead")
    link = dead.locator(".nn-lights a:visible").first
    assert link.get_attribute("href").startswith("backpropagation.html#")
    vanishing = visit(
        f"{address}#playground.activation=sigmoid&playground.hidden=4,4,4,4,4,4,0,0"
    ).page
    alive(vanishing, "playground")
    saying(vanishing, "▲ vanishing", ".nn-lights")
    lost = visit(
        f"{address}#playground.dataset=plane&playground.activation=ReLU&playground.learning_rate=10"
    )
    alive(lost.page, "playground")
    press(lost.page, "Play")
    saying(lost.page, "▲ diverged", ".nn-lights")
    assert "The learning rate 10 is likely too large" in light(lost.page, "diverged")
    assert "NaN" not in lost.page.locator("#playground").inner_text()
    assert lost.page.get_by_role("button", name="Play", exact=True).is_visible()
    press(lost.page, "Reset")
    saying(lost.page, "○ diverged", ".nn-lights")
    assert lost.errors == []
    saturated = visit(address).page
    alive(saturated, "playground")
    field = saturated.get_by_role("spinbutton", name="its value")
    for name in ("b: unit 1.1", "b: unit 1.2"):
        saturated.get_by_role("combobox", name="weight or bias").select_option(name)
        field.fill("12")
        field.press("Enter")
    saying(saturated, "2 units are near the flat ends of tanh", ".nn-lights")


def test_where_steps_are_too_long_to_be_repeated_it_says_so(visit, address):
    page = visit(f"{address}#playground.learning_rate=1").page
    alive(page, "playground")
    press(page, "Play")
    saying(page, "From here on page, Python and another computer may part.", ".nn-notice")
    calm = visit(address).page
    alive(calm, "playground")
    press(calm, "Play")
    saying(calm, "100.0 % right; test loss")
    assert "may part" not in calm.locator("#playground .nn-notice").inner_text()
