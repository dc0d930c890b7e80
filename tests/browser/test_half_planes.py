"""The figure of combined half-planes: nnlib's network, its answer, and every way to move a line."""

import re

import numpy as np
import pytest
from figure_page import alive, figures_at, in_next_frame, settle, twin, violations

from nnlib import MLP, step
from nnlib.figures import HalfPlanes
from nnlib.figures.half_planes import UNITS, disc_in_ring

SQUARE = {"directions": [0, 90, 180, -90, 45, 45], "distances": [42, 42, 42, 42, 60, 60]}
CANVAS = "document.querySelector('#half_planes canvas')"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with figures_at(tmp_path_factory.mktemp("half_planes"), HalfPlanes()) as address:
        yield address


@pytest.fixture
def page(visit, address):
    page = visit(address).page
    alive(page, "half_planes")
    return page


def put(page, **settings):
    def text(value):
        return ",".join(map(str, value)) if isinstance(value, list) else str(value)

    parts = [f"half_planes.{name}={text(value)}" for name, value in settings.items()]
    page.evaluate("hash => (location.hash = hash)", "#" + "&".join(parts))
    settle(page)
    settle(page)


def chosen(page, what):
    slider = page.get_by_role("slider", name=re.compile(f"^{what} of line"))
    number = slider.get_attribute("aria-valuetext").replace("−", "-")
    return slider.get_attribute("aria-label"), float(re.sub(r"[ °%]", "", number))


def random_states(count):
    rng = np.random.default_rng(2)
    for _ in range(count):
        yield {
            "dataset": ["disc in a ring", "blobs", "XOR"][int(3 * rng.random())],
            "unit": list(UNITS)[int(3 * rng.random())],
            "count": 1 + int(6 * rng.random()),
            "directions": np.round(rng.uniform(-180, 180, 6)).tolist(),
            "distances": np.round(rng.uniform(-80, 80, 6)).tolist(),
            "seed": int(1000 * rng.random()),
        }


def test_page_and_nnlib_have_the_same_network_and_outputs(page):
    states = list(random_states(40))
    looks = page.evaluate(
        """([state, changes]) => changes.map((change) => {
            const { look } = nnModules["half_planes.js"].default.description;
            const { X, T, lines, missed, needed } = look({ ...state, ...change });
            return { X: [...X], T: [...T], lines, missed, needed };
        })""",
        [HalfPlanes().state(), states],
    )
    figure = HalfPlanes()
    for settings, seen in zip(states, looks, strict=True):
        for name, value in settings.items():
            setattr(figure, name, value)
        (W1, b1), (W2, b2) = figure.net.layers(figure.params)
        np.testing.assert_allclose(W1.T, [line["w"] for line in seen["lines"]], atol=1e-15)
        np.testing.assert_allclose(b1, [line["b"] for line in seen["lines"]], atol=4e-15)
        assert (W2 == 1).all()
        assert b2[0] == 0.5 - seen["needed"]
        X, T = figure.data
        np.testing.assert_allclose(X.ravel(), seen["X"], rtol=1e-14, atol=1e-14)
        assert T.ravel().tolist() == seen["T"]
        assert (figure.net(figure.params, X) != T).ravel().tolist() == seen["missed"]


@pytest.mark.parametrize("unit", list(UNITS))
def test_the_shaded_region_is_where_the_network_says_1(page, unit):
    """Colours at places of the picture, away from every line, point and number."""
    settings = {"dataset": "XOR", "unit": unit, "count": 4}
    lines = {"directions": [20, 140, -100, 60, 0, 0], "distances": [60, 55, 40, 70, 0, 0]}
    if unit == "OR":
        lines["distances"] = [-20, -35, -40, -50, 0, 0]
    put(page, **settings, **lines)
    figure = HalfPlanes(**settings, **lines)
    x1, x2 = np.meshgrid(np.linspace(-0.45, 1.45, 24), np.linspace(-0.45, 1.45, 24))
    places = np.stack([x1.ravel(), x2.ravel()], axis=1)
    (W1, b1), _ = figure.net.layers(figure.params)
    feet = 0.5 + (-W1 * (np.array(lines["distances"][:4]) / 100)).T
    corners, _ = figure.data
    marks = np.concatenate([feet, corners])
    clear = (abs(places @ W1 + b1) > 0.08).all(axis=1)
    clear &= (np.linalg.norm(places[:, None] - marks, axis=2) > 0.12).all(axis=1)
    places = places[clear]
    pixels = page.evaluate(
        f"""places => {{
            const canvas = {CANVAS}, context = canvas.getContext("2d");
            const scale = canvas.width / 340;
            return places.map(([x1, x2]) => {{
                const x = (38 + ((x1 + 0.5) / 2) * 290) * scale;
                const y = (22 + 290 - ((x2 + 0.5) / 2) * 290) * scale;
                return [...context.getImageData(x, y, 1, 1).data];
            }});
        }}""",
        places.tolist(),
    )
    blue = np.array([blue > red for red, _, blue, _ in pixels])
    outputs = figure.net(figure.params, places)[:, 0] == 1
    assert 10 < outputs.sum() < len(outputs) - 10
    assert np.array_equal(blue, outputs)


def test_four_lines_are_the_answer_and_five_are_not(page):
    put(page, count=5, **SQUARE)
    assert "204 of 204" in twin(page)
    assert page.locator(".nn-verdict").inner_text() == "5 lines do it. Can fewer?"
    assert page.locator(".nn-solved").count() == 0
    put(page, count=4)
    page.locator(".nn-solved").wait_for()
    assert "Four lines and AND" in page.locator(".nn-solved").inner_text()


def test_three_lines_never_shut_the_disc_in():
    """20,000 draws for each output unit; four of the best triangles' corners stay in the ring."""
    X, T = disc_in_ring()
    rng = np.random.default_rng(3)
    angles = rng.uniform(0, 2 * np.pi, (20_000, 3))
    normals = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    nearest = np.max(X[T[:, 0] == 1] @ normals.reshape(-1, 2).T, axis=0).reshape(-1, 3)
    distances = np.where(
        rng.random((20_000, 3)) < 0.5, nearest + 1e-9, rng.uniform(-5, 5, (20_000, 3))
    )
    votes = sum(distances[:, line] > X @ normals[:, line].T for line in range(3))
    for needed in (1, 2, 3):
        right = ((votes >= needed) == (T == 1)).sum(axis=0)
        assert right.max() < len(X)


def test_xor_needs_two_lines_and_an_and():
    lines = {"directions": [45, -135, 0, 0, 0, 0], "distances": [35, 35, 0, 0, 0, 0]}
    figure = HalfPlanes(dataset="XOR", count=2, unit="AND", **lines)
    X, T = figure.data
    assert figure.net == MLP(sizes=(2, 2, 1), hidden=step, output=step)
    assert np.array_equal(figure.net(figure.params, X), T)


def drag(page, start, end):
    """From place to place in the plane's own units."""
    box = page.locator("canvas").first.bounding_box()
    scale = box["width"] / 340

    def at(x1, x2):
        x, y = 38 + (x1 + 6.5) / 13 * 290, 22 + 290 - (x2 + 6.5) / 13 * 290
        return box["x"] + x * scale, box["y"] + y * scale

    page.mouse.move(*at(*start))
    page.mouse.down()
    page.mouse.move(*at(*end), steps=6)
    page.mouse.up()
    settle(page)


def test_a_drag_leads_the_chosen_line_and_a_press_on_a_number_chooses(page):
    drag(page, (0, 4), (0, 3.25))
    assert chosen(page, "direction") == ("direction of line 1", 90)
    assert chosen(page, "distance") == ("distance of line 1", 50)
    angle = np.radians(-160)
    drag(page, (3.25 * np.cos(angle), 3.25 * np.sin(angle)), (-2.6, 0))
    assert chosen(page, "direction") == ("direction of line 2", 180)
    assert chosen(page, "distance") == ("distance of line 2", 40)
    drag(page, (0, 0), (0, 6.5))  # over the number of line 1, which stays where it is
    assert chosen(page, "distance") == ("distance of line 2", 100)


def test_the_keyboard_is_enough_and_reset_goes_back(page):
    start = twin(page)
    page.get_by_role("slider", name="line to move").press("ArrowRight")
    settle(page)
    page.get_by_role("slider", name="direction of line 2").press("ArrowRight")
    settle(page)
    assert chosen(page, "direction") == ("direction of line 2", -159)
    page.get_by_role("slider", name="lines", exact=True).press("End")
    settle(page)
    assert "unit 6:" in twin(page)
    page.get_by_role("button", name="Reset").click()
    settle(page)
    assert twin(page) == start


def test_a_line_is_drawn_in_the_next_frame(page):
    change = """() => {
        const input = document.querySelector('#half_planes .nn-chosen input');
        input.value = 70;
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    before, after = in_next_frame(page, change, f"() => {CANVAS}.toDataURL()")
    assert before != after


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_for_everybody(visit, address, theme, width):
    page = visit(address, viewport={"width": width, "height": 900}, color_scheme=theme).page
    alive(page, "half_planes")
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    page.locator("summary").click()
    put(page, count=6)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
