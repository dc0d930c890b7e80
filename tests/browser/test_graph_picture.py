"""A drawn graph in a real Chromium: readable, in the colour of its page, and never overlapping."""

import numpy as np
import pytest

from nnlib import MLP, nodes, sigmoid, squared_error, tanh, xnor
from nnlib.graph_drawing import draw


@pytest.fixture(scope="module")
def picture():
    net = MLP((2, 2, 1), tanh, sigmoid)
    params = nodes(net.init(1))
    X, T = xnor()
    J = np.asarray(squared_error(net(params, X), T)).item()
    J.backward()
    (W1, b1), (W2, b2) = net.layers(params)
    return draw(J, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})


@pytest.fixture(scope="module")
def page(chromium, picture):
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    page.set_content(
        f"<body style='margin: 8px; color: rgb(232, 236, 241)'>{picture._repr_html_()}</body>"
    )
    yield page
    page.close()


def test_no_text_lies_on_another_or_leaves_its_box(page):
    apart, inside, size = page.evaluate(
        """() => {
            const place = (node) => node.getBoundingClientRect();
            const texts = [...document.querySelectorAll("text")].map(place);
            const boxes = [...document.querySelectorAll("rect")].map(place);
            const touch = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 3 && b.top < a.bottom - 3;
            const within = (text, box) => box.left <= text.left && text.right <= box.right
                && box.top <= text.top + 3 && text.bottom <= box.bottom + 3;
            return [
                texts.every((text, k) => texts.slice(k + 1).every((other) => !touch(text, other))),
                texts.every((text) => boxes.every((box) => !touch(text, box) || within(text, box))),
                [texts.length, boxes.length],
            ];
        }"""
    )
    assert apart
    assert inside
    assert size[0] > 3 * size[1] > 100


def test_a_wide_graph_scrolls_in_its_own_frame_and_by_keyboard(page):
    frame = page.get_by_role("group", name="Drawing of a computation graph")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert frame.evaluate("(node) => node.scrollWidth") > 2000
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[role=group]').scrollLeft > 0")


def test_text_and_lines_take_the_colour_of_the_page(page):
    colours = page.evaluate(
        """() => [...document.querySelectorAll("text, rect, path")].flatMap((node) => {
            const { fill, stroke } = getComputedStyle(node);
            return [fill, stroke];
        })"""
    )
    assert set(colours) == {"rgb(232, 236, 241)", "none"}


def test_the_picture_is_named_and_told_in_words(page, picture):
    image = page.get_by_role("img", name="Computation graph of")
    assert image.count() == 1
    assert page.locator("desc").text_content() == picture.description
