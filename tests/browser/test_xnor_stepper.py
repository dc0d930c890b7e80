"""The XNOR figure in a page: the slides' table, nnlib's numbers, its links, its answer."""

import json

import numpy as np
import pytest
import traitlets
from figure_page import alive, in_next_frame, verdict, violations, write_page
from website import served

from nnlib import xnor
from nnlib.figures import XnorStepper

PROSE = """
<p><a id="at-zero" href="#xnor_stepper.step_at_zero=1">set g(0) to 1</a>
<a id="fifty" href="#xnor_stepper.activation=sigmoid&xnor_stepper.scale=50">times 50</a>
<a id="repair" href="#xnor_stepper.weights=-0.3,0.2,0.2,0.1,-0.2,-0.2,-0.1,0.2,0.2">repair</a>
<a id="empty" href="#xnor_stepper.show_all=false&xnor_stepper.position=0">empty</a></p>
"""
# The table as the slide prints it: z and a of both hidden units and of the output.
PRINTED = [
    ["−0.3", "0", "0.2", "1", "0.1", "1"],
    ["−0.1", "0", "0", "0", "−0.1", "0"],
    ["−0.1", "0", "0", "0", "−0.1", "0"],
    ["0.1", "1", "−0.2", "0", "0.1", "1"],
]
SUMS = [f"1·−0.3 + {x1}·0.2 + {x2}·0.2" for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1))]
REPAIRED = [-0.3, 0.2, 0.2, 0.1, -0.2, -0.2, -0.1, 0.2, 0.2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("xnor")
    write_page(folder, XnorStepper(), prose=PROSE)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with served(folder) as address:
        yield f"{address}/index.html"


@pytest.fixture
def page(visit, address):
    page = visit(address).page
    alive(page, "xnor_stepper")
    return page


def table(page):
    """The 24 numbers on show, a row for each example."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".nn-table tbody tr")].map((row) =>
            [...row.children].slice(2, 8).map((cell) => cell.textContent))"""
    )


def answers(page):
    return [row[5] for row in table(page)]


def wait_for_answers(page, expected):
    page.wait_for_function(
        """expected => [...document.querySelectorAll(".nn-table tbody tr")]
            .every((row, index) => row.children[7].textContent === expected[index])""",
        arg=expected,
    )


def set_weights(page, weights):
    page.evaluate(f"location.hash = '#xnor_stepper.weights={','.join(map(str, weights))}'")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"step_at_zero": "1"},
        {"activation": "sigmoid"},
        {"activation": "sigmoid", "scale": 50.0},
        {"scale": 3.7, "weights": [0.5, -1.25, 2.0, 0.75, 0.1, -0.6, 1.5, -2.5, 0.3]},
        {"activation": "sigmoid", "weights": [0.5, -1.25, 2.0, 0.75, 0.1, -0.6, 1.5, -2.5, 0.3]},
    ],
)
def test_the_page_has_nnlib_s_numbers(page, settings):
    figure = XnorStepper(**settings)
    (Z1, Z2), (_, A1, A2) = figure.net.forward(figure.params, xnor()[0])
    expected = np.column_stack([Z1[:, 0], A1[:, 0], Z1[:, 1], A1[:, 1], Z2, A2])
    numbers = page.evaluate(
        'state => nnModules["xnor_stepper.js"].default.description.look(state).numbers',
        json.loads(json.dumps(figure.state())),
    )
    np.testing.assert_allclose(np.reshape(numbers, (4, 6)), expected, rtol=1e-12, atol=1e-13)


def test_all_28_cells_are_those_of_the_slide_in_both_notations(page):
    heads, sums = (
        page.locator(".nn-table thead .nn-symbol"),
        page.locator(".nn-table tbody .nn-sum"),
    )
    book = ["z[1]1", "a[1]1", "z[1]2", "a[1]2", "z[2]1", "a[2]1"]
    assert heads.all_text_contents() == book
    assert table(page) == PRINTED
    assert sums.first.inner_text() == "0·0.2 + 0·0.2 − 0.3"
    page.get_by_label("notation").select_option("slides")
    page.wait_for_function(
        "sum => document.querySelector('.nn-table tbody .nn-sum').textContent === sum", arg=SUMS[0]
    )
    slides = ["z(2)1", "a(2)1", "z(2)2", "a(2)2", "z(3)1", "a(3)1"]
    assert heads.all_text_contents() == slides
    assert table(page) == PRINTED
    assert sums.all_inner_texts() == SUMS


def test_the_prose_drives_the_figure_and_back(page):
    page.locator("#at-zero").click()
    wait_for_answers(page, ["1", "1", "1", "1"])
    assert "NAND" in page.locator(".nn-table thead").inner_text()
    assert "z is exactly 0 in hidden unit 2" in page.locator(".nn-figure .nn-notice").inner_text()
    page.locator("#at-zero").click()
    wait_for_answers(page, ["1", "0", "0", "1"])
    page.locator("#fifty").click()
    wait_for_answers(page, ["0.993", "0.517", "0.517", "0.993"])
    assert verdict(page) == "Two rows are undecided. Which z is 0 there?"
    page.locator("#repair").click()
    wait_for_answers(page, ["0.993", "0.008", "0.008", "0.993"])
    assert "The bias 0.2 is now 0.1" in verdict(page)
    assert page.locator(".nn-solved").count() == 1


@pytest.mark.parametrize(
    ("place", "value", "said", "solved"),
    [
        (3, 0.15, "No sum of NOR is 0", True),
        (3, 0.19, "Not yet: ", False),
        (6, -0.15, "the output unit makes up for it", True),
        (4, -0.3, "That is a weight, not a bias.", False),
    ],
)
def test_one_bias_is_the_answer_and_a_weight_is_not(page, place, value, said, solved):
    weights = [*XnorStepper().weights]
    weights[place] = value
    set_weights(page, weights)
    page.locator("#fifty").click()
    page.wait_for_function(
        "said => document.querySelector('.nn-verdict').textContent.includes(said)", arg=said
    )
    assert page.locator(".nn-solved").count() == int(solved)


def test_two_changes_are_no_answer_and_steps_are_none(page):
    set_weights(page, [*REPAIRED[:6], -0.15, 0.2, 0.2])
    assert verdict(page) == ""
    page.locator("#fifty").click()
    page.wait_for_function(
        "document.querySelector('.nn-verdict').textContent.startsWith('More than one')"
    )


def test_an_empty_table_is_filled_number_by_number(page):
    page.locator("#empty").click()
    page.wait_for_function("document.querySelector('.nn-table').innerText.split('·').length > 24")
    back, next_ = (page.get_by_role("button", name=name) for name in ("‹ Back", "Next ›"))
    assert back.get_attribute("aria-disabled") == "true"
    for place in range(24):
        next_.press("Enter")
        row, column = divmod(place, 6)
        page.wait_for_function(
            """([row, column, text]) => {
                const cell = document.querySelectorAll(".nn-table tbody tr")[row].children[column];
                return cell.textContent === text && cell.className === "nn-made";
            }""",
            arg=[row, column + 2, PRINTED[row][column]],
        )
        shown = [cell for row in table(page) for cell in row if cell != "·"]
        assert len(shown) == place + 1
        result = page.locator(".nn-formula strong").inner_text()
        assert result == PRINTED[row][column]
    assert next_.get_attribute("aria-disabled") == "true"
    back.press("Enter")
    page.wait_for_function("document.querySelector('.nn-made').textContent === '0.1'")


def test_a_press_on_a_number_explains_it(page):
    page.locator(".nn-table tbody tr").nth(1).locator("td").nth(3).click()
    page.wait_for_function(
        "document.querySelector('.nn-because').textContent.startsWith('Exactly 0')"
    )
    title = page.locator(".nn-operation-title").inner_text()
    assert title == "z of hidden unit 2, for the inputs (0, 1)"


def test_a_drag_of_a_bias_is_drawn_in_the_next_frame(page):
    change = """() => {
        const bar = document.querySelector(".nn-drag input");
        bar.value = -0.25;
        bar.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    looks = "() => document.querySelector('.nn-table tbody tr').children[4].textContent"
    assert in_next_frame(page, change, looks) == ["0.2", "−0.25"]
    field = page.locator(".nn-entries input").first
    field.focus()
    assert page.locator(".nn-drag input").get_attribute("aria-label") == "Drag the weight w₁₁[1]"


def test_every_weight_and_bias_is_a_named_field(page):
    figure = page.locator("#xnor_stepper")
    for name in ("w₁₁[1]", "w₂₂[1]", "b₂[1]", "w₂₁[2]", "b₁[2]"):
        assert figure.get_by_role("spinbutton", name=name, exact=True).count() == 1
    field = figure.get_by_role("spinbutton", name="b₂[1]", exact=True)
    field.fill("700")
    field.press("Tab")
    assert "A weight: a number from -100 to 100" in figure.inner_text()
    assert field.input_value() == "0.2"
    field.fill("0.1")
    field.press("Tab")
    page.wait_for_function(
        "document.querySelector('.nn-table tbody tr').children[4].textContent === '0.1'"
    )
    start = figure.get_by_label("start from")
    assert start.input_value() == "XNOR, NOR with the bias 0.1"
    start.select_option("XOR: OR, but not AND")
    wait_for_answers(page, ["0", "1", "1", "0"])
    assert figure.get_by_label("wanted").input_value() == "XOR"
    assert "4 of 4 are right" in figure.locator(".nn-twin").inner_text()
    figure.get_by_role("button", name="Reset").click()
    wait_for_answers(page, ["1", "0", "0", "1"])
    assert figure.get_by_label("wanted").input_value() == "XNOR"


def test_a_tie_that_rounding_breaks_is_told(page):
    set_weights(page, [-0.3, 0.1, 0.2, *REPAIRED[3:]])
    page.wait_for_function(
        """document.querySelector('.nn-figure .nn-notice').textContent
            .startsWith('z would be 0 in hidden unit 1 for (1, 1)')"""
    )
    assert table(page)[3][:2] == ["≈0", "1"]


def test_without_scripts_the_table_stands_and_nothing_that_cannot_be_worked(visit, address):
    page = visit(address, java_script_enabled=False).page
    assert page.locator(".nn-table").is_visible()
    assert page.locator("#xnor_stepper svg").first.is_visible()
    for part in (".nn-stage", ".nn-controls", ".nn-drag", ".nn-examples"):
        assert not page.locator(part).is_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_all_fits(visit, address, width, theme):
    page = visit(address, viewport={"width": width, "height": 900}, color_scheme=theme).page
    alive(page, "xnor_stepper")
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    for link in ("#fifty", "#empty"):
        page.locator(link).click()
        page.get_by_label("notation").select_option("slides")
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_it_comes_to_life_or_is_stepped(visit, address, width):
    heights = "() => [...document.querySelectorAll('.nn-figure > *')].map((e) => e.offsetHeight)"
    size = {"width": width, "height": 800}
    still = visit(address, viewport=size).page
    still.route("**/*.js", lambda route: route.abort())
    still.goto(address)
    live = visit(address, viewport=size).page
    alive(live, "xnor_stepper")
    start = live.evaluate(heights)
    assert still.evaluate(heights)[: len(start)] == start
    next_ = live.get_by_role("button", name="Next ›")
    stage = live.locator(".nn-stage").bounding_box()["height"]
    for _ in range(8):
        next_.click()
        assert live.locator(".nn-stage").bounding_box()["height"] == stage


def test_python_says_what_is_wrong_with_a_setting():
    with pytest.raises(TypeError, match="XnorStepper has no setting 'weight'"):
        XnorStepper(weight=[0.1])
    with pytest.raises(traitlets.TraitError, match="weights"):
        XnorStepper(weights=[0.1] * 8)
    with pytest.raises(traitlets.TraitError, match="notation"):
        XnorStepper(notation="deck")
