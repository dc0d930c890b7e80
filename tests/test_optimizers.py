"""Each optimizer against its paper's formula, PyTorch's recorded paths and published numbers."""

import dataclasses
import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from places import ROOT

from nnlib import (
    MLP,
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    squared_error,
    tanh,
    train,
    xnor,
)

OPTIMIZERS = (
    GradientDescent(0.1),
    Momentum(0.1),
    Momentum(0.1, form="sum"),
    Momentum(0.1, form="mean"),
    Nesterov(0.1),
    AdaGrad(0.1),
    AdaGrad(0.1, epsilon_inside=True),
    RMSProp(0.1),
    RMSProp(0.1, epsilon_inside=True),
    Adam(0.1),
    Adam(0.1, epsilon_inside=True),
    AdamW(0.1, weight_decay=0.5),
)
every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
gradient_sequences = arrays(
    np.float64, st.tuples(st.integers(1, 8), st.integers(1, 5)), elements=st.floats(-1e3, 1e3)
)
rates, fractions, epsilons = st.floats(1e-6, 10.0), st.floats(0.0, 0.999), st.floats(1e-10, 1.0)


def changes(optimizer, gradients):
    """The changes that gradients lead to, whatever the parameters."""
    state, made = optimizer.init(gradients[0]), []
    for gradient in gradients:
        change, state = optimizer.update(gradient, state, np.zeros(len(gradient)))
        made.append(change)
    return np.array(made)


def path(optimizer, gradient, start, steps):
    """The points of a descent, the start among them."""
    theta = np.array(start, dtype=float)
    state, points = optimizer.init(theta), [theta]
    for _ in range(steps):
        change, state = optimizer.update(gradient(theta), state, theta)
        theta = theta + change
        points.append(theta)
    return np.array(points)


# PyTorch's own steps. "mean" has its rate divided by 1 − β, which makes it PyTorch's sum.
AS_PYTORCH = {
    "gradient descent": (lambda rate: GradientDescent(rate),),
    "momentum 0.5": (lambda rate: Momentum(rate, momentum=0.5),),
    "momentum 0.9": (
        lambda rate: Momentum(rate),
        lambda rate: Momentum(rate, form="sum"),
        lambda rate: Momentum(rate / (1.0 - 0.9), form="mean"),
    ),
    "Nesterov 0.5": (lambda rate: Nesterov(rate, momentum=0.5),),
    "Nesterov 0.9": (lambda rate: Nesterov(rate),),
    "AdaGrad": (lambda rate: AdaGrad(),),
    "AdaGrad, large epsilon": (lambda rate: AdaGrad(0.05, epsilon=0.1),),
    "RMSProp": (lambda rate: RMSProp(0.01, decay=0.99),),
    "RMSProp, large epsilon": (lambda rate: RMSProp(0.05, epsilon=0.1),),
    "Adam": (lambda rate: Adam(),),
    "Adam, large epsilon": (lambda rate: Adam(0.05, 0.5, 0.75, epsilon=0.1),),
    "AdamW": (lambda rate: AdamW(),),
    "AdamW, large epsilon": (lambda rate: AdamW(0.05, 0.5, 0.75, epsilon=0.1, weight_decay=0.5),),
}


def recorded(problem):
    return json.loads((ROOT / f"tests/trajectories/{problem}.json").read_text("utf-8"))


def on_network(optimizer, problem):
    """Training in earnest: nnlib's network, loss and gradient too."""
    run = train(MLP((2, 2, 1), tanh), problem["start"], *xnor(), squared_error, optimizer, steps=20)
    return [step.params for step in run]


def on_quadratic(optimizer, problem):
    scales = np.array(problem["scales"])
    return path(optimizer, lambda theta: scales * theta, problem["start"], 20)[1:]


@pytest.mark.parametrize("name", AS_PYTORCH)
@pytest.mark.parametrize(("problem", "run"), [("network", on_network), ("quadratic", on_quadratic)])
def test_the_first_twenty_steps_are_pytorchs(name, problem, run):
    problem = recorded(problem)
    for make in AS_PYTORCH[name]:
        ours = run(make(problem["rate"]), problem)
        np.testing.assert_allclose(ours, problem["optimizers"][name], rtol=0, atol=1e-10)


@pytest.mark.parametrize("problem", ["network", "quadratic"])
def test_every_recorded_path_is_compared_and_no_two_are_alike(problem):
    paths = recorded(problem)["optimizers"]
    assert paths.keys() == AS_PYTORCH.keys()
    ends = np.array([steps[-1] for steps in paths.values()])
    apart = np.abs(ends[:, None] - ends).max(axis=-1)[np.triu_indices(len(ends), 1)]
    assert apart.min() > 1e-6


@given(gradients=gradient_sequences, rate=rates)
def test_gradient_descent_steps_against_the_gradient(gradients, rate):
    np.testing.assert_array_equal(changes(GradientDescent(rate), gradients), -rate * gradients)


def test_momentum_by_hand():
    g = np.array([1.0])
    for form, expected in {
        "velocity": [-0.1, -0.15, 0.025],
        "sum": [-0.1, -0.15, 0.025],
        "mean": [-0.05, -0.075, 0.0125],
    }.items():
        made = changes(Momentum(0.1, 0.5, form), [g, g, -g])
        np.testing.assert_allclose(made.ravel(), expected, rtol=1e-14)


@given(gradients=gradient_sequences, rate=rates, beta=fractions)
def test_the_three_forms_of_momentum_are_one_at_translated_rates(gradients, rate, beta):
    velocity = changes(Momentum(rate, beta), gradients)
    floor = 1e-12 * rate * (1.0 + np.abs(gradients).sum())
    for other in (Momentum(rate, beta, "sum"), Momentum(rate / (1.0 - beta), beta, "mean")):
        np.testing.assert_allclose(changes(other, gradients), velocity, rtol=1e-9, atol=floor)


@given(gradients=gradient_sequences, rate=rates)
def test_without_momentum_it_is_gradient_descent(gradients, rate):
    plain = changes(GradientDescent(rate), gradients)
    for form in ("velocity", "sum", "mean"):
        np.testing.assert_array_equal(changes(Momentum(rate, 0.0, form), gradients), plain)
    np.testing.assert_array_equal(changes(Nesterov(rate, 0.0), gradients), plain)


@pytest.mark.parametrize(
    ("optimizer", "times"),
    [
        (Momentum(0.01), 10),
        (Momentum(0.01, form="sum"), 10),
        (Momentum(0.01, form="mean"), 1),
        (Nesterov(0.01), 10),
    ],
    ids=repr,
)
def test_a_constant_gradient_ends_at_a_tenfold_speed(optimizer, times):
    g = np.array([3.0])
    assert changes(optimizer, [g] * 400)[-1] == pytest.approx(-times * 0.01 * 3.0, rel=1e-12)


def test_nesterovs_gradient_is_taken_where_the_velocity_leads():
    rng = np.random.default_rng(3)
    A = rng.uniform(-1.0, 1.0, (4, 4))
    gradient = lambda theta: A @ A.T @ theta + np.cos(theta)  # noqa: E731
    rate, beta, phi, m = 0.05, 0.8, np.ones(4), np.zeros(4)
    ahead = [phi]
    for _ in range(30):
        m = beta * m - rate * gradient(phi + beta * m)
        phi = phi + m
        ahead.append(phi + beta * m)
    ours = path(Nesterov(rate, beta), gradient, np.ones(4), 30)
    np.testing.assert_allclose(ours, ahead, rtol=1e-12)


def root(square, epsilon, inside):
    return np.sqrt(square + epsilon) if inside else np.sqrt(square) + epsilon


@given(gradients=gradient_sequences, rate=rates, epsilon=epsilons, inside=st.booleans())
def test_adagrad_divides_by_the_root_of_all_squares(gradients, rate, epsilon, inside):
    squares = np.cumsum(gradients**2, axis=0)
    np.testing.assert_allclose(
        changes(AdaGrad(rate, epsilon, inside), gradients),
        -rate * gradients / root(squares, epsilon, inside),
        rtol=1e-12,
    )


@given(
    gradients=gradient_sequences, rate=rates, beta=fractions, epsilon=epsilons, inside=st.booleans()
)
def test_rmsprop_divides_by_the_root_of_the_mean_square(gradients, rate, beta, epsilon, inside):
    made, v = [], 0.0
    for g in gradients:
        v = beta * v + (1.0 - beta) * g**2
        made.append(-rate * g / root(v, epsilon, inside))
    ours = changes(RMSProp(rate, beta, epsilon, inside), gradients)
    np.testing.assert_allclose(ours, made, rtol=1e-12)


@given(
    gradients=gradient_sequences,
    rate=rates,
    betas=st.tuples(fractions, fractions),
    epsilon=epsilons,
    inside=st.booleans(),
)
def test_adam_is_algorithm_1_of_the_paper(gradients, rate, betas, epsilon, inside):
    (beta_1, beta_2), made, m, v = betas, [], 0.0, 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta_1 * m + (1.0 - beta_1) * g
        v = beta_2 * v + (1.0 - beta_2) * g**2
        m_hat, v_hat = m / (1.0 - beta_1**t), v / (1.0 - beta_2**t)
        made.append(-rate * m_hat / root(v_hat, epsilon, inside))
    optimizer = Adam(rate, beta_1, beta_2, epsilon, inside)
    # Where gradients cancel in m, only rounding is left.
    floor = 1e-12 * rate * (1.0 + np.abs(gradients).max()) / epsilon
    np.testing.assert_allclose(changes(optimizer, gradients), made, rtol=1e-11, atol=floor)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6])
@pytest.mark.parametrize("rule", [Adam, AdamW])
def test_adams_first_step_is_the_learning_rate_whatever_the_gradient(rule, size):
    assert changes(rule(0.02), [np.array([size, -size])]) == pytest.approx(
        np.array([[-0.02, 0.02]]), rel=2e-5
    )


def test_adamws_decay_has_nothing_to_do_with_the_gradient():
    start, still = np.array([2.0, -4.0]), lambda theta: np.zeros(2)
    shrunk = path(AdamW(0.1, weight_decay=0.5), still, start, 10)[-1]
    np.testing.assert_allclose(shrunk, start * (1.0 - 0.1 * 0.5) ** 10, rtol=1e-14)
    gradients = np.random.default_rng(0).uniform(-1.0, 1.0, (20, 2))
    optimizer, alike = AdamW(0.1, weight_decay=0.5), Adam(0.1)
    state = optimizer.init(start)
    for gradient, change in zip(gradients, changes(alike, gradients), strict=True):
        decayed, state = optimizer.update(gradient, state, start)
        np.testing.assert_allclose(decayed, change - 0.1 * 0.5 * start, rtol=1e-13)


def test_adamw_spares_what_is_handed_in_as_zero():
    net = MLP((2, 3, 1))
    theta, is_weight = net.init(seed=1) + 1.0, np.zeros(net.n_params)
    for W, _ in net.layers(is_weight):
        W[:] = 1.0
    optimizer = AdamW(0.1, weight_decay=0.5)
    change, _ = optimizer.update(np.zeros(net.n_params), optimizer.init(theta), theta * is_weight)
    np.testing.assert_array_equal(change, -0.1 * 0.5 * theta * is_weight)


def test_a_parabola_converges_cycles_or_diverges():
    def after(rate, steps):
        return path(GradientDescent(rate), lambda theta: 2.0 * theta, [1.0], steps)[:, 0]

    for rate in (0.1, 0.5, 0.9, 0.99):
        assert abs(after(rate, 1000)[-1]) < 1e-8
    np.testing.assert_array_equal(after(1.0, 50), [1.0, -1.0] * 25 + [1.0])
    assert round(after(1.01, 50)[-1], 2) == 2.69


def speed(momentum, curvatures):
    """The factor by which momentum, in the end, shrinks the error of a bowl in each step."""

    def factor(curvature):
        columns = []
        for theta, m in np.eye(2):
            change, state = momentum.formula(np.array([curvature * theta]), (np.array([m]),), None)
            columns.append([theta + change[0], state[0][0]])
        return np.abs(np.linalg.eigvals(np.array(columns))).max()

    return max(map(factor, curvatures))


def test_momentum_takes_the_root_of_the_condition_number():
    small, large = 1.0, 100.0
    bowl = (small, large)
    best = 4.0 / (np.sqrt(large) + np.sqrt(small)) ** 2, (9.0 / 11.0) ** 2
    plain, heavy = speed(Momentum(2.0 / 101.0, 0.0), bowl), speed(Momentum(*best), bowl)
    assert (round(plain, 3), round(heavy, 3)) == (0.980, 0.818)
    assert plain == pytest.approx(99.0 / 101.0)
    assert heavy == pytest.approx(9.0 / 11.0, rel=1e-6)
    # No other setting is better.
    grid = np.geomspace(1e-3, 0.1, 60)
    assert min(speed(Momentum(rate, 0.0), bowl) for rate in grid) >= plain
    betas = np.linspace(0.0, 0.99, 60)
    assert min(speed(Momentum(rate, b), bowl) for rate in grid for b in betas) >= heavy
    # What the matrix says, the run does.
    run = path(GradientDescent(2.0 / 101.0), lambda theta: np.array(bowl) * theta, [1, 1], 100)
    assert np.linalg.norm(run[-1]) / np.linalg.norm(run[0]) == pytest.approx(plain**100)


def test_all_parameters_step_at_once():
    def gradient(theta):
        a, b = theta
        return 2.0 * (a * b - 1.0) * np.array([b, a])

    optimizer, start = GradientDescent(0.05), np.array([2.0, 2.0])
    together = path(optimizer, gradient, start, 1)[1]
    np.testing.assert_allclose(together, [1.4, 1.4], rtol=1e-14)
    in_turn = start.copy()
    for index in range(2):
        in_turn[index] += optimizer.update(gradient(in_turn), (), in_turn)[0][index]
    np.testing.assert_allclose(in_turn, [1.4, 1.748], rtol=1e-14)


@every_optimizer
def test_nothing_handed_in_is_changed(optimizer):
    gradient, params = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    state = optimizer.init(params)
    for call in (optimizer.update, optimizer.formula):
        _, later = call(gradient, state, params)
        kept = [np.copy(part) for part in later]
        call(gradient, later, params)
        np.testing.assert_array_equal(gradient, [1, 2])
        np.testing.assert_array_equal(params, [3, 4])
        for before, fresh in zip(state, optimizer.init(params), strict=True):
            np.testing.assert_array_equal(before, fresh)
        for before, now in zip(kept, later, strict=True):
            np.testing.assert_array_equal(before, now)


@every_optimizer
def test_an_update_is_the_formula_after_checks(optimizer):
    rng = np.random.default_rng(5)
    checked = bare = optimizer.init(np.zeros(3))
    for _ in range(4):
        gradient, params = rng.uniform(-1.0, 1.0, (2, 3))
        change, checked = optimizer.update(gradient.tolist(), list(checked), params.tolist())
        same, bare = optimizer.formula(gradient, bare, params)
        np.testing.assert_array_equal(change, same)
        for one, other in zip(checked, bare, strict=True):
            np.testing.assert_array_equal(one, other)


no_settings = st.one_of(
    st.sampled_from(
        [np.nan, np.inf, -np.inf, -1.0, True, False, None, "0.1", 1j, [0.1], {}, 1e999]
    ),
    st.just(np.array([0.1, 0.2])),
    st.floats(max_value=-1e-300),
)


@every_optimizer
@given(value=no_settings, data=st.data())
def test_settings_that_cannot_be_right_are_refused(optimizer, value, data):
    name = data.draw(st.sampled_from([field.name for field in dataclasses.fields(optimizer)]))
    if name == "epsilon_inside" and isinstance(value, bool):
        value = int(value)
    with pytest.raises((ValueError, TypeError), match=rf"^{name} is "):
        dataclasses.replace(optimizer, **{name: value})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: GradientDescent(0), r"learning_rate is 0; expected a number in \(0, inf\)"),
        (lambda: Momentum(0.1, 1.0), r"momentum is 1.0; expected a number in \[0, 1\)"),
        (lambda: Momentum(0.1, form="mass"), "form is 'mass'; expected 'velocity' or 'sum' or"),
        (lambda: RMSProp(decay=1.0), "decay is 1.0"),
        (lambda: Adam(beta_1=1.0), "beta_1 is 1.0"),
        (lambda: Adam(beta_2=1.5), "beta_2 is 1.5"),
        (lambda: Adam(epsilon=0), "epsilon is 0"),
    ],
)
def test_a_refusal_says_what_was_expected(make, words):
    with pytest.raises(ValueError, match=words):
        make()


no_vectors = st.one_of(
    st.sampled_from(
        [None, "abc", 1.0, {}, [[1.0, 2.0, 3.0]], ["a", "b", "c"], [True] * 3, [1j] * 3]
    ),
    arrays(
        np.float64, st.lists(st.integers(0, 4), max_size=3).map(tuple).filter(lambda s: s != (3,))
    ),
    st.sampled_from([np.nan, np.inf, -np.inf]).map(lambda value: np.array([1.0, value, 3.0])),
)


@every_optimizer
@given(bad=no_vectors)
def test_vectors_that_do_not_fit_are_refused_by_name(optimizer, bad):
    good = np.ones(3)
    state = optimizer.init(good)
    with pytest.raises((ValueError, TypeError), match=r"^gradient "):
        optimizer.update(bad, state, good)
    for k in range(optimizer.vectors):
        broken = (*state[:k], bad, *state[k + 1 :])
        with pytest.raises((ValueError, TypeError), match=rf"^state\[{k}\] "):
            optimizer.update(good, broken, good)


@every_optimizer
@given(bad=no_vectors.filter(lambda bad: np.ndim(bad) != 1 or np.size(bad) == 0 or len(bad) == 3))
def test_what_is_no_vector_of_parameters_is_refused(optimizer, bad):
    with pytest.raises((ValueError, TypeError), match=r"^params "):
        optimizer.init(bad)
    with pytest.raises((ValueError, TypeError), match=r"^params "):
        optimizer.update(np.ones(3), optimizer.init(np.ones(3)), bad)


@every_optimizer
@pytest.mark.parametrize("bad", [None, 3, "state", {}, (1,) * 4, [np.ones(3)] * 4], ids=repr)
def test_a_state_of_something_else_is_refused(optimizer, bad):
    with pytest.raises(ValueError, match=r"^state is "):
        optimizer.update(np.ones(3), bad, np.ones(3))


@pytest.mark.parametrize("count", [-1, 1.5, True, "1", None, np.ones(3)], ids=repr)
def test_adams_count_is_a_whole_number(count):
    with pytest.raises(ValueError, match=r"^state\[2\] is "):
        Adam().update(np.ones(3), (np.ones(3), np.ones(3), count), np.ones(3))


@pytest.mark.parametrize("optimizer", [AdaGrad(), RMSProp(), Adam(), AdamW()], ids=repr)
def test_squares_are_not_negative(optimizer):
    state = tuple(
        np.full(3, -1.0) if np.ndim(part) else part for part in optimizer.init(np.ones(3))
    )
    with pytest.raises(ValueError, match=rf"^state\[{optimizer.vectors - 1}\] has negative"):
        optimizer.update(np.ones(3), state, np.ones(3))


@pytest.mark.parametrize("made", [GradientDescent, Momentum, Nesterov, RMSProp, Adam])
def test_settings_are_kept_as_floats(made):
    optimizer = made(Fraction(1, 10))
    assert type(optimizer.learning_rate) is float
    change, _ = optimizer.update(np.ones(2), optimizer.init(np.ones(2)), np.ones(2))
    assert change.dtype == np.float64
