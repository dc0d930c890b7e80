"""Layers and their product in a real browser: the numbers are nnlib's, and tanh alone bends."""

import numpy as np
import pytest
import traitlets
from figure_page import alive, in_next_frame, settle, tab_to, twin, verdict, violations, write_page

from nnlib.figures import LinearCollapse

PROSE = '<p><a id="tanh" href="#collapse.activation=tanh&collapse.seed=3">Put tanh between</a>.</p>'
CANVAS = """[...document.querySelectorAll("#collapse canvas")]
    .find((canvas) => canvas.clientWidth > 0).toDataURL()"""
FRAME = """(state) => nnModules["linear_collapse_driver.mjs"].frameOf(state)"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("collapse")
    return write_page(folder, LinearCollapse(id="collapse"), prose=PROSE).as_uri()


@pytest.fixture
def at(visit, page_file):
    """at(**context options): the figure on its page."""

    def open_figure(**options):
        return alive(visit(page_file, **options).page, "collapse")

    return open_figure


def drag(figure, label, value):
    figure.get_by_role("slider", name=label).fill(str(value))
    settle(figure.page)


def between(figure, activation):
    figure.get_by_role("combobox", name="between the layers").select_option(activation)
    settle(figure.page)


def write(figure, label, value):
    field = figure.get_by_role("spinbutton", name=label, exact=True)
    field.fill(str(value))
    field.press("Tab")
    settle(figure.page)


def test_the_page_computes_what_the_kernel_does(at):
    page = at().page
    own = [round(-1.5 + 0.1 * k, 1) for k in range(30)]
    for settings in (
        {},
        {"depth": 5, "seed": 7},
        {"depth": 5, "activation": "tanh", "angle": -75, "offset": -1.3},
        {"depth": 4, "activation": "tanh", "weights_from": "own", "own": own},
        {"depth": 1, "weights_from": "own", "own": [0.0] * 30},
    ):
        figure = LinearCollapse(**settings)
        frame = page.evaluate(FRAME, figure.state())
        assert frame.keys() == figure.frame.keys()
        for name in ("depth", "activation", "params"):
            assert frame[name] == figure.frame[name]
        for name in ("W", "b", "difference", "bend"):
            assert np.allclose(frame[name], figure.frame[name], rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_linear_layers_are_one_layer_whatever_the_weights(depth):
    for seed in range(20):
        figure = LinearCollapse(depth=depth, seed=seed, angle=7 * seed - 70, offset=0.1 * seed - 1)
        assert figure.difference < 1e-13
        assert figure.bend < 1e-13
        X = np.array([[0.3, -1.2], [5.0, 2.0]])
        assert np.allclose(figure.net(figure.params, X), X @ figure.W + figure.b, rtol=1e-12)


def test_tanh_between_two_layers_bends_and_one_layer_has_none():
    bent = LinearCollapse(depth=2, activation="tanh", seed=3)
    assert bent.bend > 0.05
    assert bent.difference > 1
    assert LinearCollapse(depth=1, activation="tanh", seed=3).bend < 1e-13


def test_layers_of_your_own_are_shown_and_wrong_shapes_refused():
    turn = np.array([[0.0, 1], [-1, 0]])
    figure = LinearCollapse(layers=[(turn, [1, 0]), (turn, [0, 0])])
    assert figure.depth == 2
    assert np.array_equal(figure.W, -np.eye(2))
    assert figure.b.tolist() == [0, 1]
    figure.own = [0, 1, -1, 0, 0, 0] * 5
    assert figure.b.tolist() == [0, 0]
    figure.weights_from = "seed"
    assert np.array_equal(figure.params, LinearCollapse(depth=2).params)
    with pytest.raises(ValueError, match=r"layers has shapes .*\(3, 2\).*expected 1 to 5 pairs"):
        LinearCollapse(layers=[(np.ones((3, 2)), np.ones(2))])
    with pytest.raises(traitlets.TraitError, match="depth"):
        LinearCollapse(depth=6)


def test_a_line_that_becomes_a_point_or_comes_back_is_measured_too():
    assert LinearCollapse(layers=[(np.zeros((2, 2)), [1, 2])]).bend == 0
    fold = [([[1, 1], [0, 0]], [0, 0]), ([[1, 0], [-1, 0]], [0, 0])]
    assert LinearCollapse(layers=fold, activation="tanh").bend == 0


def test_five_linear_layers_do_not_answer_and_two_with_tanh_do(at):
    figure = at()
    drag(figure, "layers", 5)
    assert verdict(figure) == "Five layers, and the line is straight. What does bend it?"
    assert "The line is still straight." in twin(figure)
    assert "W = W[1]···W[5]" in figure.inner_text()
    between(figure, "tanh")
    assert verdict(figure) == "It bends. Do fewer layers bend it, too?"
    drag(figure, "layers", 1)
    assert verdict(figure).startswith("One layer has no units between")
    write(figure, "seed", 3)
    drag(figure, "layers", 2)
    assert verdict(figure).startswith("One tanh between two layers bends it.")
    assert figure.locator(".nn-solved").count() == 1


def test_tab_arrows_and_enter_alone_find_what_bends_the_line(at):
    figure = at()
    page = figure.page

    def press(name, key, times=1):
        tab_to(page, name)
        for _ in range(times):
            page.keyboard.press(key)
            settle(page)

    press("layers", "ArrowRight", times=2)
    assert verdict(figure) == "Five layers, and the line is straight. What does bend it?"
    assert twin(figure).startswith("5 layers, identity between them.")
    press("between the layers", "ArrowDown")
    assert verdict(figure) == "It bends. Do fewer layers bend it, too?"
    press("direction of the line", "ArrowRight", times=3)
    press("its distance from the middle", "ArrowLeft")
    press("seed", "ArrowUp", times=2)
    press("w12 of layer 2", "ArrowDown")
    press("layers", "ArrowLeft", times=3)
    assert verdict(figure).startswith("One tanh between two layers bends it.")
    start = LinearCollapse(seed=3, depth=5).params
    own = [*start[:7], start[7] - 1, *start[8:]]
    settings = {"depth": 2, "activation": "tanh", "angle": 33, "offset": 0.45}
    expected = LinearCollapse(weights_from="own", own=own, **settings)
    assert f"it lies up to {expected.bend:.3g} beside the straight way" in twin(figure)
    press("Reset", "Enter")
    assert twin(figure).startswith("3 layers, identity between them.")


def test_the_product_is_shown_and_follows_a_weight(at):
    figure = at()
    drag(figure, "layers", 2)
    for place, value in enumerate((2, 0, 0, 3, 1, 1)):
        name = ("w11", "w12", "w21", "w22", "b1", "b2")[place]
        write(figure, f"{name} of layer 1", value)
        write(figure, f"{name} of layer 2", (1, 1, 0, 1, 0, 0.5)[place])
    assert "W = (2, 2; 0, 3), b = (1, 2.5)" in twin(figure)
    values = figure.locator(".nn-single output").all_inner_texts()
    assert values == ["2", "2", "0", "3", "1", "2.5"]
    source = figure.get_by_role("combobox", name="weights from")
    assert source.input_value() == "own"
    assert figure.get_by_role("spinbutton", name="seed").is_disabled()
    figure.get_by_role("button", name="Reset").click()
    settle(figure.page)
    assert source.input_value() == "seed"


def test_a_singular_product_is_explained(at):
    figure = at()
    drag(figure, "layers", 1)
    for name, value in {"w11": 1, "w12": 2, "w21": 2, "w22": 4}.items():
        write(figure, f"{name} of layer 1", value)
    notice = figure.locator(".nn-notice").inner_text()
    assert notice == (
        "The layers squeeze the plane onto a line, or nearly: the determinant of W is 0."
    )


@pytest.mark.parametrize(
    ("width", "size", "side"), [(360, (340, 540), 126), (1280, (720, 470), 187)]
)
def test_a_press_in_the_first_plane_moves_the_line_there(at, width, size, side):
    figure = at(viewport={"width": width, "height": 900})
    drag(figure, "direction of the line", 0)
    picture = figure.locator("canvas:visible")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    for x, y in [(56, 44), (2, 2)]:  # in the first plane, and beside every plane
        picture.click(position={"x": x / size[0] * box["width"], "y": y / size[1] * box["height"]})
        settle(figure.page)
        offset = float(figure.get_by_role("slider", name="its distance").input_value())
        assert abs(offset - (2.2 - 20 * 4.4 / side)) < 0.06


def test_a_link_puts_tanh_between_in_the_next_frame(at):
    figure = at()
    change = "() => document.querySelector('#tanh').click()"
    before, after = in_next_frame(figure.page, change, f"() => {CANVAS}")
    assert before != after
    assert "tanh between them" in twin(figure)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_it_fits_and_axe_finds_nothing(at, theme, width):
    figure = at(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = figure.page
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    drag(figure, "layers", 5)
    write(figure, "w11 of layer 5", 99)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
