"""Addresses that a playground opens: weights, a class's, the original's own, and nonsense."""

import pytest
from figure_page import alive, figures_at, twin
from playground_page import network_press, press, readout, saying

from nnlib.figures import Playground


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with figures_at(tmp_path_factory.mktemp("playground"), Playground()) as address:
        yield address


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


def test_a_regularization_without_a_rate_is_none(visit, address):
    """As in the original, whose rate is 0 where the address says nothing."""
    for hash_, penalty in (
        ("#regularization=L2", "none"),
        ("#regularization=L2&regularizationRate=0", "none"),
        ("#regularization=L2&regularizationRate=0.1", "L2"),
    ):
        page = visit(address + hash_).page
        alive(page, "playground")
        saying(page, "trains as it does", ".nn-notice")
        assert settings_of(page)["penalty"] == penalty


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
