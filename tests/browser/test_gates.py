"""The figure of one threshold unit: nnlib's numbers, its answer, and every way to move it."""

import re

import numpy as np
import pytest
from figure_page import alive, figures_at, in_next_frame, settle, twin, violations

from nnlib import xnor
from nnlib.figures import Gates
from nnlib.figures.gates import FORMS, FUNCTIONS

# Weights and a bias for each function that has them.
UNITS = {
    "always 0": (1, 1, -3), "AND": (1, 1, -1.5), "x₁ and not x₂": (1, -1, -0.5),
    "x₁": (1, 0, -0.5), "x₂ and not x₁": (-1, 1, -0.5), "x₂": (0, 1, -0.5), "OR": (1, 1, -0.5),
    "NOR": (-1, -1, 0.5), "not x₂": (0, -1, 0.5), "x₁ or not x₂": (1, -1, 0.5),
    "not x₁": (-1, 0, 0.5), "x₂ or not x₁": (-1, 1, 0.5), "NAND": (-1, -1, 1.5),
    "always 1": (1, 1, 0.5),
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with figures_at(tmp_path_factory.mktemp("gates"), Gates()) as address:
        yield address


@pytest.fixture
def page(visit, address):
    page = visit(address).page
    alive(page, "gates")
    return page


def put(page, w1, w2, b):
    page.evaluate("hash => (location.hash = hash)", f"#gates.w1={w1}&gates.w2={w2}&gates.b={b}")
    page.wait_for_function("text => location.hash.includes(text)", arg=f"gates.b={b}")
    settle(page)
    settle(page)


def wanted(page):
    return page.get_by_role("combobox", name="wanted").input_value()


def count(page):
    return int(re.search(r"(\d+) of 16", twin(page))[1])


def test_page_and_nnlib_compute_the_same(page):
    """Over weights in quarters, so that many corners lie exactly on the line."""
    rng = np.random.default_rng(1)
    settings = np.round(rng.uniform(-3, 3, (300, 3)) * 4) / 4
    state = Gates().state()
    ours = page.evaluate(
        """([state, settings]) => settings.map(([w1, w2, b]) => {
            const { look } = nnModules["gates.js"].default.description;
            const { z, outputs, computed } = look({ ...state, w1, w2, b });
            return [...z, ...outputs, computed];
        })""",
        [state, settings.tolist()],
    )
    figure, ties = Gates(), 0
    for (w1, w2, b), row in zip(settings.tolist(), ours, strict=True):
        figure.w1, figure.w2, figure.b = w1, w2, b
        assert row[:4] == [b, w2 + b, w1 + b, w1 + w2 + b]
        assert row[4:8] == figure.outputs.tolist()
        assert FUNCTIONS[row[8]] == figure.computed
        ties += 0 in row[:4]
    assert ties > 20


def test_the_names_fit_the_truth_tables():
    figure = Gates()
    for name, (figure.w1, figure.w2, figure.b) in UNITS.items():
        assert figure.computed == name
    assert FUNCTIONS.index("XNOR") == int(xnor()[1][:, 0] @ [8, 4, 2, 1])


def test_fourteen_can_be_ticked_and_then_the_figure_knows_its_answer(page):
    assert count(page) == 1
    for number, (name, unit) in enumerate(UNITS.items(), start=1):
        assert page.locator(".nn-solved").count() == 0
        put(page, *unit)
        assert f"The unit computes {name}:" in twin(page)
        assert count(page) == number + (number < list(UNITS).index("OR") + 1)
    page.locator(".nn-solved").wait_for()
    assert "XOR and XNOR" in page.locator(".nn-solved").inner_text()
    assert "still missing: XOR, XNOR." in twin(page)


def test_nothing_ticks_xor(page):
    """All settings of the three sliders: 25 × 25 × 25."""
    never = page.evaluate(
        """state => {
            const { look } = nnModules["gates.js"].default.description;
            const computed = new Set();
            for (let w1 = -3; w1 <= 3; w1 += 0.25)
                for (let w2 = -3; w2 <= 3; w2 += 0.25)
                    for (let b = -3; b <= 3; b += 0.25)
                        computed.add(look({ ...state, w1, w2, b }).computed);
            return state.limits.function.options.filter((_, number) => !computed.has(number));
        }""",
        Gates().state(),
    )
    assert never == ["XOR", "XNOR"]


def test_changing_all_signs_ticks_one_function_and_not_those_on_the_way(page):
    page.get_by_role("button", name="Change all three signs").click()
    settle(page)
    assert "The unit computes NOR:" in twin(page)
    assert count(page) == 2


def test_reset_goes_back_to_the_start(page):
    start = twin(page)
    put(page, 1, -1, 0.5)
    page.get_by_role("combobox", name="wanted").select_option("XOR")
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "start => document.querySelector('.nn-twin').innerText === start", arg=start
    )


def test_the_table_says_which_of_the_four_inequalities_hold(page):
    page.get_by_role("combobox", name="wanted").select_option("XOR")
    put(page, 1, 1, -0.5)
    rows = page.locator(".nn-inequalities tbody tr").all_inner_texts()
    assert [re.split(r"\s*\t\s*", row.strip())[-2:] for row in rows] == [
        ["b ≤ 0", "−0.5 ≤ 0 ✓"],
        ["w₂ + b > 0", "0.5 > 0 ✓"],
        ["w₁ + b > 0", "0.5 > 0 ✓"],
        ["w₁ + w₂ + b ≤ 0", "1.5 ≤ 0 ✗"],
    ]


@pytest.mark.parametrize(
    ("form", "formula", "last"),
    [
        (FORMS[0], "a = H(1·x₁ + 1·x₂ − 1.5)", "w₁ + w₂ + b > 0 0.5 > 0 ✓"),
        (FORMS[1], "a = 1 if 1·x₁ + 1·x₂ > 1.5, else 0", "w₁ + w₂ > τ 2 > 1.5 ✓"),
        (FORMS[2], "a = H(1.5·(−1) + 1·x₁ + 1·x₂)", "w₁ + w₂ − W₀ > 0 0.5 > 0 ✓"),
    ],
)
def test_one_unit_is_written_in_three_forms(page, form, formula, last):
    put(page, 1, 1, -1.5)
    page.get_by_label("written with").select_option(form)
    settle(page)
    assert page.locator(".nn-inequalities caption").inner_text() == formula
    row = page.locator(".nn-inequalities tbody tr").last.inner_text()
    assert " ".join(row.split()).endswith(last)


def press(page, canvas, x, y):
    """A press at a place in the picture's own units, 300 wide."""
    picture = page.locator("canvas").nth(canvas)
    scale = picture.bounding_box()["width"] / 300
    picture.click(position={"x": x * scale, "y": y * scale})
    settle(page)


def test_corners_are_labelled_in_picture_table_and_board(page):
    press(page, 0, 112, 18)  # the 1 above the corner (0, 1)
    assert wanted(page) == "x₂"
    press(page, 0, 112, 18)  # again: it stays
    assert wanted(page) == "x₂"
    page.get_by_role("button", name="1, wanted for (1, 1)").click()
    settle(page)
    assert wanted(page) == "x₂ and not x₁"
    press(page, 1, 8 + 72 * 2 + 30, 36 + 72 * 1 + 30)  # third of the second row
    assert wanted(page) == "XOR"


def test_a_drag_leads_the_line_to_the_pointer(page):
    box = page.locator("canvas").first.bounding_box()
    scale = box["width"] / 300
    page.mouse.move(box["x"] + 120 * scale, box["y"] + 150 * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + 112 * scale, box["y"] + 320 * scale)  # the 1 below the corner (0, 0)
    page.mouse.move(box["x"] + 225.5 * scale, box["y"] + 98.5 * scale)  # the corner (1, 1)
    page.mouse.up()
    settle(page)
    assert wanted(page) == "AND"
    b = page.get_by_role("slider", name="bias").get_attribute("aria-valuetext")
    assert float(b.replace("−", "-")) == pytest.approx(-2, abs=0.02)


def test_a_weight_is_drawn_in_the_next_frame(page):
    change = """() => {
        const input = document.querySelector('#gates input[type="range"]');
        input.value = -2;
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    look = "() => document.querySelector('#gates canvas').toDataURL()"
    before, after = in_next_frame(page, change, look)
    assert before != after


def test_the_keyboard_is_enough(page):
    page.get_by_role("slider", name="bias").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    settle(page)
    assert "The unit computes AND:" in twin(page)
    page.get_by_role("button", name="0, wanted for (0, 0)").focus()
    page.keyboard.press("Space")
    settle(page)
    assert wanted(page) == "XNOR"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_for_everybody(visit, address, theme, width):
    page = visit(address, viewport={"width": width, "height": 900}, color_scheme=theme).page
    alive(page, "gates")
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    page.locator("summary").click()
    for form in FORMS:
        page.get_by_label("written with").select_option(form)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_the_kernel_ticks_and_resets_as_the_page_does():
    figure = Gates(function="XOR")
    assert figure.found == [FUNCTIONS.index("OR")]
    figure.b = -1.5
    figure.b = -1.75
    assert figure.found == [FUNCTIONS.index("OR"), FUNCTIONS.index("AND")]
    figure.function = "NAND"
    figure._handle_custom_msg({"do": "reset"}, [])
    assert (figure.b, figure.function, figure.found) == (-0.5, "XOR", [FUNCTIONS.index("OR")])
