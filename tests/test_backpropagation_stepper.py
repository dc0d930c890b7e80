"""The step-by-step figure without a browser: its numbers are nnlib's, its words compute."""

import itertools
import math

import numpy as np
import pytest
import traitlets

from nnlib import GradientDescent, numerical_gradient, relative_error, squared_error, train
from nnlib.figures import BackpropagationStepper, link
from nnlib.figures.backpropagation_presets import PRESETS
from nnlib.figures.backpropagation_stepper import ACTIVATIONS
from nnlib.figures.figure import HERE
from nnlib.figures.quick import evaluate, literal

SIGNS = ("derivative", "error term")
SIZES = ((2, 2, 2), (2, 2, 1), (2, 2, 2, 1), (3, 2), (1, 3, 3, 2))


def module(name):
    return f'{link.TABLE}["backpropagation_{name}.mjs"]'


def operations(sizes):
    """The operations of a round as the view has them."""
    return evaluate(
        f"{module('script')}.script({list(sizes)})", HERE / "backpropagation_script.mjs"
    )


def words(figure, sign):
    """What the view says of each operation of a round: title, name, symbols, numbers, result."""
    return evaluate(
        f"""(() => {{
            const frame = {literal(figure.frame)};
            const letters = {module("letters")}.lettersOf({literal(sign)});
            const values = {module("script")}.numbers(frame);
            return {module("script")}.script(frame.sizes).map((operation) => ({{
                ...operation, ...{module("words")}.wordsOf(operation, frame, values, letters),
            }}));
        }})()""",
        HERE / "backpropagation_words.mjs",
    )


def test_the_public_example_gives_its_published_numbers():
    figure = BackpropagationStepper()
    assert figure.preset == "public example"
    assert round(figure.loss, 6) == 0.298371
    assert round(figure.frame["loss_after"], 6) == 0.280471
    figure.freeze_biases = True
    assert round(figure.frame["loss_after"], 6) == 0.291028
    net, updated = figure.net, figure.updated
    assert squared_error(
        net(updated, [figure.inputs]), np.array([figure.targets])
    ) == pytest.approx(figure.frame["loss_after"], rel=1e-15)


def test_the_predicted_weight_is_the_one_that_changes_most():
    figure = BackpropagationStepper()
    weights = [dW for dW, _ in figure.net.layers(abs(figure.gradient))]
    largest = max((dW.max(), layer, *divmod(dW.argmax(), 2)) for layer, dW in enumerate(weights))
    assert largest[1:] == (1, 1, 0)  # layer 2, from hidden unit 2 to output 1
    why = evaluate(
        f'{link.TABLE}["backpropagation_stepper.js"].default.description.question.why', figure.view
    )
    assert why["options"][why["right"]] == "The one from hidden unit 2 to output 1."
    _, A = figure.net.forward(np.array(figure.params), [figure.inputs])
    assert abs(A[2] - figure.targets).argmax() == 0
    assert A[1][0, 1] > A[1][0, 0]
    assert abs(figure.deltas[1]).argmax() == 0


def test_xnor_with_sigmoids_gives_the_numbers_of_the_slides():
    figure = BackpropagationStepper(preset="XNOR")
    assert np.round(figure.frame["A"][1], 5).tolist() == [0.52498, 0.45017]
    assert round(figure.frame["Z"][1][0], 5) == 0.09503
    assert round(figure.frame["A"][2][0], 5) == 0.52374
    assert np.round(figure.deltas[1], 6).tolist() == [[-0.118797]]
    assert np.round(figure.deltas[0], 6).tolist() == [[-0.005925, -0.005881]]


def test_the_linear_chain_follows_the_formulas_of_the_slides():
    figure = BackpropagationStepper(preset="linear chain")
    (_, _), (W_2, _), (W_3, _) = figure.net.layers(np.array(figure.params))
    delta_4 = np.array(figure.targets) - figure.frame["A"][3]  # the slides' sign and numbering
    delta_3 = W_3[:, 0] * delta_4
    delta_2 = W_2[:, 0] * delta_3[0] + W_2[:, 1] * delta_3[1]
    for theirs, ours in zip((delta_2, delta_3, delta_4), figure.deltas, strict=True):
        np.testing.assert_allclose(theirs, -ours[0], rtol=1e-13)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_and_deltas_agree_with_the_definition(preset, activation):
    figure = BackpropagationStepper(preset=preset, activation=activation, compare=True, round=3)
    net, X, T = figure.net, [figure.inputs], np.array([figure.targets])
    measured = numerical_gradient(
        lambda params: squared_error(net(params, X), T), np.array(figure.frame["params"])
    )
    assert figure.frame["numerical"] == measured.tolist()
    assert relative_error(figure.gradient, measured) < 1e-7
    assert figure.frame["error"] == relative_error(figure.gradient, measured)
    for delta, (_, db) in zip(figure.deltas, net.layers(measured), strict=True):
        np.testing.assert_allclose(delta[0], db, atol=1e-8)


def test_rounds_are_a_run_of_gradient_descent():
    figure = BackpropagationStepper(preset="one output", learning_rate=0.7)
    steps = list(
        train(
            figure.net, np.array(figure.params), [figure.inputs], [figure.targets],
            squared_error, GradientDescent(0.7), steps=12,
        )
    )  # fmt: skip
    figure.round = 12
    assert figure.frame["losses"] == [step.loss for step in steps]
    assert figure.updated.tolist() == steps[-1].params.tolist()


def test_frozen_biases_stay_and_weights_move():
    figure = BackpropagationStepper(freeze_biases=True, round=5)
    before, after = figure.net.layers(np.array(figure.params)), figure.net.layers(figure.updated)
    for (W, b), (new_W, new_b) in zip(before, after, strict=True):
        assert (new_b == b).all()
        assert (new_W != W).all()


def test_a_run_that_leaves_all_bounds_stops_there():
    figure = BackpropagationStepper(preset="linear chain", learning_rate=10, round=50)
    assert 1 < figure.frame["round"] < 50
    assert not figure.frame["goes_on"]
    assert "After round" in figure.still().html
    assert "the learning rate 10 is too large here" in figure.still().html


def test_time_runs_forwards_through_rounds():
    figure = BackpropagationStepper(preset="XNOR", position=30)
    figure.advance()
    assert (figure.round, figure.position) == (1, 31)
    figure.advance(5)
    assert (figure.round, figure.position) == (1, figure.operations)
    figure.advance()
    assert (figure.round, figure.position) == (2, 0)


def test_reset_goes_back_to_the_preset():
    figure = BackpropagationStepper(preset="XNOR", round=3, position=7, learning_rate=2)
    figure.params = figure.updated
    figure.reset()
    assert (figure.round, figure.position, figure.learning_rate) == (1, 0, 0.5)
    assert figure.params == PRESETS["XNOR"]["params"]


def test_another_preset_brings_its_network():
    figure = BackpropagationStepper(position=42)
    figure.preset = "linear chain"
    assert figure.sizes == (2, 2, 2, 1)
    assert (figure.position, figure.activation) == (0, "identity")
    assert len(figure.gradient) == figure.net.n_params == 15
    assert len(figure.limits["params"]["names"]) == 15


def test_numpy_vectors_are_taken_and_read_back():
    figure = BackpropagationStepper()
    params = np.array(figure.params)
    figure.net.layers(params)[1][0][:] = 0.0
    figure.params = params
    assert figure.params[6:10] == [0, 0, 0, 0]
    assert (figure.deltas[0] == 0).all()


def test_a_network_of_ones_own():
    figure = BackpropagationStepper(sizes=(2, 3, 1), activation="tanh", inputs=[0.5, -1])
    assert figure.preset == "own"
    assert figure.net.n_params == len(figure.gradient) == 13
    assert figure.still().html.count("<table") == 2


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"params": [1, 2, 3]}, ValueError, r"params has shape \(3,\); expected \(12,\)"),
        ({"inputs": [1]}, ValueError, r"inputs has shape \(1,\); expected \(2,\)"),
        ({"targets": [0.5] * 3}, ValueError, r"targets has shape \(3,\); expected \(2,\)"),
        ({"inputs": [1, math.nan]}, traitlets.TraitError, "inputs"),
        ({"inputs": [1, 1e4]}, traitlets.TraitError, "inputs"),
        ({"preset": "own"}, traitlets.TraitError, "made by giving sizes"),
        ({"preset": "XOR"}, traitlets.TraitError, "preset"),
        ({"position": 43}, ValueError, r"position is 43; expected a number in \[0, 42\]"),
        ({"sizes": (2, 4, 1)}, ValueError, "2 to 4 layers of 1 to 3 units each"),
        ({"sizes": (2,)}, ValueError, "2 to 4 layers"),
        ({"sizes": (2, 0, 1)}, ValueError, "expected a whole number of at least 1"),
        ({"learning_rate": 0}, traitlets.TraitError, "learning_rate"),
        ({"colour": "red"}, TypeError, "has no setting 'colour'"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(settings, error, said):
    with pytest.raises(error, match=said):
        BackpropagationStepper(**settings)


@pytest.mark.parametrize("sizes", SIZES)
def test_every_number_is_made_once_from_numbers_that_are_known(sizes):
    figure = BackpropagationStepper(sizes=sizes)
    steps = operations(sizes)
    given = evaluate(
        f"{module('script')}.givens({list(sizes)})", HERE / "backpropagation_script.mjs"
    )
    known = set(given)
    for step in steps:
        assert set(step["uses"]) <= known, step
        assert step["makes"] not in known
        known.add(step["makes"])
    assert len(steps) == figure.operations
    values = evaluate(
        f"{module('script')}.numbers({literal(figure.frame)})", HERE / "backpropagation_script.mjs"
    )
    assert known == set(values)
    phases = [phase for phase, _ in itertools.groupby(steps, lambda step: step["phase"])]
    assert phases == ["forward", "loss", "backward", "update", "again"]


PYTHON = {
    "~": " ", "−": "-", "·": "*", "½": "0.5*", "²": "**2", "^{": "**(", "}": ")", "e**": "math.e**",
    "tanh": "math.tanh",
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    ("preset", "activation"),
    [(preset, None) for preset in PRESETS] + [("XNOR", "tanh"), ("one output", "relu")],
)
def test_the_numbers_put_into_each_formula_give_its_result(preset, activation, sign):
    settings = {"activation": activation} if activation else {}
    figure = BackpropagationStepper(preset=preset, round=2, **settings)
    checked = 0
    for step in words(figure, sign):
        if not step["numbers"]:
            continue
        source, result = step["numbers"], step["result"].replace("−", "-")
        for theirs, ours in PYTHON.items():
            source = source.replace(theirs, ours)
        # Six decimals go in, and each has its rounding.
        assert eval(source, {"math": math, "max": max}) == pytest.approx(float(result), abs=3e-6)
        checked += 1
    assert checked > 2 * len(figure.params)


def test_each_sign_has_its_letters():
    figure = BackpropagationStepper(preset="linear chain")
    book, slides = ({step["makes"]: step for step in words(figure, sign)} for sign in SIGNS)
    hidden = "dz.1.0"
    assert book[hidden]["symbols"] == (
        "(w_{11}^{[2]}~δ_{1}^{[2]} + w_{12}^{[2]}~δ_{2}^{[2]})~·~g′(z_{1}^{[1]})"
    )
    assert slides[hidden]["symbols"] == (
        "(w_{11}^{(2)}~δ_{1}^{(3)} + w_{21}^{(2)}~δ_{2}^{(3)})~·~g′(z_{1}^{(2)})"
    )
    assert book["dz.3.0"]["symbols"].startswith("(a_{1}^{[3]}~−~t_{1})")
    assert slides["dz.3.0"]["symbols"].startswith("(y_{1}~−~a_{1}^{(4)})")
    assert book[hidden]["because"].endswith(f"δ_{{1}}^{{(2)}}~=~{slides[hidden]['result']}.")
    assert slides[hidden]["because"].endswith(f"δ_{{1}}^{{[1]}}~=~{book[hidden]['result']}.")
    for step in operations(figure.sizes):
        ours, theirs = (said[step["makes"]]["result"] for said in (book, slides))
        if step["makes"].startswith("d"):
            assert float(ours.replace("−", "-")) == -float(theirs.replace("−", "-"))
        else:
            assert ours == theirs
    updates = [step for step in book.values() if step["phase"] == "update"]
    assert all("gives the same number" in step["because"] for step in updates)
    assert all(step["symbols"].count(" − η~∂J/∂") == 1 for step in updates)
    assert "+ η~·~(−∂E/∂w_{12}^{(1)})" in slides["newW.1.1.0"]["symbols"]


def test_a_negative_weight_is_dashed_so_that_its_sign_shows_without_colour():
    assert "stroke-dasharray" not in BackpropagationStepper().still().svg
    assert "stroke-dasharray" in BackpropagationStepper(preset="XNOR").still().svg


def test_numbers_not_yet_made_are_blank():
    for position, shown in ((0, False), (8, False), (9, True)):
        still = BackpropagationStepper(position=position).still()
        assert ("0.298371" in still.html.partition("<script")[0]) == shown
        assert (">0.2984<" in still.svg) == shown
        assert "0.138499" not in still.html.partition("<script")[0]
        assert ">0.1385<" not in still.svg


def test_on_paper_the_round_is_done():
    figure = BackpropagationStepper()
    data, _ = figure._repr_mimebundle_()
    done = BackpropagationStepper(position=42).still()
    assert data["image/png"] == done.png != figure.still().png


@pytest.mark.parametrize(
    ("settings", "solved"),
    [
        ({"freeze_biases": True, "position": 42}, True),
        ({"freeze_biases": True, "round": 2}, True),
        ({"freeze_biases": True, "position": 41}, False),
        ({"position": 42}, False),
        ({"freeze_biases": True, "position": 42, "learning_rate": 0.6}, False),
        ({"freeze_biases": True, "position": 42, "learning_rate": 0.5000001}, False),
        ({"freeze_biases": True, "position": 42, "targets": [0.02, 0.99]}, False),
        ({"freeze_biases": True, "preset": "XNOR", "position": 32}, False),
    ],
)
def test_the_answer_is_recognised_and_nothing_else(settings, solved):
    html = BackpropagationStepper(**settings).still().html
    assert ("nn-solved" in html) == solved
    assert ("0.291028: the public example leaves its biases alone." in html) == solved
