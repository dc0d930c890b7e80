"""Schedules against their formulas, PyTorch's recorded paths, and what they are good for."""

import dataclasses
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT

from nnlib import (
    MLP,
    Adam,
    AdamW,
    ConstantRate,
    CosineDecay,
    ExponentialDecay,
    GradientDescent,
    InverseTimeDecay,
    LinearWarmUp,
    Momentum,
    Scheduled,
    StepDecay,
    sigmoid_cross_entropy,
    squared_error,
    tanh,
    train,
    xnor,
)

SCHEDULES = (
    ConstantRate(0.1),
    StepDecay(0.1, factor=0.5, steps=3),
    ExponentialDecay(0.1, factor=0.9),
    InverseTimeDecay(0.1, decay=0.5),
    CosineDecay(0.1, steps=10, minimum=0.01),
    CosineDecay(0.1, steps=10, restarts=True),
    LinearWarmUp(ExponentialDecay(0.1, factor=0.9), steps=5),
)
every_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=repr)
AS_PYTORCH = {
    "steps": lambda rate: Scheduled(Momentum(1.0, form="sum"), StepDecay(rate, 0.5, steps=6)),
    "exponential": lambda rate: Scheduled(GradientDescent(1.0), ExponentialDecay(rate, 0.9)),
    "inverse time": lambda rate: Scheduled(GradientDescent(1.0), InverseTimeDecay(rate, 0.25)),
    "cosine": lambda rate: Scheduled(Adam(), CosineDecay(0.001, steps=20, minimum=1e-4)),
    "restarts": lambda rate: Scheduled(AdamW(), CosineDecay(0.001, 7, 1e-4, restarts=True)),
    "warm-up": lambda rate: Scheduled(
        Momentum(1.0, form="sum"), LinearWarmUp(ConstantRate(rate), steps=8)
    ),
}


def recorded(problem):
    return json.loads((ROOT / f"tests/trajectories/{problem}.json").read_text("utf-8"))


def descend(optimizer, gradient, start, steps):
    """The points after each step."""
    theta, state, points = start, optimizer.init(start), []
    for _ in range(steps):
        change, state = optimizer.update(gradient(theta), state, theta)
        theta = theta + change
        points.append(theta)
    return np.array(points)


@pytest.mark.parametrize("name", AS_PYTORCH)
def test_the_first_twenty_steps_are_pytorchs(name):
    problem = recorded("quadratic")
    optimizer, scales = AS_PYTORCH[name](problem["rate"]), np.array(problem["scales"])
    ours = descend(optimizer, lambda theta: scales * theta, np.array(problem["start"]), 20)
    np.testing.assert_allclose(ours, problem["schedules"][name], rtol=0, atol=1e-10)
    problem = recorded("network")
    optimizer, net = AS_PYTORCH[name](problem["rate"]), MLP((2, 2, 1), tanh)
    run = train(net, problem["start"], *xnor(), squared_error, optimizer, steps=20)
    ours = [step.params for step in run]
    np.testing.assert_allclose(ours, problem["schedules"][name], rtol=0, atol=1e-10)


def test_every_recorded_path_is_compared():
    for problem in ("network", "quadratic"):
        assert recorded(problem)["schedules"].keys() == AS_PYTORCH.keys()


@given(rate=st.floats(1e-6, 10.0), factor=st.floats(0.01, 1.0), steps=st.integers(1, 50))
def test_rates_are_those_of_the_formulas(rate, factor, steps):
    for t in (0, 1, steps - 1, steps, steps + 1, 3 * steps):
        for schedule, expected in (
            (ConstantRate(rate), rate),
            (StepDecay(rate, factor, steps), rate * math.prod([factor] * (t // steps))),
            (ExponentialDecay(rate, factor), rate * math.prod([factor] * t)),
            (InverseTimeDecay(rate, factor), rate / (1 + factor * t)),
            # cos² of half the angle is half of one more than the cosine.
            (
                CosineDecay(rate, steps),
                rate * math.cos(math.pi / 2 * min(t / steps, 1.0)) ** 2,
            ),
            (
                CosineDecay(rate, steps, restarts=True),
                rate * math.cos(math.pi / 2 * (t % steps) / steps) ** 2,
            ),
        ):
            assert schedule(t) == pytest.approx(expected, rel=1e-9, abs=1e-15 * rate)


@given(rate=st.floats(1e-6, 10.0), share=st.floats(0.0, 1.0), steps=st.integers(1, 50))
def test_a_cosine_falls_from_its_rate_to_its_minimum_and_stays(rate, share, steps):
    schedule = CosineDecay(rate, steps, minimum=share * rate)
    rates = [schedule(step) for step in range(2 * steps)]
    assert rates[0] == pytest.approx(rate)
    assert rates == sorted(rates, reverse=True)
    assert rates[steps:] == pytest.approx([share * rate] * steps)


@given(steps=st.integers(1, 40))
def test_a_warm_up_rises_in_equal_steps_to_the_start_of_what_follows(steps):
    following = ExponentialDecay(0.3, factor=0.9)
    schedule = LinearWarmUp(following, steps)
    rates = [schedule(step) for step in range(steps + 1)]
    np.testing.assert_allclose(np.diff([0.0, *rates]), 0.3 / (steps + 1), rtol=1e-9)
    assert [schedule(steps + t) for t in range(5)] == [following(t) for t in range(5)]


def test_the_steps_of_robbins_and_monro_average_what_they_see():
    seen = np.random.default_rng(7).uniform(-1.0, 1.0, 500)
    optimizer = Scheduled(GradientDescent(1.0), InverseTimeDecay(1.0, decay=1.0))
    theta = np.array([100.0])
    state = optimizer.init(theta)
    for count, x in enumerate(seen, start=1):
        change, state = optimizer.update(theta - x, state, theta)
        theta = theta + change
        assert theta[0] == pytest.approx(seen[:count].mean(), abs=1e-13)


def test_a_decaying_rate_settles_where_a_constant_one_keeps_moving():
    noise = np.random.default_rng(8).uniform(-1.0, 1.0, 4000)
    ends = {}
    for name, schedule in (
        ("constant", ConstantRate(0.5)),
        ("decaying", InverseTimeDecay(0.5, decay=0.5)),
    ):
        shocks = iter(noise)
        points = descend(
            Scheduled(GradientDescent(1.0), schedule),
            lambda theta, shocks=shocks: theta + next(shocks),
            np.array([5.0]),
            4000,
        )
        ends[name] = np.abs(points[-1000:]).mean()
    assert 10 * ends["decaying"] < ends["constant"]


def test_a_velocity_keeps_the_rates_of_its_past_and_a_sum_does_not():
    g, drop = np.array([1.0]), StepDecay(0.1, factor=0.1, steps=1)
    points = {
        form: descend(Scheduled(Momentum(1.0, 0.5, form), drop), lambda theta: g, 0.0 * g, 2)
        for form in ("velocity", "sum")
    }
    np.testing.assert_allclose(points["velocity"].ravel(), [-0.1, -0.1 - (0.05 + 0.01)])
    np.testing.assert_allclose(points["sum"].ravel(), [-0.1, -0.1 - 0.01 * 1.5])


@every_schedule
def test_a_run_that_goes_on_is_the_same_run(schedule):
    net, (X, T), optimizer = MLP((2, 3, 1)), xnor(), Scheduled(Adam(), schedule)
    problem = X, T, sigmoid_cross_entropy, optimizer
    *_, whole = train(net, net.init(1), *problem, steps=12)
    begun = train(net, net.init(1), *problem, steps=5)
    *_, middle = begun
    assert begun.state[1] == 5
    *_, last = train(net, middle.params, *problem, steps=7, state=begun.state)
    np.testing.assert_array_equal(last.params, whole.params)


def test_a_constant_schedule_changes_nothing_but_the_rate():
    net, (X, T) = MLP((2, 3, 1)), xnor()
    runs = [
        [s.params for s in train(net, net.init(1), X, T, sigmoid_cross_entropy, rule, steps=9)]
        for rule in (AdamW(0.05), Scheduled(AdamW(7.0), lambda step: 0.05))
    ]
    np.testing.assert_array_equal(*runs)


def test_a_rule_of_ones_own_may_be_scheduled():
    @dataclasses.dataclass(frozen=True)
    class Signs:
        learning_rate: float

        def init(self, params):
            return ()

        def update(self, gradient, state, params):
            return -self.learning_rate * np.sign(gradient), state

    optimizer = Scheduled(Signs(1.0), ExponentialDecay(1.0, factor=0.5))
    g, theta = np.array([3.0, -2.0]), np.zeros(2)
    for call in (optimizer.update, optimizer.formula):
        change, state = call(g, optimizer.init(theta), theta)
        np.testing.assert_array_equal(change, [-1.0, 1.0])
        change, state = call(g, state, theta)
        np.testing.assert_array_equal(change, [-0.5, 0.5])
        assert state == ((), 2)


def test_a_rate_that_has_decayed_to_0_stands_still():
    optimizer = Scheduled(GradientDescent(1.0), CosineDecay(0.5, steps=2))
    points = descend(optimizer, lambda theta: theta, np.array([8.0]), 6)
    np.testing.assert_allclose(points.ravel(), [4.0, 3.0, 3.0, 3.0, 3.0, 3.0])


no_settings = st.one_of(
    st.sampled_from([np.nan, np.inf, -1.0, -1, True, None, "0.1", 1j, [0.1], np.array([1.0, 2.0])]),
    st.floats(max_value=-1e-300),
)


@every_schedule
@given(value=no_settings, data=st.data())
def test_settings_that_cannot_be_right_are_refused(schedule, value, data):
    name = data.draw(st.sampled_from([field.name for field in dataclasses.fields(schedule)]))
    if name == "restarts" and value is True:
        value = 1
    with pytest.raises((ValueError, TypeError), match=rf"^{name} is "):
        dataclasses.replace(schedule, **{name: value})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: StepDecay(0.1, factor=2.0, steps=1),
            r"factor is 2.0; expected a number in \(0, 1",
        ),
        (lambda: StepDecay(0.1, factor=0.5, steps=0), "steps is 0; expected a whole number of at"),
        (lambda: CosineDecay(0.1, steps=2.5), "steps is 2.5; expected a whole number"),
        (lambda: CosineDecay(0.1, 10, 0.5), r"minimum is 0.5; expected a number in \[0, 0.1\]"),
        (
            lambda: LinearWarmUp(0.1, steps=2),
            "schedule is 0.1; expected a function of 1 arg",
        ),
        (lambda: LinearWarmUp(ConstantRate, steps=2), "schedule is <class .*; expected a function"),
        (
            lambda: Scheduled(Adam(), 0.1),
            "schedule is 0.1; expected a function of 1 arg",
        ),
        (lambda: Scheduled(Adam, ConstantRate(0.1)), "optimizer is <class .*; expected one with"),
        (lambda: Scheduled(0.1, ConstantRate(0.1)), "optimizer is 0.1; expected one with a learn"),
        (
            lambda: Scheduled(Scheduled(Adam(), ConstantRate(0.1)), ConstantRate(0.1)),
            "optimizer is Scheduled.*; expected one with a learning_rate",
        ),
    ],
)
def test_a_refusal_says_what_was_expected(make, words):
    with pytest.raises((ValueError, TypeError), match=words):
        make()


@every_schedule
@pytest.mark.parametrize("step", [-1, 0.5, "1", None, True, np.nan], ids=repr)
def test_a_step_is_a_whole_number(schedule, step):
    with pytest.raises(ValueError, match=r"^step is "):
        schedule(step)


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf, "0.1", None, True], ids=repr)
def test_a_schedule_that_gives_no_rate_is_named_with_its_step(rate):
    optimizer = Scheduled(GradientDescent(1.0), lambda step: rate if step == 2 else 0.1)
    g = np.ones(2)
    for call in (optimizer.update, optimizer.formula):
        with pytest.raises(ValueError, match=r"^schedule\(2\) is "):
            call(g, ((), 2), g)


@pytest.mark.parametrize("state", [None, (), 3, "ab", ((),), ((), 1, 2)], ids=repr)
def test_a_state_of_something_else_is_refused(state):
    with pytest.raises(ValueError, match=r"^state"):
        Scheduled(GradientDescent(1.0), ConstantRate(0.1)).update(np.ones(2), state, np.ones(2))


@pytest.mark.parametrize("count", [-1, 1.5, True, None, "1"], ids=repr)
def test_the_count_of_steps_is_a_whole_number(count):
    state = Adam().init(np.ones(2)), count
    with pytest.raises(ValueError, match=r"^state\[1\] is "):
        Scheduled(Adam(), ConstantRate(0.1)).update(np.ones(2), state, np.ones(2))


@given(size=st.integers(0, 5).filter(lambda size: size != 3))
def test_vectors_that_do_not_fit_are_refused_by_name(size):
    optimizer, good, bad = Scheduled(Adam(), ConstantRate(0.1)), np.ones(3), np.ones(size)
    state = optimizer.init(good)
    with pytest.raises(ValueError, match=r"^gradient has shape"):
        optimizer.update(bad, state, good)
    with pytest.raises(ValueError, match=r"^state\[0\]\[1\] has shape"):
        optimizer.update(good, ((good, bad, 0), 0), good)


def test_settings_are_kept_as_floats_and_counts():
    schedule = StepDecay(Fraction(1, 10), 0.5, np.int8(10))
    assert schedule(200) == 0.1 * 0.5**20


@pytest.mark.parametrize("rate", [-1.0, np.nan, "0.1", None], ids=repr)
def test_a_warm_up_to_what_is_no_rate_names_the_schedule(rate):
    warm_up = LinearWarmUp(lambda step: rate, steps=3)
    for step, name in ((0, r"schedule\(0\)"), (5, r"schedule\(2\)")):
        with pytest.raises(ValueError, match=f"^{name} is "):
            warm_up(step)
