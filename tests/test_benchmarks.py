"""What `make bench` reports; the peers themselves are not needed here."""

import json
import subprocess
import sys

import numpy as np
import pytest
from benchmarks.plain_numpy import naive_gradient, slide_loop
from benchmarks.report import FLOOR, OURS, duration, entry, not_won, table
from benchmarks.timing import interleaved
from benchmarks.training_run import TrainingRun
from places import ROOT

from nnlib import MLP, GradientDescent, numerical_gradient, sigmoid, squared_error, tanh

SECONDS = {OURS: [9.0, 2.0, 1.0], "slow": [8.0, 7.0, 9.0], "fast": [1.0, 1.0, 4.0]}
AIMS = {"W": {"slow": 5.0, FLOOR: 0.9}}


def test_an_entry_holds_medians_per_step_and_their_ratios():
    assert entry("W", SECONDS, steps=10) == {
        "workload": "W",
        "ours_s": 0.2,
        "peers": {"slow": 0.8, "fast": 0.1},
        "ratio": {"slow": 4.0, "fast": 0.5},
        "floor_fraction": None,
    }


def test_the_floor_is_a_fraction_of_our_time_and_no_peer():
    with_floor = entry("W", SECONDS | {FLOOR: [1.5, 1.6, 1.7]}, steps=10)
    assert with_floor["floor_fraction"] == pytest.approx(0.8)
    assert set(with_floor["peers"]) == set(with_floor["ratio"]) == {"slow", "fast"}


def test_an_entry_is_plain_json():
    found = entry("W", SECONDS | {FLOOR: [1.0, 1.0, 1.0]}, steps=3)
    assert json.loads(json.dumps([found], allow_nan=False)) == [found]


def test_the_table_shows_every_peer_with_its_ratio_and_aim():
    found = entry("W", SECONDS | {FLOOR: [1.6, 1.6, 1.6]}, steps=100_000)
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in table([found], AIMS).split("\n")
    ]
    assert rows[0] == ["workload", OURS, "against", "takes", "÷ nnlib", "aim"]
    assert rows[2:] == [
        ["W", "20.0 µs", "slow", "80.0 µs", "4.00", "5"],
        ["", "", "fast", "10.0 µs", "0.50", ""],
        ["", "", FLOOR, "16.0 µs", "0.80", "0.9"],
    ]


def test_what_is_not_won_is_said():
    found = entry("W", SECONDS | {FLOOR: [1.6, 1.6, 1.6]}, steps=1)
    assert not_won([found], AIMS) == [
        "W: 4.00 against slow, 20% below the aim of 5",
        "W: fast is faster, 0.50",
        f"W: 0.80 against {FLOOR}, 11% below the aim of 0.9",
    ]
    assert not_won([found], {"W": {"slow": 4.0, FLOOR: 0.8}}) == ["W: fast is faster, 0.50"]


def test_an_aim_at_nothing_is_refused():
    with pytest.raises(ValueError, match=r"W has an aim at \['slwo'\]; not measured"):
        not_won([entry("W", SECONDS, steps=1)], {"W": {"slwo": 5.0}})


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (2.5e-7, "0.25 µs"),
        (9.87e-6, "9.87 µs"),
        (1.2e-4, "120 µs"),
        (0.034, "34.0 ms"),
        (5, "5.00 s"),
    ],
)
def test_durations_have_three_digits(seconds, text):
    assert duration(seconds) == text


def test_rounds_are_interleaved_and_each_begins_with_another():
    now, order = [0.0], []

    def run(name, seconds):
        order.append(name)
        now[0] += seconds

    seconds = interleaved(
        {"a": lambda: run("a", 1.0), "b": lambda: run("b", 2.0), "c": lambda: run("c", 4.0)},
        rounds=3,
        clock=lambda: now[0],
    )
    assert "".join(order) == "abcbcacab"
    assert seconds == {"a": [1.0] * 3, "b": [2.0] * 3, "c": [4.0] * 3}


def test_the_naive_gradient_is_the_numerical_gradient():
    net = MLP((3, 4, 4, 2), hidden=tanh)
    rng = np.random.default_rng(0)
    X, T, params = rng.random((5, 3)), rng.random((5, 2)), net.init(1)
    expected = numerical_gradient(lambda p: squared_error(net(p, X), T), params)
    np.testing.assert_allclose(naive_gradient(net, params, X, T), expected, atol=1e-9)


def test_the_slides_loop_takes_nnlibs_steps_without_its_biases():
    net, rate = MLP((6, 5, 2), hidden=sigmoid), 0.1
    rng = np.random.default_rng(0)
    params, X, T = net.init(1), rng.random((8, 6)), rng.random((8, 2))
    losses = []
    for steps in (1, 2, 3):
        run = TrainingRun(net, params, X, T, squared_error, GradientDescent(rate), steps)
        losses.append(slide_loop(run))
    for loss in losses:
        expected, gradient = net.gradient(params, X, T, squared_error)
        for _, db in net.layers(gradient):
            db[:] = 0.0
        assert loss == pytest.approx(expected, rel=1e-12)
        params = params - rate * gradient


def test_without_the_peers_one_is_told_how_to_get_them():
    code = (
        "import runpy, sys; sys.modules['torch'] = None;"
        "runpy.run_module('benchmarks', run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": "tests:."},
    )
    assert result.returncode == 1
    assert result.stderr.startswith("The benchmarks need torch, which is not installed here.")
    assert "make bench" in result.stderr
