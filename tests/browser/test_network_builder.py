"""The network builder in a real browser: its numbers are nnlib's, and a reader finds the shapes."""

import numpy as np
import pytest
import traitlets
from figure_page import alive, in_next_frame, settle, tab_to, twin, verdict, violations, write_page

import nnlib
from nnlib.figures import NetworkBuilder
from nnlib.figures.network_builder import ACTIVATIONS

PROSE = '<p><a id="deep" href="#builder.inputs=8&builder.hidden=9,9,9,0,0">Take 8–9–9–9</a>.</p>'
CANVAS = """[...document.querySelectorAll("#builder canvas")]
    .filter((canvas) => canvas.clientWidth > 0).map((canvas) => canvas.toDataURL()).join()"""
FRAME = """(state) => nnModules["network_builder_driver.mjs"].frameOf(state)"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("builder")
    return write_page(folder, NetworkBuilder(id="builder"), prose=PROSE).as_uri()


@pytest.fixture
def at(visit, page_file):
    """at(**context options): the figure on its page."""

    def open_figure(**options):
        return alive(visit(page_file, **options).page, "builder")

    return open_figure


def write(figure, label, value):
    field = figure.get_by_role("spinbutton", name=label, exact=True)
    field.fill(str(value))
    field.press("Tab")
    settle(figure.page)


def guess(figure, *layers):
    """Write (rows, columns, entries) for each layer, or (rows, columns) in the slides' form."""
    for layer, shape in enumerate(layers, start=1):
        for what, value in zip(("rows of W", "columns of W", "entries of b"), shape, strict=False):
            write(figure, f"{what} of layer {layer}", value)


def flat(frame):
    numbers = [*frame["Z"], *frame["A"], frame["unit"]["weights"], [frame["unit"]["bias"]]]
    return np.concatenate([*numbers, frame["params"] or []])


def test_the_page_computes_what_the_kernel_does(at):
    page = at().page
    for k, (name, sizes) in enumerate(
        [
            ("tanh", (3, 4, 2)),
            ("sigmoid", (8, 9, 9, 9, 4)),
            ("relu", (1, 1)),
            ("step", (5, 7, 1)),
            ("identity", (12, 64, 3, 64, 1, 64)),
        ]
    ):
        figure = NetworkBuilder(
            sizes=sizes, seed=k, activation=name, output=list(ACTIVATIONS)[-k], unit=[2, 3]
        )
        frame = page.evaluate(FRAME, figure.state())
        assert frame.keys() == figure.frame.keys()
        for part in ("sizes", "activation", "output", "params"):
            assert frame[part] == figure.frame[part]
        assert frame["unit"]["unit"] == figure.frame["unit"]["unit"]
        assert np.allclose(flat(frame), flat(figure.frame), rtol=1e-12, atol=1e-12)


def test_the_kernel_follows_each_setting_with_nnlib():
    figure = NetworkBuilder(sizes=(2, 3, 1), x=[1, 0.5], seed=4)
    figure.activation, figure.output, figure.seed, figure.inputs = "relu", "sigmoid", 5, 4
    figure.x = [*range(1, 13)]
    net = nnlib.MLP((4, 3, 1), hidden=nnlib.relu, output=nnlib.sigmoid)
    outputs = net(figure.params, np.array([[1.0, 2, 3, 4]]))
    assert np.array_equal(figure.A[-1], outputs)
    assert figure.frame["A"][-1] == outputs[0].tolist()
    tenths = 10 * figure.params
    assert np.allclose(tenths, np.round(tenths), atol=1e-12)
    assert len(set(np.round(tenths))) > 5
    figure.unit = [2, 1]
    W, b = list(net.layers(figure.params))[1]
    assert figure.frame["unit"]["weights"] == W[:, 0].tolist()
    assert figure.frame["unit"]["bias"] == b[0]


@pytest.mark.parametrize("sizes", [(3,), (13, 2), (2, 65), (1,) * 8])
def test_sizes_that_make_no_such_network_are_refused(sizes):
    with pytest.raises(ValueError, match="expected 1 to 12 inputs, 0 to 5 hidden layers"):
        NetworkBuilder(sizes=sizes)
    with pytest.raises(traitlets.TraitError, match="inputs"):
        NetworkBuilder().inputs = 13


def test_the_right_shapes_open_the_arrays_and_are_recognised(at):
    figure = at()
    pictures = {figure.page.evaluate(CANVAS)}
    guess(figure, (3, 4, 4))
    assert verdict(figure) == "1 of 2 layers are right."
    pictures.add(figure.page.evaluate(CANVAS))
    guess(figure, (3, 4, 4), (2, 4, 2))
    assert "the other way round" in figure.locator(".nn-guesses").inner_text()
    pictures.add(figure.page.evaluate(CANVAS))
    guess(figure, (3, 4, 4), (4, 2, 2))
    assert verdict(figure).startswith("All right: W has a row for each unit that sends")
    assert figure.locator(".nn-solved").count() == 1
    pictures.add(figure.page.evaluate(CANVAS))
    assert len(pictures) == 3  # a wrong shape opens nothing


def test_looking_and_square_matrices_do_not_count(at):
    figure = at()
    figure.get_by_role("checkbox", name="show the shapes").check()
    guess(figure, (3, 4, 4), (4, 2, 2))
    assert verdict(figure) == "All right, but you were looking. Hide the shapes."
    figure.get_by_role("checkbox", name="show the shapes").uncheck()
    figure = at()
    write(figure, "hidden 1", 3)
    guess(figure, (3, 3, 3), (3, 2, 2))
    assert verdict(figure).startswith("Right. But only layers of different sizes")
    assert figure.locator(".nn-solved").count() == 0


def test_in_the_slides_form_biases_are_a_column_of_the_matrix(at):
    figure = at()
    figure.get_by_role("combobox", name="notation").select_option("slides")
    guess(figure, (4, 3))
    assert "where are the biases?" in figure.locator(".nn-guesses").inner_text()
    guess(figure, (4, 4), (2, 5))
    assert verdict(figure).startswith("All right: W has a row for each unit that receives")


def test_layers_come_and_go_and_the_numbers_follow(at):
    figure = at()
    assert "The network 3–4–2 has 26 weights and biases." in twin(figure)
    figure.get_by_role("button", name="+ hidden layer").click()
    write(figure, "hidden 2", 5)
    assert "The network 3–4–5–2 has 53 weights" in twin(figure)
    fewer = figure.get_by_role("button", name="− hidden layer")
    fewer.click()
    fewer.click()
    write(figure, "x3", -7)
    expected = NetworkBuilder(sizes=(3, 2), x=[1, -0.5, -7])
    outputs = ", ".join(f"{value:.3g}".replace("-", "−") for value in expected.A[-1][0])
    assert f"a = ({outputs})" in twin(figure)
    assert fewer.get_attribute("aria-disabled") == "true"
    write(figure, "inputs", 13)
    assert "inputs: a whole number from 1 to 12" in figure.inner_text()
    figure.get_by_role("button", name="Reset").click()
    figure.page.wait_for_function(
        "document.querySelector('#builder .nn-twin').innerText.includes('3–4–2')"
    )


def test_tab_arrows_and_enter_alone_build_a_network_and_find_its_shapes(at):
    figure = at()
    page = figure.page

    def press(name, key, times=1):
        tab_to(page, name)
        for _ in range(times):
            page.keyboard.press(key)
            settle(page)

    for layer, shape in enumerate([(3, 4, 4), (4, 2, 2)], start=1):
        for what, number in zip(("rows of W", "columns of W", "entries of b"), shape, strict=True):
            press(f"{what} of layer {layer}", "ArrowUp", times=number)
    assert verdict(figure).startswith("All right: W has a row for each unit that sends")
    press("hidden 1", "ArrowUp")
    press("+ hidden layer", "Enter")
    press("x1", "ArrowDown", times=2)
    press("hidden activation", "ArrowDown")
    press("layer", "ArrowUp")
    expected = NetworkBuilder(sizes=(3, 5, 5, 2), x=[-1, -0.5, 2], activation="sigmoid")
    (z, *_), (a, *_) = expected.Z[1][0], expected.A[2][0]
    assert "The network 3–5–5–2 has 62 weights and biases. x = (-1, -0.5, 2);" in minus(
        twin(figure)
    )
    assert "Written out, unit 1 of hidden 2: z = " in twin(figure)
    assert f"= {z:.3g}, and a = sigmoid(z) = {a:.3g}." in minus(twin(figure))
    press("Reset", "Enter")
    assert "The network 3–4–2 has 26 weights and biases." in twin(figure)


def minus(text):
    return text.replace("−", "-")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_press_on_a_unit_writes_it_out(at, width):
    figure = at(viewport={"width": width, "height": 900})
    picture = figure.locator("canvas:visible").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    # The last output: below right in the wide picture, at the bottom in the other.
    wide = (720, 300, 698, 172) if width == 1280 else (340, 400, 244, 378)
    place = {"x": wide[2] / wide[0] * box["width"], "y": wide[3] / wide[1] * box["height"]}
    picture.click(position=place)
    figure.page.wait_for_function(
        "document.querySelector('#builder .nn-twin').innerText.includes('unit 2 of outputs')"
    )
    W, b = list(NetworkBuilder().net.layers(NetworkBuilder().params))[1]
    assert f"z = {W[0, 1]:.3g}·".replace("-", "−") in twin(figure)
    assert f"+ {b[1]:.3g} =" in twin(figure)


def test_a_large_network_is_thinned_and_says_so(at):
    big = NetworkBuilder(sizes=(12, 64, 20, 2), shapes=True)
    svg = big.still().svg
    assert "hidden 1: 64, 10 drawn" in svg
    assert "W[1]  12×64" in svg
    assert svg.count("<circle") < 60
    figure = at()
    before, after = in_next_frame(
        figure.page,
        "() => document.querySelector('#deep').click()",
        f"() => {CANVAS}",
    )
    assert before != after
    figure.page.wait_for_function(
        "document.querySelector('#builder .nn-twin').innerText.includes('8–9–9–9–2')"
    )


def test_the_text_of_a_fresh_figure_gives_no_shape_away(at):
    assert "W[1] 3×4" not in twin(at())
    assert "3×4" not in NetworkBuilder().still().svg
    assert "W[1] 3×4, b[1] 4; W[2] 4×2, b[2] 2" in NetworkBuilder(shapes=True).still().html


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_it_fits_and_axe_finds_nothing(at, theme, width):
    figure = at(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = figure.page
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    guess(figure, (3, 4, 4), (2, 4, 2))
    write(figure, "inputs", 12)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
