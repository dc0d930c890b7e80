import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import MLP, Node, circles, nodes, sigmoid, squared_error, tanh, xnor
from nnlib.graph import ancestors
from nnlib.graph_drawing import draw

SVG = "{http://www.w3.org/2000/svg}"


def xyz():
    x, y, z = Node(-2), Node(5), Node(-4)
    q = x + y
    f = q * z
    f.backward()
    return f, {"x": x, "y": y, "z": z, "q": q}


def network_with_loss(n_examples=1):
    net = MLP((2, 2, 1), tanh, sigmoid)
    params = nodes(net.init(1))
    X, T = xnor()
    J = np.asarray(squared_error(net(params, X[:n_examples]), T[:n_examples])).item()
    J.backward()
    (W1, b1), (W2, b2) = net.layers(params)
    return J, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def loop(turns=30):
    a = Node(0.5)
    s = a
    for turn in range(turns):
        s = s * a + (1 if turn % 3 == 0 else a)
    s.backward()
    return s, {"a": a}


def late(turns):
    """A sum whose terms are all ready at once: their edges skip ever more layers."""
    a = Node(0.5).tanh()
    s = a
    for turn in range(turns):
        s = s + a * turn
    return s


GRAPHS = {
    "one input": lambda: (Node(3), {}),
    "(x + y) z": xyz,
    "network": network_with_loss,
    "four examples": lambda: network_with_loss(4),
    "loop": loop,
}


def read(drawing):
    root = ElementTree.fromstring(drawing.svg)
    size = [float(root.get(side)) for side in ("width", "height")]
    boxes = [
        [float(rect.get(key)) for key in ("x", "y", "width", "height")]
        for rect in root.iter(f"{SVG}rect")
    ]
    curves = [
        [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
        for path in root.iter(f"{SVG}path")
        if "C" in path.get("d")
    ]
    return root, size, boxes, curves


def crossings(curves):
    """Pairs of curves between the same columns that change sides."""
    count = 0
    for (x1, y1, *_, to1, end1), (x2, y2, *_, to2, end2) in itertools.combinations(
        [(c[0], c[1], c[8], c[7]) for c in curves], 2
    ):
        count += (x1, to1) == (x2, to2) and (y1 - y2) * (end1 - end2) < 0
    return count


@pytest.mark.parametrize("make", GRAPHS.values(), ids=GRAPHS)
def test_every_node_has_a_box_and_no_two_boxes_touch(make):
    output, names = make()
    _, (width, height), boxes, _ = read(draw(output, names))
    assert len(boxes) == len(ancestors(output))
    for x, y, w, h in boxes:
        assert 0 < x < x + w < width
        assert 0 < y < y + h < height
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
        assert x1 + w1 < x2 or x2 + w2 < x1 or y1 + h1 < y2 or y2 + h2 < y1


@pytest.mark.parametrize("make", GRAPHS.values(), ids=GRAPHS)
def test_lines_run_from_left_to_right_and_never_through_a_box(make):
    root, _, boxes, curves = read(draw(*make()))
    lanes = [
        [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
        for path in root.iter(f"{SVG}path")
        if "h" in path.get("d")
    ]
    for x0, *_, flat, _, x1 in curves:
        assert x0 < flat < x1
        assert not any(x0 + 0.2 < x + w and x + 0.2 < x1 for x, _, w, _ in boxes)
    for start, level, length in lanes:
        assert not any(
            start < x + w and x < start + length and y <= level <= y + h for x, y, w, h in boxes
        )


def test_what_a_box_and_an_edge_say():
    root, *_ = read(draw(*xyz()))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    for line in ("x", "−2", "∂ −4", "q = +", "3", "×", "−12", "∂ 1"):
        assert line in texts
    output, _ = xyz()
    assert not any(text.startswith("x") for text in re.findall(r">(.+?)</text>", draw(output).svg))


def test_the_description_says_all_that_the_picture_shows():
    drawing = draw(*xyz())
    assert drawing.description.splitlines() == [
        "x is −2; gradient −4.",
        "y is 5; gradient −4.",
        "q, + of x (local derivative 1) and y (local derivative 1), is 3; gradient −4.",
        "z is −4; gradient 3.",
        "The output, × of q (local derivative −4) and z (local derivative 3), is −12; gradient 1.",
    ]
    root, *_ = read(drawing)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Computation graph of 5 nodes with the value −12"
    assert root.find(f"{SVG}desc").text == drawing.description


def test_gradients_are_shown_once_there_are_some():
    x = Node(3)
    y = x * x
    assert "∂" not in draw(y).svg
    assert "gradient" not in draw(y).description
    y.backward()
    assert "∂ 6" in draw(y).svg
    assert "gradient 6" in draw(y).description


def test_an_operand_used_twice_by_one_operation_has_both_derivatives_on_its_edge():
    x = Node(3)
    assert ">3 + 3</text>" in draw(x * x).svg


def test_parameters_of_a_network_are_named_by_their_index():
    J, names = network_with_loss()
    svg = draw(J, names).svg
    for name in ("W1[0, 1]", "b1[1]", "W2[1, 0]", "b2[0]"):
        assert f">{name}</text>" in svg


def test_the_same_graph_gives_the_same_picture():
    assert draw(*network_with_loss(4)) == draw(*network_with_loss(4))


trees = st.recursive(
    st.just(None), lambda children: st.tuples(children, children), min_leaves=2, max_leaves=14
)


@given(trees, st.randoms(use_true_random=False))
def test_no_lines_of_a_tree_cross(tree, random):
    def grown(branch):
        if branch is None:
            return Node(1)
        left, right = branch
        if random.random() < 0.5:  # the other way round, so that the order of making misleads
            second = grown(right)
            return grown(left) + second
        return grown(left) * grown(right)

    _, _, _, curves = read(draw(grown(tree)))
    assert crossings(curves) == 0


def test_crossings_of_a_batch_stay_few():
    # Each of three rows uses each of two weights: two of nine pairs of uses must cross somewhere.
    X, T = circles(3, seed=2)
    w = nodes([0.3, -0.2])
    J = ((np.dot(X, w) - T[:, 0]) ** 2).sum()
    _, _, _, curves = read(draw(J, {"w": w}))
    assert crossings(curves) <= 4


def test_a_long_edge_is_straight():
    _, _, _, curves = read(draw(*loop()))
    lane = [c for c in curves if c[1] == c[7]]
    assert len(lane) > 30


def test_an_input_stands_next_to_where_it_is_used():
    x, late = Node(1), Node(2)
    _, _, boxes, _ = read(draw(x.exp().tanh().sin() + late))
    columns = sorted({x for x, *_ in boxes})
    assert [x for x, *_ in boxes].count(columns[0]) == 1
    assert [x for x, *_ in boxes].count(columns[3]) == 2


def test_names_are_escaped():
    x = Node(1)
    drawing = draw(x.exp(), {"<b>&": x})
    root, *_ = read(drawing)
    assert "<b>&" in [text.text for text in root.iter(f"{SVG}text")]
    assert "<b>" not in drawing.svg


def test_notebooks_and_pages_get_markup_of_their_own():
    drawing = draw(*xyz())
    page = drawing._repr_html_()
    assert page.startswith('<div tabindex="0" role="group" aria-label=')
    assert drawing.svg in page
    ElementTree.fromstring(drawing._repr_svg_())
    assert "background: #fff" in drawing._repr_svg_()


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: draw(3), ValueError, "output is 3; expected a Node"),
        (
            lambda: draw(nodes([1, 2])),
            ValueError,
            "expected a Node such as one element of an array",
        ),
        (lambda: draw(Node(1), {"x": 3}), TypeError, "names\\['x'\\] holds 3; expected a node"),
        (lambda: draw(Node(1), {"x": [Node(1), "y"]}), TypeError, "names\\['x'\\] holds 'y'"),
        (lambda: draw(Node(1), ["x"]), TypeError, r"names is \['x'\]; expected a dict"),
        (lambda: draw(loop(600)[0]), ValueError, "output has a graph of 1201 nodes"),
        (lambda: draw(late(300)), ValueError, r"602 nodes, which take \d{5} places or more"),
        (
            lambda: draw(Node(1), {"x": [nodes(np.ones((2, 3))), nodes(np.ones((2, 1)))]}),
            ValueError,
            "names\\['x'\\] must",
        ),
        (lambda: draw(x := Node(1), {"\x00": x}), ValueError, r"names has the key '\\x00'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()


def test_a_part_of_a_graph_shows_no_derivative_of_the_whole():
    x = Node(3)
    u = x * x
    for whole in (3 * u, u + x, 0 * u):
        whole.backward()
        assert "gradient" in draw(whole).description
        assert "gradient" not in draw(u).description
        assert "∂" not in draw(u).svg
    u.backward()
    assert draw(u, {"x": x}).description.startswith("x is 3; gradient 6.")
