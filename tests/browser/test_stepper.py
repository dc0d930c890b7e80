"""The step-by-step figure in a real browser: every operation, both ways in time, all of nnlib."""

import json
import re

import numpy as np
import pytest
from figure_page import in_next_frame, settle
from stepper_page import CANVAS, SCENE, number, opened, stepper_site

from nnlib import MLP, squared_error
from nnlib.figures import BackpropagationStepper
from nnlib.figures.backpropagation_presets import PRESETS
from nnlib.figures.backpropagation_stepper import ACTIVATIONS


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with stepper_site(tmp_path_factory.mktemp("stepper")) as address:
        yield address


@pytest.fixture
def stepper(visit, address):
    """stepper(hash, **context options): a page with the figure, its errors counted at the end."""
    with opened(visit, address) as open_stepper:
        yield open_stepper


def test_one_operation_a_click_forwards_and_back_through_the_same_states(stepper):
    seen = stepper()
    count = int(seen.bar.get_attribute("max"))
    there = [seen.page.evaluate(SCENE)]
    for _ in range(count + 3):  # into the second round
        seen.press("Next operation")
        there.append(seen.page.evaluate(SCENE))
    assert "Round 2, operation 2 of 42" in seen.figure.inner_text()
    back = [there[-1]]
    for _ in range(count + 3):
        seen.press("Back by one operation")
        back.append(seen.page.evaluate(SCENE))
    assert back[::-1] == there
    assert len({json.dumps(scene) for scene in there}) == len(there)
    assert len({scene[0] for scene in there}) == len(there)  # each is drawn otherwise


def test_of_two_clicks_within_a_frame_none_is_lost(stepper):
    seen = stepper()
    seen.page.evaluate(
        """() => {
            const next = document.querySelector("#stepper .nn-next");
            for (let click = 0; click < 3; click++) next.click();
        }"""
    )
    settle(seen.page)
    assert "operation 3 of 42" in seen.figure.inner_text()


def test_each_click_makes_one_number(stepper):
    seen = stepper()

    def filled():
        return sum(cell != "" for row in seen.rows().values() for cell in row)

    before = filled()
    for _ in range(42):
        seen.press("Next operation")
        after = filled()
        assert after == before + 1
        assert seen.figure.locator(".nn-table .nn-made").count() == 1
        assert number(seen.result) == number(seen.figure.locator(".nn-made").inner_text())
        before = after


def test_the_published_numbers_come_out(stepper):
    seen = stepper()
    seen.go(9)
    assert seen.result == "0.298371"
    assert "½(0.751365 − 0.01)² + ½(0.772928 − 0.99)²" in seen.operation.replace("\u00a0", " ")
    seen.press("Last operation")
    assert seen.result == "0.280471"
    seen.figure.get_by_label("biases frozen").check()
    seen.settle()
    assert seen.result == "0.291028"
    assert seen.rows()["b1[2]"] == ["0.6", "0.138499", "0.600000"]
    assert seen.rows()["w11[2]"] == ["0.4", "0.082167", "0.358916"]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_number_on_show_is_nnlibs(stepper, preset):
    seen = stepper(f"#stepper.preset={preset}&stepper.round=2")
    seen.press("Last operation")
    start = PRESETS[preset]
    g = ACTIVATIONS[start["activation"]]
    net = MLP(start["sizes"], hidden=g, output=g)
    X, T, rate = [start["inputs"]], np.array([start["targets"]]), start["learning_rate"]
    params = np.array(start["params"])
    params = params - rate * net.gradient(params, X, T, squared_error)[1]
    Z, A = net.forward(params, X)
    gradient, deltas = net.backward(params, Z, A, squared_error.gradient(A[-1], T))
    updated = params - rate * gradient
    shown = seen.rows()

    def equal(text, value):
        assert number(text) == pytest.approx(value, abs=5.1e-7)

    layers = [net.layers(flat) for flat in (params, gradient, updated)]
    for layer in range(1, len(start["sizes"])):
        for j in range(start["sizes"][layer]):
            z, a = shown[f"z{j + 1}[{layer}]"], shown[f"a{j + 1}[{layer}]"]
            equal(z[0], Z[layer - 1][0, j])
            equal(z[1], deltas[layer - 1][0, j])
            equal(a[0], A[layer][0, j])
            for text, flat in zip(shown[f"b{j + 1}[{layer}]"], layers, strict=True):
                equal(text, flat[layer - 1][1][j])
            for i in range(start["sizes"][layer - 1]):
                for text, flat in zip(shown[f"w{i + 1}{j + 1}[{layer}]"], layers, strict=True):
                    equal(text, flat[layer - 1][0][i, j])
    equal(shown["J"][0], squared_error(A[-1], T))
    equal(shown["J"][2], squared_error(net(updated, X), T))


def test_xnor_has_the_slides_numbers_in_the_slides_sign(stepper):
    seen = stepper("#stepper.preset=XNOR&stepper.sign=error%20term&stepper.position=32")
    shown = seen.rows()
    assert [shown[name][0] for name in ("a1(2)", "a2(2)")] == ["0.524979", "0.450166"]
    assert shown["z1(3)"][:2] == ["0.095029", "0.118797"]
    assert shown["a1(3)"][0] == "0.523739"
    assert [shown[name][1] for name in ("z1(2)", "z2(2)")] == ["0.005925", "0.005881"]
    assert shown["w10(1)"][0] == "-0.3"
    seen.choose("δ is the", "derivative")
    assert [seen.rows()[name][1] for name in ("z1[1]", "z2[1]")] == ["−0.005925", "−0.005881"]


def test_the_sign_of_delta_changes_no_update_and_the_figure_says_so(stepper):
    seen = stepper("#stepper.position=42")
    book = seen.rows()
    seen.go(40)
    assert "The other sign of δ gives the same number: 0.6 + 0.5 · (−0.138499)." in (
        seen.operation.replace("\u00a0", " ")
    )
    assert "− η" in seen.operation
    seen.choose("δ is the", "error term")
    assert "+ η · (−∂E/∂" in seen.operation.replace("\u00a0", " ")
    assert "0.6 + 0.5 · (−0.138499)" in seen.operation.replace("\u00a0", " ")
    seen.go(42)
    slides = seen.rows()
    assert [row[2] for row in book.values()] == [row[2] for row in slides.values()]
    for ours, theirs in zip(book.values(), slides.values(), strict=True):
        assert (ours[1] == theirs[1] == "") or number(ours[1]) == -number(theirs[1])
    assert "With the other sign of δ every update is the same" in seen.operation


def test_a_number_that_is_changed_changes_all_that_follows(stepper):
    seen = stepper("#stepper.position=42")
    figure = BackpropagationStepper()
    for name, (trait, place, value) in {
        "w₂₁[2]": ("params", 8, -0.45),
        "b₁[1]": ("params", 4, 0.1),
        "x₂": ("inputs", 1, 0.7),
        "t₁": ("targets", 0, 0.5),
    }.items():
        seen.write(name, value)
        changed = list(getattr(figure, trait))
        changed[place] = value
        setattr(figure, trait, changed)
        assert seen.result == f"{figure.frame['loss_after']:.6f}"
        assert number(seen.rows()["z1[1]"][1]) == pytest.approx(figure.deltas[0][0, 0], abs=5e-7)


def test_zero_weights_send_nothing_back(stepper):
    seen = stepper("#stepper.position=42")
    seen.write("w₁₁[2]", 0)
    seen.write("w₁₂[2]", 0)
    assert seen.rows()["z1[1]"][1] == "0.000000"
    assert seen.rows()["z2[1]"][1] != "0.000000"


def test_a_field_says_why_it_did_not_take_a_number(stepper):
    seen = stepper()
    seen.write("w₁₁[1]", 5000)
    assert "from -1000 to 1000. It stays 0.15." in seen.figure.inner_text()
    assert seen.rows()["w11[1]"][0].startswith("0.15")


def test_the_bar_below_drags_the_number_that_was_visited_last(stepper):
    seen = stepper("#stepper.position=9")
    seen.figure.get_by_role("spinbutton", name="t₂", exact=True).focus()
    drag = seen.figure.get_by_role("slider", name="Drag t₂")
    change = """() => {
        const bar = document.querySelector("#stepper .nn-drag input");
        bar.value = 0.5;
        bar.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    look = f"() => [document.querySelector('#stepper strong').textContent, {CANVAS}]"
    before, after = in_next_frame(seen.page, change, look)
    assert before[0] == "0.298371"
    assert number(after[0]) == pytest.approx(BackpropagationStepper(targets=[0.01, 0.5]).loss, 1e-5)
    assert before[1] != after[1]
    assert drag.input_value() == "0.5"


def test_a_new_place_in_time_is_drawn_in_the_next_animation_frame(stepper):
    seen = stepper()
    change = """() => {
        const bar = document.querySelector("#stepper .nn-time input");
        bar.value = 20;
        bar.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    before, after = in_next_frame(seen.page, change, SCENE)
    assert before[0] != after[0]
    assert "0.036350" in after[1]


def test_rounds_go_on_with_the_updated_weights(stepper):
    seen = stepper("#stepper.preset=one%20output")
    figure = BackpropagationStepper(preset="one output", round=4)
    for _ in range(3):
        seen.press("Last operation")
        seen.press("Next operation")
    assert "Round 4 begins" in seen.operation
    losses = " → ".join(f"{loss:.6f}" for loss in figure.frame["losses"])
    assert f"J by rounds: {losses}" in seen.figure.inner_text()
    (W, _), _ = figure.net.layers(np.array(figure.frame["params"]))
    assert number(seen.rows()["w11[1]"][0]) == pytest.approx(W[0, 0], abs=5e-7)
    seen.press("Back by one operation")
    assert "Round 3, operation 32 of 32" in seen.figure.inner_text()
    # A weight that is changed now makes this round the first of a new run.
    seen.write("w₁₁[1]", 2)
    assert "Round 1, operation 32 of 32" in seen.figure.inner_text()
    before = BackpropagationStepper(preset="one output", round=3).frame["params"]
    changed = BackpropagationStepper(preset="one output", params=[2.0, *before[1:]])
    assert seen.result == f"{changed.frame['loss_after']:.6f}"
    seen.press("Reset")
    assert seen.rows()["w11[1]"][0] == "0.5"
    assert "Round 1, operation 0 of 32" in seen.figure.inner_text()


def test_the_stages_are_the_layers(stepper):
    seen = stepper()
    places = [0]
    while "Round 2" not in seen.figure.inner_text():
        seen.press("On by a layer")
        places.append(int(seen.bar.input_value()))
    assert places == [0, 4, 8, 9, 19, 29, 35, 41, 42, 0]
    seen.press("Back by a layer")
    back = [int(seen.bar.input_value())]
    while back[-1] > 0:
        seen.press("Back by a layer")
        back.append(int(seen.bar.input_value()))
    assert back == places[-2::-1]
    seen.press("First operation")
    assert "Round 1, operation 0" in seen.figure.inner_text()


def test_a_step_that_is_too_long_is_told_with_its_cause(stepper):
    seen = stepper("#stepper.preset=linear%20chain&stepper.learning_rate=5&stepper.position=52")
    notice = seen.figure.locator(".nn-notice")
    assert re.search(r"J rose from 1\.013888 to .*: the learning rate 5 is too large", (
        notice.inner_text()
    ))  # fmt: skip
    for _ in range(12):
        seen.press("Last operation")
        seen.press("Next operation")
    text = seen.figure.locator(".nn-count").inner_text()
    next_ = seen.figure.get_by_role("button", name="Next operation")
    assert next_.get_attribute("aria-disabled") == "true"
    seen.press("Next operation")
    assert seen.figure.locator(".nn-count").inner_text() == text
    seen.page.evaluate("location.hash = '#stepper.round=100'")
    seen.page.wait_for_function(
        "document.querySelector('#stepper .nn-notice').textContent.includes('too large to go on')"
    )


def test_central_differences_stand_beside_the_derivatives_when_asked_for(stepper):
    seen = stepper("#stepper.preset=XNOR&stepper.position=32")
    assert "≈" not in seen.figure.locator(".nn-tables").inner_text()
    seen.figure.get_by_label("compare with the definition").check()
    seen.settle()
    figure = BackpropagationStepper(preset="XNOR", compare=True)
    pairs = [row[1].split() for row in seen.rows().values() if "≈" in row[1]]
    assert len(pairs) == figure.net.n_params
    assert all(number(exact) == number(measured) for exact, _, measured in pairs)
    error = seen.figure.locator(".nn-check").inner_text()
    assert re.search(r"Over all 9 derivatives together the relative error is \de−\d+\.|\d\.\de−1", (
        error
    ))  # fmt: skip
    seen.go(20)  # those that are not made yet stay blank
    assert seen.figure.locator(".nn-tables").inner_text().count("≈") < len(pairs)


def test_the_answer_is_recognised_by_playing(stepper):
    seen = stepper()
    assert seen.verdict.inner_text() == ""
    seen.press("Last operation")
    assert (
        seen.verdict.inner_text() == "Here it is 0.280471. Something moves here that stays there."
    )
    assert seen.figure.locator(".nn-solved").count() == 0
    seen.figure.get_by_label("biases frozen").check()
    seen.figure.locator(".nn-solved").wait_for()
    assert "0.291028: the public example leaves its biases alone." in seen.verdict.inner_text()


def test_the_prediction_is_revealed_only_after_a_commitment(stepper):
    seen = stepper()
    seen.figure.locator("summary").click()
    assert seen.figure.get_by_role("button", name="This is my prediction").is_disabled()
    seen.figure.get_by_label("The one from hidden unit 2 to output 1.").check()
    assert "So it is" not in seen.figure.inner_text()
    seen.figure.get_by_role("button", name="This is my prediction").click()
    assert "So it is. Its derivative is what went in" in seen.figure.inner_text()
    seen.press("Last operation")
    moved = {
        name: abs(number(row[2]) - number(row[0]))
        for name, row in seen.rows().items()
        if name.startswith("w")
    }
    assert max(moved, key=moved.get) == "w21[2]"


def test_a_run_plays_to_the_end_of_the_round_and_rests(stepper):
    seen = stepper("#stepper.position=40")
    seen.figure.get_by_role("button", name="Play").click()
    seen.page.wait_for_function(
        "document.querySelector('#stepper .nn-count').textContent.includes('42 of 42')"
    )
    seen.figure.get_by_role("button", name="Play").wait_for()
    assert seen.result == "0.280471"


def test_the_page_and_the_kernel_make_the_same_frames(stepper):
    """From the same settings: nnlib in Python, and its twin in the browser."""
    rng = np.random.default_rng(5)
    cases, expected = [], []
    for sizes in ((2, 2, 2), (2, 3, 1), (3, 3, 3, 3), (1, 1)):
        for activation in ACTIVATIONS:
            figure = BackpropagationStepper(
                sizes=sizes, activation=activation, learning_rate=0.3, compare=True,
                freeze_biases=bool(rng.random() < 0.5), round=4,
                inputs=rng.uniform(-1, 1, sizes[0]), targets=rng.uniform(-1, 1, sizes[-1]),
            )  # fmt: skip
            state = figure.state()
            cases.append([state, state["presets"]["own"]])
            expected.append(figure.frame)
    frames = stepper().page.evaluate(
        """cases => cases.map(([state, preset]) =>
            nnModules["backpropagation_driver.mjs"].frameOf(state, preset))""",
        cases,
    )
    for ours, theirs in zip(frames, expected, strict=True):
        assert ours.keys() == theirs.keys()
        for name, value in theirs.items():
            if isinstance(value, list):
                # A central difference divides its rounding by 2ε.
                tolerance = 1e-9 if name == "numerical" else 1e-12
                np.testing.assert_allclose(flat(ours[name]), flat(value), tolerance, tolerance)
            elif isinstance(value, float) and name != "error":
                assert ours[name] == pytest.approx(value, rel=1e-12)
            elif name != "error":
                assert ours[name] == value


def flat(nested):
    if not isinstance(nested, list):
        return [nested]
    return [number for part in nested for number in flat(part)]
