"""Training: what a step is, how examples are visited, what ends a run."""

import contextvars
import itertools
import math
import operator
import tracemalloc
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    MLP,
    Adam,
    ConstantRate,
    Diverged,
    GradientDescent,
    Loss,
    Momentum,
    Scheduled,
    blobs,
    identity,
    numerical_gradient,
    relu,
    sigmoid,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    squared_error,
    tanh,
    train,
    xnor,
)
from nnlib.penalties import l1, l2
from nnlib.training import batches


def start(seed=1):
    net = MLP((2, 3, 1), hidden=tanh)
    return net, net.init(seed=seed), *xnor()


def test_xnor_is_learnt():
    net, params, X, T = start()
    history = list(train(net, params, X, T, sigmoid_cross_entropy, Adam(0.05), steps=300))
    assert len(history) == 300
    np.testing.assert_array_equal(sigmoid(net(history[-1].params, X)) > 0.5, T)
    assert history[-1].loss < 0.05 < history[0].loss


def test_each_step_is_one_update_of_the_optimizer():
    net, params, X, T = start()
    (first,) = train(net, params, X, T, squared_error, GradientDescent(0.5), steps=1)
    loss, gradient = net.gradient(params, X, T, squared_error)
    assert first.loss == loss
    np.testing.assert_array_equal(first.params, params - 0.5 * gradient)
    np.testing.assert_array_equal(params, net.init(seed=1))


def test_a_run_goes_on_where_another_stopped():
    net, params, X, T = start()
    optimizer = Momentum(0.1)
    whole = list(train(net, params, X, T, squared_error, optimizer, steps=10))
    run = train(net, params, X, T, squared_error, optimizer, steps=5)
    *_, half = run
    rest = train(net, half.params, X, T, squared_error, optimizer, steps=5, state=run.state)
    np.testing.assert_array_equal(list(rest)[-1].params, whole[-1].params)


def test_a_run_holds_the_state_after_the_step_that_was_asked_for_last():
    net, params, X, T = start()
    run = train(net, params, X, T, squared_error, Momentum(0.1), steps=3)
    np.testing.assert_array_equal(run.state[0], np.zeros(net.n_params))
    for step in run:
        np.testing.assert_array_equal(params + run.state[0], step.params)
        params = step.params


def test_a_run_knows_how_many_steps_are_left():
    net, params, X, T = start()
    run = train(net, params, X, T, squared_error, GradientDescent(0.1), steps=5)
    hints = [operator.length_hint(run)] + [operator.length_hint(run) for _ in run]
    assert hints == [5, 4, 3, 2, 1, 0]


def test_a_list_of_a_run_without_an_end_is_refused_before_it_begins():
    net, params, X, T = start()
    run = train(net, params, X, T, squared_error, GradientDescent(0.1))
    with pytest.raises(ValueError, match=r"^steps is None: this run has no end"):
        list(run)
    assert [step.step for step in itertools.islice(run, 2)] == [1, 2]


def test_a_run_that_an_error_has_ended_says_so():
    run = diverging()
    with pytest.raises(Diverged):
        list(itertools.islice(run, 10_000))
    with pytest.raises(RuntimeError, match="an error has ended this run"):
        next(run)


def test_logits_are_not_squashed_twice():
    net, (X, T) = MLP((2, 3, 1), output=sigmoid), xnor()
    words = r"^net has the output sigmoid; sigmoid_cross_entropy expects logits: output=identity$"
    with pytest.raises(ValueError, match=words):
        train(net, net.init(1), X, T, sigmoid_cross_entropy, Adam(0.1))
    train(net, net.init(1), X, T, squared_error, Adam(0.1))


class Memory(NamedTuple):
    count: int
    on: bool
    velocity: np.ndarray


class Heavy:
    """A rule of one's own: its state is of its own kind, and changed in place."""

    def __init__(self, fresh):
        self.fresh = fresh

    def init(self, params):
        return self.fresh(params)

    def update(self, gradient, state, params):
        velocity = state["velocity"] if isinstance(state, dict) else state.velocity
        velocity *= 0.9
        velocity -= 0.1 * gradient
        params *= 0.5  # what it is handed is its own
        return velocity.copy(), state


@pytest.mark.parametrize(
    "fresh",
    [
        lambda params: {"velocity": np.zeros_like(params)},
        lambda params: Memory(0, False, np.zeros_like(params)),
    ],
)
def test_a_rule_of_ones_own_goes_on_from_a_state_of_its_own(fresh):
    net, params, X, T = start()
    rule = Heavy(fresh)
    *_, whole = train(net, params, X, T, squared_error, rule, steps=10)
    run = train(net, params, X, T, squared_error, rule, steps=5)
    *_, half = run
    *_, rest = train(net, half.params, X, T, squared_error, rule, steps=5, state=run.state)
    np.testing.assert_array_equal(rest.params, whole.params)
    np.testing.assert_array_equal(params, net.init(seed=1))


def test_a_loss_of_ones_own_may_look_at_the_whole_batch():
    net, params, X, T = start()
    weights = np.arange(1.0, 5.0)[:, None]

    def with_gradient(outputs, T):
        return np.sum(weights * (outputs - T) ** 2), 2 * weights * (outputs - T)

    own = Loss("weighted", with_gradient)
    (step,) = train(net, params, X, T, own, GradientDescent(0.1), steps=1)
    by_definition = numerical_gradient(lambda p: own(net(p, X), T), params)
    np.testing.assert_allclose(params - step.params, 0.1 * by_definition, atol=1e-8)


def test_a_loss_may_print_into_the_cell_that_asks_for_the_step():
    """A notebook routes what is printed by a context variable."""
    cell = contextvars.ContextVar("cell")
    seen = []

    def with_gradient(outputs, T):
        seen.append(cell.get(None))
        return squared_error.with_gradient(outputs, T)

    net, params, X, T = start()
    run = train(net, params, X, T, Loss("noisy", with_gradient), GradientDescent(0.1))
    for number in (1, 2):
        cell.set(number)
        next(run)
    assert seen[-2:] == [1, 2]


def test_kept_steps_keep_their_own_parameters():
    net, params, X, T = start()
    history = list(train(net, params, X, T, squared_error, GradientDescent(0.5), steps=3))
    for step, following in itertools.pairwise(history):
        _, gradient = net.gradient(step.params, X, T, squared_error)
        np.testing.assert_array_equal(following.params, step.params - 0.5 * gradient)


@pytest.mark.parametrize("scheduled", [False, True])
def test_an_optimizer_may_keep_the_gradient_that_it_is_given(scheduled):
    @dataclass
    class Previous:
        """Steps along the gradient of the step before."""

        learning_rate: float = 1.0

        def init(self, params):
            return (np.zeros_like(params),)

        def update(self, gradient, state, params):
            return -state[0], (gradient,)

    net, params, X, T = start()
    rule = Scheduled(Previous(), ConstantRate(1.0)) if scheduled else Previous()
    history = list(train(net, params, X, T, squared_error, rule, steps=3))
    _, first = net.gradient(params, X, T, squared_error)
    np.testing.assert_array_equal(history[0].params, params)
    np.testing.assert_allclose(history[2].params, params - 2 * first, rtol=1e-15)


# How examples are visited.


@given(n=st.integers(1, 40), batch_size=st.integers(1, 50), seed=st.integers(0, 9))
def test_an_epoch_visits_every_example_once(n, batch_size, seed):
    per_epoch = -(-n // batch_size)
    drawn = list(itertools.islice(batches(n, batch_size, seed), 2 * per_epoch))
    assert [epoch for epoch, _ in drawn] == [1] * per_epoch + [2] * per_epoch
    rows = [np.arange(n) if rows is None else rows for _, rows in drawn[:per_epoch]]
    assert sorted(np.concatenate(rows)) == list(range(n))
    assert {len(r) for r in rows[:-1]} <= {batch_size}


def test_examples_are_reshuffled_each_epoch():
    drawn = [tuple(rows) for _, rows in itertools.islice(batches(8, 4, seed=0), 4)]
    assert drawn[:2] != drawn[2:]


@given(n=st.integers(1, 30), batch_size=st.one_of(st.none(), st.integers(1, 40)))
def test_the_last_partial_batch_is_a_step_of_its_own(n, batch_size):
    X = np.arange(n, dtype=float).reshape(n, 1) / n
    net = MLP((1, 1))
    per_epoch = math.ceil(n / (batch_size or n))
    steps = list(
        train(
            net, net.init(0), X, X, squared_error, GradientDescent(0.1), 2 * per_epoch, batch_size
        )
    )
    assert [step.step for step in steps] == list(range(1, 2 * per_epoch + 1))
    assert [step.epoch for step in steps] == [1] * per_epoch + [2] * per_epoch
    ends = [step.step for step in steps if step.epoch_ends]
    assert ends == [per_epoch, 2 * per_epoch]
    sizes = [step.n_examples for step in steps[:per_epoch]]
    assert sum(sizes) == n
    assert set(sizes[:-1]) <= {batch_size}


@pytest.mark.parametrize(
    ("n", "batch_size", "epochs", "updates"),
    [(11610, 32, 1, 363), (11610, 32, 20, 7260), (250, 10, 1, 25)],
)
def test_the_updates_of_the_decks_epochs_are_counted(n, batch_size, epochs, updates):
    """E8: the log's 363 steps an epoch, 7260 in 20, and the playground's 25 an "iteration"."""
    X = np.linspace(-1.0, 1.0, n).reshape(n, 1)
    net = MLP((1, 1))
    run = train(net, net.init(0), X, X, squared_error, GradientDescent(0.01), batch_size=batch_size)
    last = next(step for step in run if step.epoch == epochs and step.epoch_ends)
    assert last.step == updates
    assert last.n_examples == (n % batch_size or batch_size)


def test_without_shuffling_examples_come_in_the_order_of_x():
    net, params, X, T = start()
    options = {"steps": 6, "batch_size": 3, "shuffle": False}
    run = train(net, params, X, T, squared_error, GradientDescent(0.5), **options)
    for step, rows in zip(run, itertools.cycle([slice(0, 3), slice(3, 4)]), strict=False):
        loss, gradient = net.gradient(params, X[rows], T[rows], squared_error)
        assert step.loss == loss
        params = params - 0.5 * gradient
        np.testing.assert_array_equal(step.params, params)


def test_the_seed_decides_the_order():
    net, params, _, _ = start()
    X, T = blobs(20, seed=0)

    def end(**options):
        options = {"steps": 20, "batch_size": 3, **options}
        *_, last = train(net, params, X, T, squared_error, GradientDescent(0.1), **options)
        return last.params.tolist()

    assert end(seed=1) == end(seed=1) != end(seed=2)
    assert end(seed=1, shuffle=False) == end(seed=2, shuffle=False) != end(seed=1)


def test_batch_sizes_give_other_steps_but_all_learn():
    net, params, _, _ = start()
    X, T = blobs(50, noise=0.5, seed=0)
    for batch_size in (None, 7, 1):
        optimizer = GradientDescent(0.1)
        history = list(
            train(net, params, X, T, sigmoid_cross_entropy, optimizer, 100, batch_size=batch_size)
        )
        assert history[-1].epoch == {None: 100, 7: 13, 1: 2}[batch_size]
        assert sigmoid_cross_entropy(net(history[-1].params, X), T) < 0.2


# Penalty and dropout.


@pytest.mark.parametrize("penalty", [l1(0.1), l2(0.1), l2(0.1, half=False)], ids=repr)
def test_a_penalty_is_descended_but_is_no_part_of_the_steps_loss(penalty):
    net, params, X, T = start()
    (step,) = train(net, params, X, T, squared_error, GradientDescent(1.0), 1, penalty=penalty)
    assert step.loss == squared_error(net(params, X), T)
    expected = numerical_gradient(
        lambda p: squared_error(net(p, X), T) + penalty(net.layers(p)), params
    )
    np.testing.assert_allclose(params - step.params, expected, atol=1e-9)
    for (_, b), (_, plain) in zip(
        net.layers(params - step.params),
        net.layers(net.gradient(params, X, T, squared_error)[1]),
        strict=True,
    ):
        np.testing.assert_allclose(b, plain, atol=1e-15)


@pytest.mark.parametrize("hidden", [tanh, relu, identity], ids=repr)
def test_a_step_with_dropout_descends_the_loss_of_the_thinned_network(hidden):
    """The masks are drawn layer by layer, after the epoch's order: what a page repeats."""
    net = MLP((2, 4, 3, 1), hidden)
    X, T = blobs(6, seed=0)
    params = np.random.default_rng(5).uniform(-1.0, 1.0, net.n_params)
    (step,) = train(
        net, params, X, T, squared_error, GradientDescent(1.0), 1, batch_size=5, seed=3, dropout=0.4
    )
    rng = np.random.default_rng([3, 1])
    rows = np.argsort(rng.random(6))[:5]
    masks = [(rng.random((5, units)) >= 0.4) / 0.6 for units in (4, 3)]
    assert all((mask == 0).any() for mask in masks)

    def loss(params):
        A = X[rows]
        for (W, b), mask in zip(net.layers(params), [*masks, None], strict=True):
            A = A @ W + b if mask is None else mask * hidden(A @ W + b)
        return squared_error(A, T[rows])

    assert step.loss == pytest.approx(loss(params), rel=1e-14)
    np.testing.assert_allclose(params - step.params, numerical_gradient(loss, params), atol=1e-8)


@pytest.mark.parametrize("dropout", [0.2, 0.5, 0.8])
def test_dropout_hides_its_share_and_keeps_the_mean(dropout):
    """Item 257: by inverted scaling the mean is 0.999, that is 1 but for chance."""
    units = 40_000
    net = MLP((1, units, 1), hidden=identity)
    params = np.zeros(net.n_params)
    (W_1, _), (W_2, _) = net.layers(params)
    W_1[:], W_2[:] = 1.0, 1.0 / units  # the output is the mean of the mask
    one = np.ones((1, 1))
    options = {"steps": 20, "dropout": dropout}
    run = train(net, params, one, np.zeros((1, 1)), squared_error, GradientDescent(1e-9), **options)
    means, before = [], params
    for step in run:
        means.append(math.sqrt(2.0 * step.loss))
        still = net.layers(step.params - before)[1][0] == 0.0
        assert still.mean() == pytest.approx(dropout, abs=0.01)
        before = step.params
    assert np.mean(means) == pytest.approx(1.0, abs=0.005)
    assert len(set(means)) == len(means)


def test_without_dropout_nothing_is_drawn_for_it():
    net, params, X, T = start()
    options = {"steps": 9, "batch_size": 3, "seed": 4}
    plain = list(train(net, params, X, T, squared_error, GradientDescent(0.1), **options))
    none = list(train(net, params, X, T, squared_error, GradientDescent(0.1), **options, dropout=0))
    np.testing.assert_array_equal(plain[-1].params, none[-1].params)


# Divergence.


def diverging(learning_rate=5.0, scale=10.0):
    net = MLP((2, 1))
    X, T = np.full((2, 2), scale), np.zeros((2, 1))
    optimizer = GradientDescent(learning_rate)
    return train(net, net.init(seed=0), X, T, squared_error, optimizer)


def test_a_run_that_diverges_says_when_and_why():
    run = diverging()
    with pytest.raises(Diverged) as caught:
        list(itertools.islice(run, 10_000))
    step = caught.value.last.step + 1
    assert str(caught.value).startswith(f"training diverged at step {step}: the loss is inf after ")
    assert (
        "in layer 1 of 1. The likely cause is a learning rate that is too large: Gradient"
        in str(caught.value)
    )
    assert str(caught.value).endswith("GradientDescent(learning_rate=5.0)")


def test_data_that_are_not_scaled_are_named_as_a_cause():
    run = diverging(learning_rate=0.1, scale=1e6)
    with pytest.raises(Diverged, match=r"or data that are not scaled: X reaches 1e\+06$"):
        list(itertools.islice(run, 10_000))


def steps_until_it_diverges(run):
    """[(step, the optimizer's state after it), …] and the error that ended the run."""
    seen = []
    try:
        for step in run:
            seen.append((step, run.state))
    except Diverged as error:
        return seen, error
    raise AssertionError("the run did not diverge")


def test_nothing_is_lost_when_a_run_diverges():
    seen, error = steps_until_it_diverges(diverging())
    assert error.last is seen[-1][0]
    assert np.isfinite(error.last.params).all()
    assert math.isfinite(error.last.loss)


def test_the_state_stays_that_of_the_last_finite_step():
    net, params, X, T = start()
    run = train(net, params, 1e3 * X, T, squared_error, Momentum(10.0))
    seen, _ = steps_until_it_diverges(run)
    assert run.state is seen[-1][1]
    assert np.isfinite(run.state[0]).all()


def test_a_first_step_that_diverges_has_no_step_before_it():
    run = diverging(learning_rate=1e308)
    with pytest.raises(Diverged, match="at step 1: the loss is ") as caught:
        next(run)
    assert caught.value.last is None


def test_an_optimizer_that_gives_nan_is_caught_at_its_step():
    class NotANumber:
        def init(self, params):
            return ()

        def update(self, gradient, state, params):
            return gradient * np.nan, state

    net, params, X, T = start()
    with pytest.raises(Diverged, match="at step 1"):
        next(train(net, params, X, T, squared_error, NotANumber()))


@pytest.mark.parametrize(
    "given",
    [
        None,
        0.1,
        (0.1, ()),
        (np.ones((13, 1)), ()),
        (np.ones(13, complex), ()),
        (np.ones(13),),
        np.ones(13),
        (["a"] * 13, ()),
    ],
)
def test_an_optimizer_of_ones_own_must_give_a_change_and_a_state(given):
    class Own:
        def init(self, params):
            return ()

        def update(self, gradient, state, params):
            return given

    net, params, X, T = start()
    with pytest.raises(
        ValueError, match=r"(?s)^update of .*Own.* gives .*expected \(change, state\)$"
    ):
        next(train(net, params, X, T, squared_error, Own()))


def test_an_optimizer_of_ones_own_may_keep_what_it_is_handed():
    @dataclass(frozen=True)
    class Last:
        def init(self, params):
            return (np.zeros_like(params), np.zeros_like(params))

        def update(self, gradient, state, params):
            return -0.1 * gradient, (params, gradient)

    net, params, X, T = start()
    run = train(net, params, X, T, squared_error, Last(), steps=3)
    for step in run:
        np.testing.assert_array_equal(run.state[0], params)
        np.testing.assert_array_equal(params - 0.1 * run.state[1], step.params)
        params = step.params


@pytest.mark.parametrize("changed", [{"params": np.full(13, 1e200)}, {"T": np.full((4, 1), 1e200)}])
def test_what_no_learning_rate_is_to_blame_for_is_not_put_down_to_one(changed):
    net, params, X, T = start()
    arguments = {"params": params, "X": X, "T": T} | changed
    with pytest.raises(Diverged, match="at step 1: the loss is inf") as caught:
        next(train(net, loss=squared_error, optimizer=GradientDescent(0.1), **arguments))
    assert "learning rate" not in str(caught.value)
    assert "The likely cause is what it began with: parameters that are too l" in str(caught.value)
    assert ("T reaches 1e+200" in str(caught.value)) == ("T" in changed)


def test_a_penalty_is_named_where_a_run_diverges():
    net, params, X, T = start()
    optimizer, words = (
        GradientDescent(0.1),
        r"GradientDescent\(learning_rate=0.1\) with l2\(1e\+06\)",
    )
    with pytest.raises(Diverged, match=words):
        list(train(net, params, X, T, squared_error, optimizer, 500, penalty=l2(1e6)))


@pytest.mark.parametrize(
    ("optimizer", "state", "words"),
    [
        (Momentum(0.1), (np.full(13, np.nan),), r"state\[0\] holds nan"),
        (Momentum(0.1), (np.zeros(13, complex),), r"state\[0\] has dtype complex128"),
        (Adam(), (np.zeros(13), np.zeros(13), 2.5), r"state\[2\] is 2.5"),
        (Adam(), (np.zeros(13), np.zeros(13), -1), r"state\[2\] is -1"),
        (Adam(), (np.zeros(13), np.full(13, -1.0), 1), r"state\[1\] has negative entries"),
        (Scheduled(Momentum(0.1), ConstantRate(0.1)), ((np.zeros(13),), -4), r"state\[1\] is -4"),
        (Scheduled(Momentum(0.1), ConstantRate(0.1)), ((np.zeros(3),), 4), r"state\[0\]\[0\] has"),
    ],
    ids=repr,
)
def test_a_state_that_no_step_can_go_on_from_is_named_at_the_call(optimizer, state, words):
    net, params, X, T = start()
    with pytest.raises(ValueError, match=f"^{words}"):
        train(net, params, X, T, squared_error, optimizer, state=state)


def test_a_loss_of_ones_own_that_is_no_number_is_named_at_the_call():
    net, params, X, T = start()
    own = Loss("own", lambda outputs, T: ((outputs - T) ** 2, 2 * (outputs - T)))
    with pytest.raises(ValueError, match=r"^with_gradient of own does not give J, a number"):
        train(net, params, X, T, own, GradientDescent(0.1))


def test_a_state_may_be_handed_in_as_a_list():
    net, params, X, T = start()
    optimizer = Adam(0.01)
    run = train(net, params, X, T, squared_error, optimizer, 3)
    *_, last = run
    states = run.state, list(run.state)
    ends = [train(net, last.params, X, T, squared_error, optimizer, 1, state=s) for s in states]
    np.testing.assert_array_equal(*(next(end).params for end in ends))


# Published numbers that no chance is in.


def hold_biases(net):
    """Ones for the weights, zeros for the biases: the slides' network has none."""
    free = np.ones(net.n_params)
    for _, b in net.layers(free):
        b[:] = 0.0
    return free


@dataclass(frozen=True)
class WeightsAlone:
    """Gradient descent on the weights; biases stay what they are."""

    learning_rate: float
    free: np.ndarray

    def init(self, params):
        return ()

    def update(self, gradient, state, params):
        return -self.learning_rate * self.free * gradient, state


def slides_run(steps):
    """The two-layer program: its losses, a sum of squares, where ours is half of their mean."""
    rng = np.random.RandomState(0)  # of the published numbers
    n, n_in, n_hidden, n_out = 64, 1000, 100, 10
    X, T = rng.randn(n, n_in), rng.randn(n, n_out)
    net = MLP((n_in, n_hidden, n_out), hidden=sigmoid)
    params = np.zeros(net.n_params)
    for W, _ in net.layers(params):
        W[:] = rng.randn(*W.shape)
    optimizer = WeightsAlone(1e-4 * 2 * n, hold_biases(net))
    run = train(net, params, X, T, squared_error, optimizer, steps)
    return net, params, X, [2 * n * step.loss for step in run]


def test_the_two_layer_program_has_its_published_losses():
    """Item 243, with its 88 % of hidden units that start saturated."""
    net, params, X, losses = slides_run(101)
    assert [round(losses[step]) for step in (0, 10, 100)] == [24636, 8926, 2383]
    _, (_, hidden, _) = net.forward(params, X)
    assert np.mean((hidden < 0.01) | (hidden > 0.99)) == pytest.approx(0.88, abs=0.005)


@pytest.mark.full
def test_the_two_layer_program_ends_as_published():
    _, _, _, losses = slides_run(2000)
    assert round(losses[1000]) == 41
    assert losses[1999] == pytest.approx(4.35, abs=0.005)


@pytest.mark.parametrize("value", [0.0, 0.3])
@pytest.mark.parametrize("hidden", [tanh, sigmoid], ids=repr)
def test_equal_weights_stay_equal(value, hidden):
    """Item 249: units that start alike stay alike, and the network learns as if it had one."""
    net = MLP((2, 3, 1), hidden)
    params = np.full(net.n_params, value)
    X, T = blobs(20, seed=2)
    for step in train(net, params, X, T, sigmoid_cross_entropy, Adam(0.1), 50, batch_size=7):
        (W_1, b_1), (W_2, _) = net.layers(step.params)
        for alike in (W_1.T, b_1, W_2):
            np.testing.assert_array_equal(alike, np.broadcast_to(alike[:1], alike.shape))
    assert not np.array_equal(step.params, params)


def test_momentum_counts_once_a_batch():
    """E42: a sum of one Δ per example, each with its own momentum, has it as often as examples."""
    net, params, X, T = start()
    eta, beta = 0.1, 0.9
    run = train(net, params, X, T, squared_error, Momentum(eta, beta), 2)
    velocity, summed = np.zeros(net.n_params), np.zeros(net.n_params)
    for step in run:
        _, gradient = net.gradient(params, X, T, squared_error)
        each = [
            net.gradient(params, X[i : i + 1], T[i : i + 1], squared_error)[1] for i in range(4)
        ]
        velocity = beta * velocity - eta * gradient
        deck = sum(beta * summed - eta / 4 * one for one in each)
        np.testing.assert_allclose(deck, 4 * beta * summed - eta * gradient, atol=1e-15)
        np.testing.assert_array_equal(run.state[0], velocity)
        np.testing.assert_array_equal(step.params, params + velocity)
        params, summed = step.params, deck
    assert not np.allclose(summed, velocity)


# Memory, as Python's allocator and numpy's count it.


def digits_like(n_examples):
    rng = np.random.default_rng(0)
    X = rng.random((n_examples, 784))
    return X, np.eye(10)[np.arange(n_examples) % 10], MLP((784, 128, 10), hidden=relu)


def memory_of(run, keep):
    """(bytes held with the kept steps, most bytes at any time), beside what there was before."""
    tracemalloc.start()
    try:
        kept = [step for step in run() if keep(step)]
        return kept, *tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("optimizer", [Momentum(0.01), Adam()], ids=lambda o: type(o).__name__)
def test_a_kept_step_holds_one_copy_of_the_parameters_and_no_data(optimizer):
    X, T, net = digits_like(3000)
    params = net.init(0)

    def run():
        return train(net, params, X, T, softmax_cross_entropy, optimizer, 40, batch_size=64)

    kept, held, most = memory_of(run, lambda step: True)
    assert len(kept) <= held / params.nbytes < len(kept) + 1
    assert most < held + 12 * params.nbytes < held + 0.6 * X.nbytes


@pytest.mark.parametrize("laid", [np.asfortranarray, lambda X: np.repeat(X, 2, axis=0)[::2]])
def test_data_that_do_not_lie_row_by_row_are_not_copied_either(laid):
    X, T, net = digits_like(3000)
    other, params = laid(X), net.init(0)
    assert not other.flags.c_contiguous

    def run(X):
        return train(net, params, X, T, softmax_cross_entropy, Momentum(0.01), 5, batch_size=64)

    _, _, most = memory_of(lambda: run(other), lambda step: False)
    assert most < 0.6 * X.nbytes
    for one, same in zip(run(X), run(other), strict=True):
        np.testing.assert_allclose(one.params, same.params, rtol=1e-12, atol=1e-15)


def test_a_full_batch_is_the_data_themselves():
    X, T, _ = digits_like(3000)
    net = MLP((784, 10))
    params = net.init(0)

    def run():
        return train(net, params, X, T, softmax_cross_entropy, GradientDescent(0.1), 3)

    _, _, most = memory_of(run, lambda step: False)
    assert most < X.nbytes / 4


@pytest.mark.full
def test_an_epoch_of_sixty_thousand_rows_never_copies_them(measured):
    X, T, net = digits_like(60_000)
    params = net.init(0)

    def run():
        return train(net, params, X, T, softmax_cross_entropy, Momentum(0.01), 938, batch_size=64)

    kept, held, most = memory_of(run, lambda step: step.step % 100 == 0)
    measured(f"an epoch of 60,000 rows: {most / 1e6:.1f} MB at most, data {X.nbytes / 1e6:.0f} MB")
    assert len(kept) == 9
    assert held < (len(kept) + 1) * params.nbytes
    assert most < held + 12 * params.nbytes < X.nbytes / 10


# Bad input.


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"X": np.zeros((4, 3))}, r"X has shape \(4, 3\); expected \(n_examples, 2\)"),
        ({"X": np.zeros((0, 2))}, "it is empty"),
        ({"T": np.zeros((3, 1))}, r"T has shape \(3, 1\); expected \(4, 1\)"),
        ({"T": np.full((4, 1), np.nan)}, "T holds nan"),
        ({"T": np.full((4, 1), 2.0)}, "T holds 2 in row 0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"steps": -1}, "steps is -1"),
        ({"params": np.zeros(5)}, r"params has shape \(5,\); expected \(13,\)"),
        ({"optimizer": GradientDescent}, "optimizer is <class"),
        ({"dropout": 1.0}, r"dropout is 1.0; expected a number in \[0, 1\)"),
        ({"state": (np.zeros(13),)}, r"state is \(array.*\); expected 0 parts"),
    ],
)
def test_bad_input_is_refused_at_the_call(wrong, words):
    net, params, X, T = start()
    arguments = {"params": params, "X": X, "T": T, "optimizer": GradientDescent(0.1)} | wrong
    with pytest.raises(ValueError, match=words):
        train(net, loss=sigmoid_cross_entropy, **arguments)


NO_NUMBER = st.one_of(
    st.text(max_size=3),
    st.just(object()),
    st.just({}),
    st.complex_numbers(allow_nan=True).filter(lambda z: z.imag),
    st.sampled_from([np.nan, np.inf, -np.inf, -1, -0.5, True, [1, 2], np.zeros(2)]),
)
WRONG = {
    "net": st.one_of(NO_NUMBER, st.none(), st.just(MLP)),
    "params": st.one_of(NO_NUMBER, st.none(), st.just(np.full(13, np.nan)), st.just([1j] * 13)),
    "X": st.one_of(NO_NUMBER, st.none(), st.just([[1, 2], [3]]), st.just([["a", "b"]] * 4)),
    "T": st.one_of(NO_NUMBER, st.none(), st.just([[1]] * 3 + [[np.inf]]), st.just(np.ones(4))),
    "loss": st.one_of(NO_NUMBER, st.none(), st.just(np.mean)),
    "optimizer": st.one_of(NO_NUMBER, st.none(), st.just(Momentum)),
    "steps": st.one_of(NO_NUMBER, st.floats()),
    "batch_size": st.one_of(NO_NUMBER, st.floats(), st.just(0)),
    "seed": st.one_of(NO_NUMBER, st.none(), st.floats()),
    "state": st.one_of(NO_NUMBER, st.just((np.zeros(12),)), st.just(((1, 2), [[3]]))),
    "shuffle": st.one_of(NO_NUMBER.filter(lambda v: v is not True), st.none()),
    "penalty": st.one_of(NO_NUMBER, st.just(l2)),
    "dropout": st.one_of(NO_NUMBER, st.none(), st.just(1.5), st.just(1)),
}


@given(case=st.sampled_from(sorted(WRONG)).flatmap(lambda n: st.tuples(st.just(n), WRONG[n])))
def test_whatever_is_wrong_is_named(case):
    name, value = case
    net, params, X, T = start()
    arguments = {"net": net, "params": params, "X": X, "T": T, "loss": squared_error}
    arguments |= {"optimizer": Momentum(0.1), name: value}
    with pytest.raises((ValueError, TypeError), match=rf"\b{name}\b"):
        train(**arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 1), "n_examples is 0"),
        ((4, 0), "batch_size is 0"),
        ((4, 2, None), "seed is None"),
        ((4, None, "a"), "seed is 'a'"),
        ((4, 2, -1), "seed is -1"),
        ((4, 2, 0, "no"), "shuffle is 'no'"),
    ],
)
def test_batches_of_what_cannot_be_right_are_refused(arguments, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        next(batches(*arguments))


def test_data_drawn_from_the_same_seed_do_not_come_sorted():
    x = np.random.default_rng(0).random(400)
    first = next(batches(400, 80, seed=0))[1]
    assert x[first].mean() == pytest.approx(x.mean(), abs=0.1)
    assert not np.array_equal(first, np.argsort(x)[:80])
