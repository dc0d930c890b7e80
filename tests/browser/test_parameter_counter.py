"""The parameter counter in a page: nnlib's totals, its slips, its answer."""

import pytest
import traitlets
from figure_page import alive, figures_at, in_next_frame, verdict, violations

from nnlib.figures import ParameterCounter

PROSE = """
<p><a id="slip" href="#parameter_counter.counting=last%20biases%20twice">twice</a>
<a id="large" href="#parameter_counter.inputs=784&parameter_counter.hidden=1000,200,0,0,0">large</a>
<a id="half" href="#parameter_counter.hidden=9,2.5,0,0,0">half</a></p>
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with figures_at(tmp_path_factory.mktemp("counter"), ParameterCounter(), prose=PROSE) as address:
        yield address


@pytest.fixture
def page(visit, address):
    page = visit(address).page
    alive(page, "parameter_counter")
    return page


def rows(page):
    return page.locator(".nn-count tbody tr").all_inner_texts()


def total(page):
    return int(page.locator(".nn-count tbody tr:last-child td:last-child").inner_text())


def wait_for_total(page, expected):
    page.wait_for_function(
        """expected => document.querySelector(".nn-count tbody tr:last-child td:last-child")
            .textContent === String(expected)""",
        arg=expected,
    )


def build(page, *hidden):
    numbers = [*hidden, *[0] * (5 - len(hidden))]
    page.evaluate(f"location.hash = '#parameter_counter.hidden={','.join(map(str, numbers))}'")


@pytest.mark.parametrize(
    "sizes",
    [(8, 9, 9, 9, 4), (2, 2, 1), (3, 4, 4, 1), (5, 1), (784, 100, 10), (7, 6, 5, 4, 3, 2, 1)],
)
def test_the_page_counts_as_nnlib_does(page, sizes):
    figure = ParameterCounter(sizes=sizes)
    assert figure.sizes == sizes
    counted = page.evaluate(
        'state => nnModules["parameter_counter.js"].default.description.look(state)', figure.state()
    )
    assert counted["sizes"] == list(sizes)
    assert counted["total"] == figure.total == counted["weights"] + counted["biases"]


def test_the_slides_network_has_301_layer_by_layer(page):
    cells = [row.split("\t") for row in rows(page)]
    assert cells == [
        ["1", "8·9 = 72", "9", "81"],
        ["2", "9·9 = 81", "9", "90"],
        ["3", "9·9 = 81", "9", "90"],
        ["4", "9·4 = 36", "4", "40"],
        ["total", "270", "31", "301"],
    ]


@pytest.mark.parametrize(
    ("counting", "expected", "why"),
    [
        ("weights only", 270, "Biases are parameters too"),
        ("inputs with biases, too", 309, "Inputs compute nothing"),
        ("last biases twice", 305, "added once more"),
    ],
)
def test_each_slip_has_its_total_and_is_called_one(page, counting, expected, why):
    page.get_by_role("combobox", name="count").select_option(counting)
    wait_for_total(page, expected)
    notice = page.locator(".nn-figure .nn-notice").inner_text()
    assert why in notice
    assert f"makes {expected}; the network has 301" in notice
    assert page.locator(".nn-solved").count() == 0


@pytest.mark.parametrize("hidden", [(10, 9, 8), (9, 10, 8)])
def test_moving_one_unit_makes_305_right(page, hidden):
    figure = page.locator("#parameter_counter")
    for place, units in enumerate(hidden, start=1):
        field = figure.get_by_role("spinbutton", name=f"hidden {place}", exact=True)
        field.fill(str(units))
        field.press("Tab")
    wait_for_total(page, 305)
    assert "one unit moved" in verdict(page)
    assert page.locator(".nn-solved").count() == 1


def test_other_ways_to_305_are_right_but_not_the_answer(page):
    build(page, 9, 13, 5)
    wait_for_total(page, 305)
    assert verdict(page) == "8–9–13–5–4 has 305, too. Can you do it by moving one unit?"
    build(page, 9, 9, 9)
    page.locator("#slip").click()
    wait_for_total(page, 305)
    assert verdict(page).startswith("So one gets 305, by a slip")
    assert page.locator(".nn-solved").count() == 0


def test_layers_are_added_and_taken_away_by_keyboard(page):
    more, fewer = (page.get_by_role("button", name=f"{sign} hidden layer") for sign in "+−")
    for expected in (391, 481):
        more.press("Enter")
        wait_for_total(page, expected)
    assert more.get_attribute("aria-disabled") == "true"
    more.press("Enter")
    assert total(page) == 481
    for expected in (391, 301, 211, 121, 36):
        fewer.press("Enter")
        wait_for_total(page, expected)
    assert fewer.get_attribute("aria-disabled") == "true"
    assert page.locator(".nn-units:visible").count() == 2
    page.get_by_role("button", name="Reset").press("Enter")
    wait_for_total(page, 301)


def test_the_picture_follows_in_the_next_frame_and_large_layers_are_drawn_whole(page):
    change = """() => {
        const field = document.querySelector("#parameter_counter .nn-units input");
        field.value = 12;
        field.dispatchEvent(new Event("change", { bubbles: true }));
    }"""
    before, after = in_next_frame(
        page, change, "() => document.querySelector('canvas').toDataURL()"
    )
    assert before != after
    page.locator("#large").click()
    wait_for_total(page, (784 + 1) * 1000 + 1001 * 200 + 201 * 4)
    assert "784–1000–200–4" in page.locator(".nn-twin").inner_text()


def test_half_a_unit_is_rounded_and_told(page):
    page.locator("#half").click()
    page.wait_for_function(
        "document.querySelector('.nn-figure .nn-notice').textContent"
        " === '2.5 units were rounded to 2.'"
    )
    wait_for_total(page, ParameterCounter(sizes=(8, 9, 2, 4)).total)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_all_fits(visit, address, width, theme):
    page = visit(address, viewport={"width": width, "height": 900}, color_scheme=theme).page
    alive(page, "parameter_counter")
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    page.locator("#slip").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_counts_stand(visit, address):
    page = visit(address, java_script_enabled=False).page
    assert "301" in page.locator(".nn-count").inner_text()
    assert page.locator("svg").first.is_visible()
    assert not page.locator(".nn-sizes").is_visible()
    assert not page.locator(".nn-controls").is_visible()


def test_python_says_what_is_wrong_with_sizes():
    for sizes in ((8,), (1001, 4), (8, 1001), (1,) * 8):
        with pytest.raises(ValueError, match=r"sizes is \(.*\); expected 1 to 1000 inputs, 0 to 5"):
            ParameterCounter(sizes=sizes)
    with pytest.raises(ValueError, match=r"sizes is 2\.5; expected a whole number"):
        ParameterCounter(sizes=(8, 2.5, 4))
    with pytest.raises(traitlets.TraitError, match="inputs"):
        ParameterCounter(inputs=1001)
    with pytest.raises(traitlets.TraitError, match="expected whole numbers"):
        ParameterCounter(hidden=[2.5, 0, 0, 0, 0])
