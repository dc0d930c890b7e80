"""The playground in a page: what a reader does with it, and what it says where something is odd."""

import numpy as np
import pytest
from figure_page import alive, write_page
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


def twin(page):
    return page.locator("#playground .nn-twin").inner_text()


def saying(page, text, part=".nn-twin"):
    page.wait_for_function(
        "([part, text]) => document.querySelector(`#playground ${part}`).innerText.includes(text)",
        arg=[part, text],
    )


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def readout(page, name):
    return page.locator(".nn-readouts div", has_text=name).locator("dd").inner_text()


def network_picture(page):
    return page.locator(".nn-panel").first.locator(".nn-picture:visible")


def network_place(page, x, y):
    """A place of the network's picture in pixels, from the picture's own units."""
    scale = network_picture(page).evaluate(
        "e => e.clientWidth / getComputedStyle(e).getPropertyValue('--nn-width')"
    )
    return {"x": x * scale, "y": y * scale}


def network_press(page, x, y):
    network_picture(page).click(position=network_place(page, x, y))


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


def test_a_link_with_the_weights_brings_them_back(visit, address):
    page = visit(address).page
    alive(page, "playground")
    page.get_by_role("checkbox", name="x₁²", exact=True).check()
    press(page, "Epoch")
    saying(page, "step 25")
    page.get_by_role("combobox", name="weight or bias").select_option("b: output")
    field = page.get_by_role("spinbutton", name="its value")
    field.fill("0.75")
    field.press("Enter")
    page.get_by_text("Links with the weights, and for a class").click()
    press(page, "Link with these weights")
    link = page.locator("output.nn-told code").inner_text()
    again = visit(link).page
    alive(again, "playground")
    again.wait_for_function(
        "text => document.querySelectorAll('.nn-readouts dd')[1].innerText === text",
        arg=readout(page, "training loss"),
    )
    assert twin(again).split("training")[1] == twin(page).split("training")[1]


def test_a_teacher_locks_and_hides(visit, address):
    page = visit(address).page
    alive(page, "playground")
    page.get_by_text("Links with the weights, and for a class").click()
    for name, word in (("learning rate", "locked"), ("noise in %", "hidden"), ("x₁", "locked")):
        page.locator("details .nn-control", has=page.get_by_text(name, exact=True)).get_by_role(
            "combobox"
        ).select_option(word)
    press(page, "Link for a class")
    link = page.locator("output.nn-told code").inner_text()
    seen = visit(link)
    alive(seen.page, "playground")
    seen.page.locator("input[aria-label='learning rate']:disabled").wait_for()
    assert not seen.page.get_by_role("slider", name="noise in %").is_visible()
    assert seen.page.get_by_role("checkbox", name="x₁", exact=True).is_disabled()
    network_press(seen.page, 74, 330 / 9 * 0.5)
    press(seen.page, "Step")
    saying(seen.page, "step 1:")
    assert "with x₁, x₂." in twin(seen.page)
    assert seen.errors == []


ORIGINAL = (
    "#activation=relu&regularization=L1&batchSize=30&dataset=xor&regDataset=reg-gauss"
    "&learningRate=0.1&regularizationRate=0.003&noise=25&networkShape=6,5,3&seed=0.71828"
    "&showTestData=true&discretize=&percTrainData=20&x=false&y=false&xTimesY=yes&xSquared=true"
    "&ySquared=false&cosX=true&sinX=1&cosY=false&sinY=false&collectStats=false"
    "&problem=classification&initZero=false&hideText=false&stepButton_hide=true&noise_hide=true"
)


def settings_of(page):
    """Every setting, as the button gives it."""
    press(page, "Link to this state")
    text = page.locator(".nn-share code").inner_text().split("#")[1]
    parts = (part.removeprefix("playground.").split("=") for part in text.split("&"))
    return dict(parts)


def test_the_originals_addresses_open(visit, address):
    seen = visit(address + ORIGINAL)
    alive(seen.page, "playground")
    saying(seen.page, "This address is one of TensorFlow Playground's", ".nn-notice")
    saying(
        seen.page, "Its seed 0.71828 stands for random draws that only its own page", ".nn-notice"
    )
    assert "The network is 4–6–5–3–1, with x₁², x₁x₂, sin x₁, cos x₁." in twin(seen.page)
    assert not seen.page.get_by_role("button", name="Step", exact=True).is_visible()
    assert not seen.page.get_by_role("slider", name="noise in %").is_visible()
    found = settings_of(seen.page)
    expected = {
        "activation": "ReLU", "penalty": "L1", "batch": "30", "dataset": "xor", "noise": "25",
        "learning_rate": "0.1", "penalty_rate": "0.003", "train_share": "20", "show_test": "true",
        "discretize": "false", "carry": "true", "links_die": "true", "reshuffle": "false",
        "initial": "uniform%20%C2%B1%C2%BD%2C%20b%20%3D%200.1",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    assert seen.errors == []


@pytest.mark.parametrize(
    ("hash_", "network", "says"),
    [
        ("#problem=regression&regDataset=reg-gauss", "2–4–2–1", "TensorFlow"),
        ("#networkShape=&x=true", "2–1", "TensorFlow"),
        ("#networkShape=8,8,8,8,8,8,8,8", "2–8–8–8–8–8–8–8–8–1", "TensorFlow"),
        ("#networkShape=99,2", "2–16–2–1", "it was cut to 16,2."),
        ("#networkShape=a,2", "2–4–2–1", "networkShape=a,2 is not a list of whole numbers"),
        ("#learningRate=1e6", "2–4–2–1", "rate 1000000 is out of range; it was set to 10"),
        ("#learningRate=NaN", "2–4–2–1", "learningRate=NaN is not a number; that was ignored."),
        ("#activation=constructor", "2–4–2–1", "activation=constructor is not one of tanh, relu"),
        ("#noise=90", "2–4–2–1", "TensorFlow"),
        ("#noise=-3", "2–4–2–1", "The noise in % -3 is out of range; it was set to 0"),
        ("#x=false&y=false", "1–4–2–1", "No feature is on"),
        ("#playground.learning_rate=1e6", "2–4–2–1", ""),
        ("#playground-weights=1,2,3", "2–4–2–1", "The link's weights are not 25 numbers"),
        ("#playground-weights=1,nope", "2–4–2–1", "The link's weights are not 25 numbers"),
    ],
)  # fmt: skip
def test_what_an_address_asks_for_in_vain_is_said(visit, address, hash_, network, says):
    seen = visit(address + hash_)
    alive(seen.page, "playground")
    saying(seen.page, f"The network is {network}")
    saying(seen.page, says, ".nn-notice")
    press(seen.page, "Epoch")
    saying(seen.page, "After epoch 1,")
    assert seen.errors == []
