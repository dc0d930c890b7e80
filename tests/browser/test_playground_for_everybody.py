"""The playground for everybody: keyboard, phones, themes, stillness, readers without scripts."""

import random

import pytest
from figure_page import alive, figures_at, focused, settle, twin, violations

from nnlib.figures import Playground


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with figures_at(tmp_path_factory.mktemp("playground"), Playground()) as address:
        yield address


def test_the_keyboard_alone_works_everything(visit, address):
    page = visit(address).page
    alive(page, "playground")
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        name = focused(page)
        reached.append(name)
        match name:
            case "Step" | "One unit of layer 2 more":
                page.keyboard.press("Enter")
            case "x₁²":
                page.keyboard.press("Space")
            case "learning rate":
                page.keyboard.press("ArrowRight")
            case "shown large":
                page.keyboard.type("unit 1.3")
            case "weight or bias":
                page.keyboard.type("b: output")
            case "its value":
                page.keyboard.press("ControlOrMeta+A")
                page.keyboard.type("0.5")
            case "Link to this state":
                break
    wanted = {
        "Play", "Epoch", "Step", "Reset", "New data", "experiment", "data", "noise in %",
        "training share in %", "seed of the data", "New seed of the data", "x₁", "cos x₂",
        "One hidden layer fewer", "One unit of layer 1 more", "activation", "loss",
        "initial weights", "seed", "optimizer", "learning rate", "batch size", "regularization",
        "steps a second", "show test data", "discretize output", "loss in powers of ten",
        "shown large", "weight or bias", "its value", "Link to this state",
    }  # fmt: skip
    assert wanted - set(reached) == set()
    settle(page)
    said = twin(page)
    assert "The network is 3–4–3–1, with x₁, x₂, x₁²." in said
    assert "unit 1.3 is" in said
    edited = page.get_by_role("spinbutton", name="its value")
    assert edited.input_value() == "0.5"


def test_every_part_has_a_name_and_says_its_value(visit, address):
    page = visit(address).page
    tree = alive(page, "playground").aria_snapshot()
    for line in (
        'img "The network: a map of the plane for each feature and unit',
        'group "Data"',
        'group "Hidden layers"',
        'button "One unit of layer 1 fewer"',
        'slider "learning rate"',
        'combobox "shown large"',
        'list "Health"',
    ):
        assert line in tree
    slider = page.get_by_role("slider", name="learning rate")
    assert slider.get_attribute("aria-valuetext") == "0.03"


def unfold(page):
    page.locator("#playground details").evaluate_all("all => all.forEach((e) => (e.open = true))")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit, address, theme):
    page = visit(address, viewport={"width": 360, "height": 800}).page
    alive(page, "playground")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    page.get_by_role("combobox", name="experiment").select_option("6")
    page.get_by_role("button", name="Train for 60 epochs").click()
    page.locator(".nn-lights .nn-on").first.wait_for()
    unfold(page)
    assert violations(page) == []


def test_without_scripts_there_are_pictures_and_nothing_that_cannot_be_worked(visit, address):
    seen = visit(address, java_script_enabled=False)
    assert seen.page.locator("#playground svg.nn-picture:visible").count() == 3
    assert not seen.page.get_by_role("button", name="Play").is_visible()
    assert "The network is 2–4–2–1" in twin(seen.page)
    assert seen.errors == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_fits_its_window(visit, address, width):
    page = visit(
        f"{address}#networkShape=8,8,8,8,8,8,8,8", viewport={"width": width, "height": 800}
    ).page
    alive(page, "playground")
    unfold(page)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """() => {
            const figure = document.querySelector("#playground");
            const { right } = figure.getBoundingClientRect();
            return [...figure.querySelectorAll("button, input, select, dd, span")]
                .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > right)
                .map((e) => e.outerHTML);
        }"""
    )
    assert wide == []


def test_a_finger_works_the_pictures(visit, address):
    options = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
    page = visit(address, **options).page
    alive(page, "playground")
    network = page.locator(".nn-panel").first.locator(".nn-picture:visible")
    scale = network.evaluate("e => e.clientWidth / 330")
    network.tap(position={"x": 58 * scale, "y": 330 / 9 * 4.5 * scale})
    page.wait_for_function(
        "document.querySelector('#playground .nn-twin').innerText.includes('x₁, x₂, x₁x₂.')"
    )
    shown = page.get_by_role("combobox", name="shown large").locator("option:checked")
    assert shown.inner_text() == "x₁x₂"
    plane = page.locator(".nn-panel").nth(1).locator(".nn-picture")
    plane.tap(position={"x": 60, "y": 60})
    page.wait_for_function(
        "!document.querySelector('#playground .nn-twin').innerText.includes('(2, 2)')"
    )


def test_with_reduced_motion_a_run_is_shown_in_still_pictures(visit, address):
    page = visit(address, reduced_motion="reduce").page
    alive(page, "playground")
    page.evaluate(
        """() => {
            window.texts = new Set();
            const look = () => {
                texts.add(document.querySelector("#playground .nn-twin").innerText);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(2000)
    assert 3 <= page.evaluate("texts.size") <= 7


def test_no_address_breaks_it(visit, address):
    """Nonsense of every kind, ours and the original's, in one page after another."""
    random_ = random.Random(2026)
    names = [*Playground().limits, "nothing", "frame", "playing", "__proto__"]
    theirs = [
        "activation", "batchSize", "dataset", "regDataset", "problem", "learningRate", "noise",
        "regularization", "regularizationRate", "networkShape", "seed", "percTrainData", "x",
        "initZero", "tutorial", "x_hide", "__proto___hide", "playground-weights",
        "playground-lock", "playground-hide",
    ]  # fmt: skip
    values = [
        "", "NaN", "Infinity", "-1", "1e309", "1e6", "0", "true", "false", "%", "%E0%A4%A",
        "constructor", "4,2", "1,2,3,4,5,6,7,8,9", "-1,0.5", "[object Object]", "<b>", "your%20own",
        "reg-gauss", "spiral", "L1", "9" * 400, ",,,", "toString", "10", "2",
    ]  # fmt: skip
    seen = visit(address)
    page = seen.page
    alive(page, "playground")
    for _ in range(60):
        ours = [f"playground.{random_.choice(names)}={random_.choice(values)}" for _ in range(3)]
        original = [f"{random_.choice(theirs)}={random_.choice(values)}" for _ in range(3)]
        parts = random_.sample([*ours, *original], random_.randint(1, 6))
        page.evaluate("hash => { location.hash = hash; }", "&".join(parts))
        page.wait_for_timeout(10)
        settle(page)
        page.evaluate(
            """() => {
                for (const name of ["Epoch", "Step", "Reset"]) {
                    const button = [...document.querySelectorAll("#playground button")]
                        .find(({ textContent }) => textContent === name);
                    button.click();
                }
            }"""
        )
        settle(page)
        text = page.locator("#playground").inner_text()
        assert "NaN" not in text.split("TensorFlow Playground's")[0].replace("=NaN", ""), parts
        assert seen.errors == [], parts
    page.evaluate("location.hash = '#playground.learning_rate=0.03'")
    page.get_by_role("button", name="Epoch", exact=True).click(force=True)
    assert "After epoch" in twin(page)
