"""The playground in the kernel: the original's algorithm to the ninth digit, and its own ways."""

import json
import re
from dataclasses import dataclass

import numpy as np
import pytest
import traitlets
import yaml
from places import ROOT
from playground_replay import Replay

import nnlib
from nnlib.figures import Playground, link
from nnlib.figures import playground_problem as problems
from nnlib.figures.figure import HERE
from nnlib.figures.playground_training import order_of
from nnlib.figures.quick import evaluate

ORIGINAL = {"reshuffle": False, "carry": True, "links_die": True}
SETS = ("circle", "xor", "clouds", "spiral", "plane", "cones")


def replayed(figure):
    """A replay that begins where the figure is, with its data: (replay, training set, test set)."""
    problem, k = figure._problem, figure._problem.training
    replay = Replay(
        layers=[(W.tolist(), b.tolist()) for W, b in figure.net.layers(figure.params)],
        hidden=figure.activation,
        output="linear" if figure.dataset in ("plane", "cones") else "tanh",
        learning_rate=figure.learning_rate,
        batch_size=figure.batch,
        penalty=figure.penalty,
        rate=figure.penalty_rate,
    )
    X, T = problem.X.tolist(), problem.T.ravel().tolist()
    return replay, (X[:k], T[:k]), (X[k:], T[k:])


@pytest.mark.parametrize("penalty", ["none", "L1", "L2"])
@pytest.mark.parametrize("dataset", SETS)
def test_the_originals_algorithm_is_followed(dataset, penalty):
    """Per-epoch losses of both parts, with batches that do not divide the training set."""
    figure = Playground(
        dataset=dataset, noise=20, train_share=20, batch=30, hidden=[3, 2, 0, 0, 0, 0, 0, 0],
        x1_x2=True, learning_rate=0.1, penalty=penalty, penalty_rate=0.1, seed=3, **ORIGINAL,
    )  # fmt: skip
    replay, training, test = replayed(figure)
    expected = [[replay.loss(*training), replay.loss(*test)]]
    for _ in range(8):
        replay.epoch(*training)
        expected.append([replay.loss(*training), replay.loss(*test)])
        figure.epochs()
    np.testing.assert_allclose(figure.history, expected, rtol=1e-9)
    assert len(figure.frame["dead"]) == replay.dead_links()
    assert (replay.dead_links() > 0) == (penalty == "L1")


@pytest.mark.parametrize("loss", ["squared error", "cross-entropy"])
def test_a_run_in_a_fixed_order_is_nnlibs_own(loss):
    """The same steps as nnlib.train's; a batch that is not full is a step of its own."""
    figure = Playground(reshuffle=False, batch=30, loss=loss, penalty="L2", penalty_rate=0.01)
    figure.advance(40)
    problem = figure._problem
    k = problem.training
    criterion = {
        "squared error": nnlib.squared_error, "cross-entropy": nnlib.sigmoid_cross_entropy,
    }[loss]  # fmt: skip
    net = nnlib.MLP((2, 4, 2, 1), output=nnlib.identity if loss == "cross-entropy" else nnlib.tanh)
    start = Playground(loss=loss).params
    *_, last = nnlib.train(
        net, start, problem.X[:k], problem.T[:k], criterion, nnlib.GradientDescent(0.03), 40, 30,
        shuffle=False, penalty=nnlib.l2(0.01),
    )  # fmt: skip
    np.testing.assert_allclose(figure.params, last.params, rtol=1e-12, atol=1e-15)
    assert figure.frame["epoch"] == last.epoch - 1 == 4
    assert len(figure.history) == 5


def test_each_epoch_visits_every_example_once_in_an_order_of_its_own():
    figure = Playground(batch=7)
    figure.advance(1)
    orders = [figure._run._order(epoch) for epoch in range(5)]
    for order in orders:
        assert sorted(order) == list(range(250))
    assert len({tuple(order) for order in orders}) == 5
    again = Playground(batch=7)
    again.advance(1)
    assert np.array_equal(again._run._order(3), orders[3])
    assert not np.array_equal(order_of(250, 2, 3), orders[3])


def test_orders_are_uniform():
    """Each of four examples comes at each place equally often, within four standard deviations."""
    orders = np.array([order_of(4, 11, epoch) for epoch in range(4000)])
    counts = np.array([[(orders[:, place] == k).sum() for k in range(4)] for place in range(4)])
    assert np.abs(counts - 1000).max() < 4 * np.sqrt(4000 * 0.25 * 0.75)


def test_the_data_are_the_originals():
    """Sizes, ranges, labels and the part of labels that noise flips, measured on the original."""
    for name in ("circle", "xor", "clouds", "spiral"):
        quiet = problems.problem(Playground(dataset=name, noise=0).frame["made"])
        assert len(quiet.X) == 500
        assert set(quiet.T.ravel()) == {-1.0, 1.0}
        assert quiet.training == 250
        assert abs(quiet.T.mean()) < 0.1
    for name in ("plane", "cones"):
        heights = problems.problem(Playground(dataset=name).frame["made"])
        assert len(heights.X) == 1200
        assert np.abs(heights.X).max() <= 6
        assert np.abs(heights.T).max() <= 1.2
    circle = problems.problem(Playground(noise=50).frame["made"])
    radius = np.hypot(*circle.X.T)
    assert ((radius <= 2.5) | ((radius >= 3.5) & (radius <= 5))).all()
    flipped = (radius < 2.5) != (circle.T.ravel() > 0)
    assert 0.1 < flipped.mean() < 0.3
    clouds = problems.problem(Playground(dataset="clouds", noise=50).frame["made"])
    spread = clouds.X - 2 * clouds.T
    assert abs(spread.var() - 4) < 0.4  # 0.5 without noise


def test_reset_goes_back_to_the_same_start_and_new_data_keep_the_network():
    figure = Playground(seed=9)
    start, history = figure.params.copy(), list(figure.history)
    figure.epochs(3)
    trained = figure.params.copy()
    figure.data_seed = 77
    assert np.array_equal(figure.params, trained)
    assert figure.frame["made"]["data_seed"] == 77
    assert figure.frame["epoch"] == 3
    figure.data_seed = 1
    figure.reset()
    assert np.array_equal(figure.params, start)
    assert figure.history == history


@pytest.mark.parametrize(
    "change",
    [
        {"learning_rate": 0.1},
        {"batch": 3},
        {"penalty": "L1"},
        {"optimizer": "Adam"},
        {"carry": True},
    ],
)
def test_what_makes_the_steps_lets_the_run_go_on(change):
    figure = Playground()
    figure.advance(30)
    params = figure.params.copy()
    for name, value in change.items():
        setattr(figure, name, value)
    assert np.array_equal(figure.params, params)
    figure.advance(10)
    assert figure.frame["step"] == 40


def test_l1_as_ours_lets_a_weight_come_back_and_as_theirs_does_not():
    """A weight at 0 whose data pull harder than λ moves; one that is pulled less stays at 0."""
    for links_die in (False, True):
        figure = Playground(
            dataset="clouds", hidden=[0] * 8, penalty="L1", penalty_rate=0.5, learning_rate=0.1,
            reshuffle=False, links_die=links_die,
        )  # fmt: skip
        figure.params = [1e-3, 1e-3, 0.0]
        figure.penalty_rate = 10.0
        figure.advance(1)
        assert np.array_equal(figure.params[:2], [0.0, 0.0])
        figure.penalty_rate = 0.01
        figure.epochs(3)
        came_back = figure.params[:2] > 0.1
        assert came_back.all() != links_die
        assert figure.frame["dead"] == ([0, 1] if links_die else [])


def test_with_l1_the_features_that_help_least_go_to_zero():
    names = [name for name in problems.FEATURES if name not in ("x1", "x2")]
    figure = Playground(penalty="L1", penalty_rate=0.01, **dict.fromkeys(names, True))
    figure.epochs(150)
    weights = np.abs(figure.net.layers(figure.params)[0][0]).sum(axis=1)
    squares = [list(problems.FEATURES).index(f"x{k}_squared") for k in (1, 2)]
    assert weights[squares].min() > 0.1
    assert np.delete(weights, squares).max() < 0.02


def test_an_edit_changes_one_number_and_the_run_goes_on():
    figure = Playground()
    figure.advance(5)
    params = figure.params.copy()
    figure.edit(3, 0.75)
    params[3] = 0.75
    assert np.array_equal(figure.params, params)
    figure.advance(1)
    assert figure.frame["step"] == 6


@dataclass(frozen=True)
class SignDescent:
    """A rule that nnlib does not have: a fixed step against the sign of the gradient."""

    learning_rate: float

    def init(self, params):
        return ()

    def update(self, gradient, state, params):
        return -self.learning_rate * np.sign(gradient), state


def test_ones_own_rule_activation_and_data():
    rng = np.random.default_rng(1)
    X = rng.uniform(-5, 5, (80, 2))
    T = X[:, 0] > X[:, 1]
    figure = Playground(optimizer=SignDescent(0.01), activation=np.sin, data=(X, T), batch=8)
    assert (figure.optimizer, figure.activation, figure.dataset) == ("your own",) * 3
    assert figure.learning_rate == 0.01
    before = figure.params.copy()
    figure.advance(1)
    moved = np.abs(figure.params - before)
    assert np.allclose(moved[moved > 0], 0.01)
    figure.learning_rate = 0.02
    figure.epochs(60)
    assert figure.history[-1][1] < 0.2 < figure.history[0][1]
    frame = json.loads(json.dumps(figure.frame, allow_nan=False))
    assert len(frame["own"]["data"]["labels"]) == 80
    table = frame["own"]["activation"]
    z = np.linspace(table["low"], table["high"], len(table["values"]))
    np.testing.assert_allclose(table["values"], np.sin(z), atol=1e-6)
    np.testing.assert_allclose(table["slopes"], np.cos(z), atol=1e-6)
    figure.dataset = "xor"
    assert figure.frame["own"]["data"] is None
    figure.dataset = "your own"
    assert len(figure.frame["own"]["data"]["labels"]) == 80


def test_heights_are_told_from_kinds():
    X = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert not problems.own_data((X, [0, 1, 1]))["regression"]
    assert not problems.own_data((X, [-1, 1, 1]))["regression"]
    assert problems.own_data((X, [0, 0.5, 1]))["regression"]
    assert problems.own_data((X, [[True], [False], [True]]))["labels"] == [1, -1, 1]


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"optimizer": "Adamm"}, traitlets.TraitError, "optimizer"),
        ({"optimizer": 3}, TypeError, "optimizer is 3; expected a name, or an object with init"),
        ({"optimizer": SignDescent}, TypeError, "SignDescent.*expected a name, or an object"),
        ({"activation": 3}, TypeError, "activation is 3; expected a name, or a function"),
        ({"activation": lambda z: z[:2]}, ValueError, "expected finite numbers, one a z"),
        ({"activation": lambda z: 1 / (z - z)}, ValueError, "expected finite numbers, one a z"),
        ({"data": 3}, TypeError, r"data is 3; expected a pair \(X, T\)"),
        ({"data": (np.zeros((3, 3)), [0, 1, 1])}, ValueError, "X has shape"),
        ({"data": (np.zeros((3, 2)), [0, 1])}, ValueError, "X has 3 rows and T 2"),
        ({"data": (np.full((3, 2), np.nan), [0, 1, 1])}, ValueError, "X"),
        ({"hidden": [1.5, 0, 0, 0, 0, 0, 0, 0]}, traitlets.TraitError, "whole numbers"),
        ({"learning_rate": 1e6}, traitlets.TraitError, "learning_rate"),
        ({"speed_of_light": 1}, TypeError, "Playground has no setting 'speed_of_light'"),
    ],
)
def test_what_cannot_be_right_is_refused(given, error, says):
    with pytest.raises(error, match=says), np.errstate(all="ignore"):
        Playground(**given)
    figure = Playground()
    with pytest.raises(ValueError, match="params"):
        figure.params = [1.0, 2.0]


def test_a_run_that_diverges_stops_before_its_numbers_are_lost():
    figure = Playground(dataset="plane", activation="ReLU", learning_rate=10)
    figure.epochs(100)
    assert figure.frame["stopped"] == "diverged"
    assert np.isfinite(figure.params).all()
    json.dumps(figure.frame, allow_nan=False)
    figure.reset()
    figure.learning_rate = 0.01
    figure.epochs(2)
    assert figure.frame["stopped"] == ""


@pytest.mark.parametrize("preset", Playground().presets, ids=lambda preset: preset["name"])
def test_a_preset_can_be_run(preset):
    figure = Playground(**preset["settings"])
    figure.epochs(preset["epochs"])
    assert figure.frame["epoch"] == preset["epochs"]
    assert preset["ask"].endswith("?")


def test_the_screens_of_the_slides_are_met():
    first, second = Playground().presets[:2]
    shown = []
    for preset in (first, second):
        figure = Playground(**preset["settings"])
        figure.epochs(preset["epochs"])
        shown.append((preset["epochs"], *(f"{loss:.3f}" for loss in figure.history[-1])))
    assert shown == [(53, "0.002", "0.002"), (103, "0.000", "0.001")]  # training, test
    for seed in range(1, 6):
        figure = Playground(**first["settings"], seed=seed, data_seed=seed + 10)
        figure.epochs(53)
        assert max(figure.history[-1]) < 0.004


def exported(name, module):
    table = f'{link.TABLE}["{module}"]'
    return evaluate(f"{table}.{name}", HERE / module)


def test_each_light_leads_to_a_section_of_the_book():
    pages = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
    chapters = {chapter["file"] for part in pages for chapter in part["chapters"]}
    for light in exported("LIGHTS", "playground_health.mjs"):
        page, label = light["section"].split(".html#")
        assert f"book/{page}" in chapters
        assert f"({label})=\n" in (ROOT / "book" / f"{page}.md").read_text("utf-8")


def test_the_page_says_of_every_key_of_the_original_what_becomes_of_it():
    text = (ROOT / "book" / "playground.md").read_text("utf-8")
    table = text[text.index("## Everything that the original has") :]
    for key in exported("KNOWN", "playground_original.mjs"):
        named = key in table or key in ("x", "y", "xTimesY", "xSquared", "ySquared", "sinX", "sinY")
        assert named, key
    verdicts = re.findall(r"^\|[^|]+\| ([^|]+) \|", table, re.MULTILINE)[2:]
    assert set(verdicts) == {"same", "better", "left out, because"}
    assert len(verdicts) > 50


@pytest.mark.full
def test_what_the_presets_say_holds_for_other_seeds():
    for seed in range(1, 21):
        two, three = (
            Playground(hidden=[units, *[0] * 7], seed=seed, data_seed=seed) for units in (2, 3)
        )
        two.epochs(300)
        three.epochs(300)
        assert two.history[-1][0] > 0.1 > 0.05 > three.history[-1][0]
