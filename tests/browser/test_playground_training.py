"""The playground's training in a page: nnlib's runs, and the original's algorithm."""

import json

import numpy as np
import pytest
from figure_page import alive, write_page
from playground_page import driven
from website import served

from nnlib.figures import Playground

SETS = ("circle", "xor", "clouds", "spiral", "plane", "cones")
ORIGINAL = {"reshuffle": False, "carry": True, "links_die": True}
EPOCH = {"do": "epochs", "count": 1}


def advance(steps):
    return {"do": "advance", "steps": steps}


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("playground")
    write_page(folder, Playground())
    with served(folder) as address:
        page = chromium.new_page()
        page.goto(f"{address}/index.html")
        alive(page, "playground")
        yield page
        page.close()


def assert_same_run(frame, figure, tolerance=1e-12):
    ours = figure.frame
    for name in ("made", "step", "epoch", "seen", "carried", "dead", "stride", "stopped"):
        assert frame[name] == ours[name], name
    scale = np.abs(figure.params).max()
    assert np.abs(np.array(frame["params"]) - figure.params).max() / scale < tolerance
    np.testing.assert_allclose(frame["losses"], ours["losses"], rtol=1e3 * tolerance)


@pytest.mark.parametrize("penalty", ["none", "L1", "L2"])
@pytest.mark.parametrize("dataset", SETS)
def test_page_and_kernel_follow_the_original_alike(page, dataset, penalty):
    """tests/test_playground_kernel.py holds the kernel's run against a replay of the original."""
    figure = Playground(
        dataset=dataset, noise=20, train_share=20, batch=30, hidden=[3, 2, 0, 0, 0, 0, 0, 0],
        x1_x2=True, learning_rate=0.1, penalty=penalty, penalty_rate=0.1, seed=3, **ORIGINAL,
    )  # fmt: skip
    *_, frame = driven(page, figure.state(), *[EPOCH] * 8)
    for _ in range(8):
        figure.epochs()
    np.testing.assert_allclose(frame["losses"], figure.history, rtol=1e-9)
    assert_same_run(frame, figure, tolerance=1e-11)


def cases():
    """A sample of the settings: each value of each is met, in changing company."""
    activations = Playground.activation.metadata["limits"]["options"][:-1]
    optimizers = Playground.optimizer.metadata["limits"]["options"][:-1]
    penalties = ("none", "L1", "L2")
    initials = Playground.initial.metadata["limits"]["options"]
    shapes = ([4, 2], [], [3], [2, 3, 4, 2, 3, 2], [8, 8])
    features = ("x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2")
    for number in range(30):
        shape = shapes[number % len(shapes)]
        yield {
            "dataset": SETS[number % len(SETS)],
            "noise": 10 * (number % 6),
            "train_share": (50, 30, 90)[number % 3],
            "activation": activations[number % len(activations)],
            "loss": ("squared error", "cross-entropy")[number // 2 % 2],
            "optimizer": optimizers[number % len(optimizers)],
            "penalty": penalties[number // 3 % 3],
            "penalty_rate": 0.05,
            # Zeros stay symmetric, and the wide numbers of the others show more.
            "initial": initials[number % len(initials)],
            "batch": (10, 7, 1, 30)[number % 4],
            "reshuffle": number % 5 > 0,
            "carry": number % 7 == 0,
            "links_die": number % 2 == 0,
            "hidden": [*shape, *[0] * (8 - len(shape))],
            features[number % len(features)]: True,
            "seed": number,
            "data_seed": number + 1,
            "learning_rate": 0.02,
        }


@pytest.mark.parametrize("settings", list(cases()), ids=lambda settings: str(settings["seed"]))
def test_page_and_kernel_make_the_same_steps(page, settings):
    figure = Playground(**settings)
    figure.advance(10)
    (frame,) = driven(page, Playground(**settings).state(), advance(10))
    assert_same_run(frame, figure)


@pytest.mark.parametrize("settings", list(cases()), ids=lambda settings: str(settings["seed"]))
def test_three_gradients_agree(page, settings):
    """The playground's own passes, the engine's, and nnlib's, over the whole training set."""
    figure = Playground(**settings)
    own, engine = page.evaluate(
        """(state) => {
            const { problemOf } = nnModules["playground_problem.mjs"];
            const { net, pass, X, T, training, loss } = problemOf(state.frame);
            const params = Float64Array.from(state.frame.params);
            const own = new Float64Array(net.size);
            for (let row = 0; row < training; row++) pass.accumulate(params, X, row, T[row], own);
            const part = [X.subarray(0, training * net.sizes[0]), T.subarray(0, training)];
            const { gradient } = net.gradient(params, ...part, training, loss);
            return [own.map((sum) => sum / training), gradient].map((list) => [...list]);
        }""",
        json.loads(json.dumps(figure.state())),
    )
    problem = figure._problem
    part = (problem.X[: problem.training], problem.T[: problem.training])
    _, expected = figure.net.gradient(figure.params, *part, problem.loss)
    scale = max(np.abs(expected).max(), 1e-3)  # with zeros in all weights hardly any is left
    assert np.abs(np.array(own) - expected).max() < 1e-12 * scale
    assert np.abs(np.array(engine) - expected).max() < 1e-12 * scale


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "SiLU"])
def test_two_hundred_epochs_agree(page, activation):
    figure = Playground(activation=activation)
    state = figure.state()
    (frame,) = driven(page, state, advance(200 * 25))
    figure.advance(200 * 25)
    assert figure.frame["epoch"] == 200
    assert_same_run(frame, figure, tolerance=1e-10)


def test_the_quick_tanh_is_as_exact_as_the_browsers(page):
    """Largest distance from Math.tanh in units of the last place, over all magnitudes."""
    worst, ends = page.evaluate(
        """() => {
            const { tanh } = nnModules["playground_tanh.mjs"];
            let worst = 0;
            const look = (z) => {
                const [ours, theirs] = [tanh(z), Math.tanh(z)];
                worst = Math.max(worst, Math.abs(ours - theirs) / Math.abs(theirs) / 2 ** -52);
                if (Math.abs(ours) > 1 || tanh(-z) !== -ours) worst = Infinity;
            };
            for (let z = 1e-4; z < 25; z += 1.234567e-4) look(z);
            for (let power = -300; power < 300; power++) look(1.7 * 10 ** power);
            return [worst, [tanh(0), tanh(NaN), tanh(Infinity), tanh(-Infinity)].map(String)];
        }"""
    )
    assert worst <= 4
    assert ends == ["0", "NaN", "1", "-1"]


@pytest.mark.parametrize("learning_rate", [3, 10])
def test_page_and_kernel_stop_where_the_loss_leaves_all_bounds(page, learning_rate):
    figure = Playground(dataset="plane", activation="ReLU", learning_rate=learning_rate)
    (frame,) = driven(page, figure.state(), {"do": "epochs", "count": 100})
    figure.epochs(100)
    assert frame["stopped"] == figure.frame["stopped"] == "diverged"
    assert (frame["epoch"], frame["step"]) == (figure.frame["epoch"], figure.frame["step"])
    assert len(frame["losses"]) == len(figure.history) < 20
    assert max(max(pair) for pair in frame["losses"]) < 1e12
