"""A figure that somebody adds as three files in a folder of their own, in a real page."""

import importlib

import pytest
from figure_page import alive, figures_at, settle, twin

from nnlib.figures import Gates

PYTHON = '''
from nnlib.figures.figure import Figure
from nnlib.figures.settings import numbers, whole

class Pointer(Figure):
    """Where it was pointed to."""

    count = whole(0, 0, 9, "count")
    place = numbers([0, 0], -1, 1, "place", names=["x", "y"])
    heard = numbers([], 0, 1000, "heard")
'''
VIEW = """
import { resetButton } from "./buttons.mjs";
import { put } from "./controls.mjs";
import { axes, inside, marker, plot } from "./draw.mjs";
import { h, say } from "./dom.mjs";
import { signedSides } from "./plane.mjs";
import { figure } from "./view.mjs";

function paint(surface, { place }) {
  const side = surface.width - 40;
  const at = plot({ left: 20, top: 20, width: side, height: side }, [-1, 1], [-1, 1]);
  signedSides(surface, at, (x1, x2) => x1 - x2, 20);
  axes(surface, at);
  marker(surface, at.x(place[0]), at.y(place[1]), true, true, 12);
  return at;
}

function point(place, model) {
  const { pressed, painted } = place;
  if (!inside(place, painted)) return;
  put(model, "heard", [...model.get("heard"), pressed ? 1 : 0, painted.width]);
  put(model, "place", painted.valueAt(place));
}

function steps(model) {
  const told = h("output");
  const more = h("button", { onclick: () => put(model, "count", model.get("count") + 1) }, "More");
  return {
    element: h("div", { class: "nn-steps nn-stays" }, told, more),
    update: ({ count }) => say(told, `Part ${count}`),
  };
}

export default figure({
  title: "Pointer",
  question: { ask: "Where?", answer: () => null,
    why: { ask: "Why?", options: ["a", "b"], right: 0, because: "So." } },
  parts: [steps],
  buttons: [resetButton],
  controls: ["place"],
  panels: [{ label: "A plane", width: 440, height: 440, narrow: { width: 240, height: 240 },
    paint, point }],
  describe: ({ place, heard }) => `${place.map((part) => part.toFixed(1))}; ${heard}`,
});
"""
STYLE = """
.nn-steps { color: rgb(1, 2, 3); & output { color: inherit; } }
.nn-title { letter-spacing: 7px; }
@container (max-width: 30rem) { .nn-steps { color: rgb(4, 5, 6); } }
@media (scripting: none) { .nn-steps button { display: none; } }
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    for suffix, text in (("py", PYTHON), ("js", VIEW), ("css", STYLE)):
        (folder / f"pointer.{suffix}").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        pointer = importlib.import_module("pointer").Pointer
    assert "letter-spacing: 7px" in pointer()._css
    assert "letter-spacing: 7px" not in Gates()._css
    figures = [pointer(), Gates(), pointer(id="second")]
    with figures_at(tmp_path_factory.mktemp("page"), *figures) as address:
        yield address


def styles(page, selector, name):
    return page.locator(selector).evaluate_all(
        "(all, name) => all.map((element) => getComputedStyle(element)[name])", name
    )


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("width", "colour"), [(1280, "rgb(1, 2, 3)"), (360, "rgb(4, 5, 6)")])
def test_its_rules_hold_in_it_alone(visit, address, width, colour, scripts):
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}
    page = visit(address, **options).page
    if scripts:
        alive(page, "second")
    assert styles(page, ".nn-title", "letterSpacing") == ["7px", "normal", "7px"]
    assert styles(page, ".nn-steps output", "color") == [colour, colour]


def test_its_parts_stand_above_the_buttons_and_follow_the_state(visit, address):
    page = visit(address).page
    figure = alive(page, "pointer")
    classes = figure.locator(".nn-settings > *").evaluate_all("all => all.map((e) => e.className)")
    assert classes == ["nn-steps nn-stays", "nn-buttons", "nn-controls"]
    for _ in range(2):
        figure.get_by_role("button", name="More").click()
    settle(page)
    assert figure.locator(".nn-steps output").inner_text() == "Part 2"
    figure.get_by_role("button", name="Reset").click()
    settle(page)
    assert figure.locator(".nn-steps output").inner_text() == "Part 0"
    assert page.locator("#second .nn-steps output").inner_text() == "Part 0"


def test_without_scripts_a_part_that_stays_is_there_and_no_other(visit, address):
    page = visit(address, java_script_enabled=False).page
    figure = page.locator("#pointer")
    assert figure.get_by_text("Part 0").is_visible()
    for gone in (".nn-steps button", ".nn-buttons", ".nn-controls", ".nn-why"):
        assert figure.locator(gone).count() == 1
        assert not figure.locator(gone).is_visible()
    assert not page.locator("#gates .nn-settings").is_visible()


@pytest.mark.parametrize(("width", "side"), [(1280, 400), (360, 200)])
def test_it_hears_what_was_pressed_and_what_was_painted_there(visit, address, width, side):
    page = visit(address, viewport={"width": width, "height": 800}).page
    figure = alive(page, "pointer")
    picture = figure.locator("canvas:visible")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    unit = box["width"] / (side + 40)

    def at(x, y):
        return box["x"] + (20 + x * side) * unit, box["y"] + (20 + y * side) * unit

    page.mouse.move(*at(0.25, 0.25))
    page.mouse.down()
    page.mouse.move(*at(0.5, 0.25))
    page.mouse.move(*at(0.75, 1.2))  # outside of the plot
    page.mouse.move(*at(0.75, 0.75))
    page.mouse.up()
    page.mouse.move(*at(0.1, 0.1))
    settle(page)
    assert twin(figure) == f"0.5,-0.5; 1,{side},0,{side},0,{side}"
