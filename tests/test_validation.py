"""Validation: what is kept aside, when to stop, which run to keep."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    MLP,
    Diverged,
    EarlyStopping,
    Epoch,
    GradientDescent,
    Step,
    blobs,
    circles,
    epochs,
    restarts,
    sigmoid,
    sigmoid_cross_entropy,
    squared_error,
    tanh,
    train,
    uniform,
    validation_split,
    xnor,
)

# Item 201: the deck's log of a network for house prices, loss and val_loss of 20 epochs.
LOG_LOSS = (
    *(0.7382, 1.3813, 0.5059, 0.4412, 0.4046, 0.4017, 0.3903, 0.3777, 0.3720, 0.3658),
    *(0.3620, 0.3586, 0.3557, 0.3525, 0.3498, 0.3488, 0.3462, 0.3442, 0.3429, 0.3409),
)
LOG_VALIDATION_LOSS = (
    *(2.8659, 0.8254, 0.4566, 0.4302, 0.4248, 0.4140, 0.4104, 0.4000, 0.3976, 0.3907),
    *(0.3878, 0.3882, 0.3816, 0.3859, 0.3860, 0.3752, 0.3772, 0.3755, 0.3765, 0.3707),
)


def log():
    """The deck's log as records; each has its epoch as its only parameter."""
    for epoch, (loss, validation_loss) in enumerate(
        zip(LOG_LOSS, LOG_VALIDATION_LOSS, strict=True), start=1
    ):
        yield Epoch(epoch, 363 * epoch, loss, validation_loss, np.array([float(epoch)]))


def records(*validation_losses):
    return [Epoch(k, k, 0.0, loss, None) for k, loss in enumerate(validation_losses, start=1)]


# The split.


@given(
    n=st.integers(2, 60),
    share=st.floats(0.01, 0.99),
    seed=st.integers(0, 99),
    columns=st.integers(1, 3),
)
def test_every_example_is_in_one_part_with_its_target(n, share, seed, columns):
    X = np.arange(n * columns, dtype=float).reshape(n, columns)
    T = -X[:, :1]
    n_validation = round(share * n)
    if n_validation in (0, n):
        with pytest.raises(ValueError, match=rf"share is .*one part of {n} rows would be empty"):
            validation_split(X, T, share, seed)
        return
    X_train, T_train, X_validation, T_validation = validation_split(X, T, share, seed)
    assert (len(X_train), len(X_validation)) == (n - n_validation, n_validation)
    np.testing.assert_array_equal(np.sort(np.concatenate([X_train, X_validation]), axis=0), X)
    np.testing.assert_array_equal(T_train, -X_train[:, :1])
    np.testing.assert_array_equal(T_validation, -X_validation[:, :1])


def test_the_decks_log_is_of_11610_examples_of_20640():
    """A quarter for testing, then a quarter of the rest for validation, leaves 363 steps of 32."""
    X = np.zeros((20640, 1))
    X, _, aside, _ = validation_split(X, X, share=0.25)
    assert len(aside) == 5160
    X, _, aside, _ = validation_split(X, X, share=0.25)
    assert (len(X), len(aside)) == (11610, 3870)


def test_the_seed_decides_the_split():
    X, T = blobs(40)
    first, again, other = (validation_split(X, T, seed=seed)[2].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_the_split_hands_out_copies():
    X, T = blobs(10)
    before = X.copy()
    for part in validation_split(X, T):
        part[:] = 99.0
    np.testing.assert_array_equal(X, before)


# Epochs.


@given(n=st.integers(1, 20), batch_size=st.one_of(st.none(), st.integers(1, 25)))
def test_an_epochs_loss_is_the_mean_over_its_examples(n, batch_size):
    net = MLP((2, 3, 1))
    X, T = blobs(20, seed=1)
    X, T = X[:n], T[:n]
    options = {"batch_size": batch_size, "shuffle": False}
    run = train(net, net.init(0), X, T, squared_error, GradientDescent(1e-300), **options)
    first, second = itertools.islice(epochs(run), 2)
    per_epoch = math.ceil(n / (batch_size or n))
    assert [(first.epoch, first.step), (second.epoch, second.step)] == [
        (1, per_epoch),
        (2, 2 * per_epoch),
    ]
    # With a step of 1e-300 the parameters stay: the epoch's loss is that of the whole set.
    assert first.loss == pytest.approx(squared_error(net(net.init(0), X), T), rel=1e-12)
    assert second.loss == pytest.approx(first.loss, rel=1e-12)
    assert first.validation_loss is None


def test_an_epoch_holds_the_parameters_at_its_end_and_their_validation_loss():
    net, (X, T) = MLP((2, 3, 1)), blobs(30, seed=1)
    X, T, X_validation, T_validation = validation_split(X, T, 0.3)

    def validation_loss(params):
        return sigmoid_cross_entropy(net(params, X_validation), T_validation)

    def run():
        return train(
            net, net.init(1), X, T, sigmoid_cross_entropy, GradientDescent(0.1), 9, batch_size=8
        )

    ends = [step for step in run() if step.epoch_ends]
    found = list(epochs(run(), validation_loss))
    assert [record.step for record in found] == [step.step for step in ends] == [3, 6, 9]
    for record, step in zip(found, ends, strict=True):
        np.testing.assert_array_equal(record.params, step.params)
        assert record.validation_loss == validation_loss(step.params)


def test_each_epochs_loss_is_of_its_own_steps():
    net, (X, T) = MLP((2, 3, 1)), blobs(10, seed=1)

    def run():
        return train(net, net.init(0), X, T, squared_error, GradientDescent(0.1), 9, batch_size=4)

    losses = [step.loss for step in run()]
    expected = [np.average(losses[k : k + 3], weights=(4, 4, 2)) for k in (0, 3, 6)]
    np.testing.assert_allclose([record.loss for record in epochs(run())], expected, rtol=1e-14)


def test_an_epoch_that_the_run_does_not_finish_makes_no_record():
    net, (X, T) = MLP((2, 1)), blobs(10)
    run = train(net, net.init(1), X, T, squared_error, GradientDescent(0.01), 7, batch_size=2)
    assert [record.epoch for record in epochs(run)] == [1]


def test_epochs_asks_for_no_step_before_it_is_asked_itself():
    net, (X, T) = MLP((2, 1)), blobs(10)
    run = train(net, net.init(1), X, T, squared_error, GradientDescent(0.01), batch_size=2)
    wrapped = epochs(run)
    next(wrapped)
    assert next(run).step == 6


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_validation_loss_that_is_no_number_ends_the_run_with_its_step(bad):
    net, (X, T) = MLP((2, 1)), blobs(10)
    run = train(net, net.init(1), X, T, squared_error, GradientDescent(0.01), 5)
    with pytest.raises(Diverged, match=f"validation_loss is {bad} after step 1") as caught:
        list(epochs(run, lambda params: bad))
    assert isinstance(caught.value.last, Step)


# Early stopping.


def test_the_log_rises_where_the_deck_says():
    """The validation loss at epochs 12, 14, 15, 17, 19; the training loss at 2 alone."""

    def rises(losses):
        pairs = enumerate(itertools.pairwise(losses), start=2)
        return [epoch for epoch, (before, after) in pairs if after > before]

    assert rises(LOG_VALIDATION_LOSS) == [12, 14, 15, 17, 19]
    assert rises(LOG_LOSS) == [2]
    below = [
        e for e, (t, v) in enumerate(zip(LOG_LOSS, LOG_VALIDATION_LOSS, strict=True), 1) if v < t
    ]
    assert below == [2, 3, 4]


@pytest.mark.parametrize(
    ("patience", "last", "best"), [(1, 12, 11), (2, 15, 13), (3, 19, 16), (4, 20, 20), (5, 20, 20)]
)
def test_patience_ends_the_decks_log(patience, last, best):
    """Patience 1, 2 and 3 stop after epochs 12, 15 and 19; patience 5 never does."""
    stopping = EarlyStopping(log(), patience)
    seen = list(stopping)
    assert [record.epoch for record in seen] == list(range(1, last + 1))
    assert stopping.best.epoch == best
    np.testing.assert_array_equal(stopping.best.params, [best])
    np.testing.assert_array_equal(seen[-1].params, [last])


def test_it_ends_for_good_and_asks_for_nothing_more():
    source = log()
    stopping = EarlyStopping(source, patience=1)
    assert len(list(stopping)) == 12
    assert list(stopping) == []
    assert next(source).epoch == 13


def test_min_delta_is_how_much_lower_counts():
    losses = (1.0, 0.95, 0.90, 0.85, 0.80)
    assert len(list(EarlyStopping(records(*losses), patience=1, min_delta=0.01))) == 5
    # Slowly, but in two epochs more than min_delta below the last that counted.
    assert len(list(EarlyStopping(records(*losses), patience=2, min_delta=0.07))) == 5
    assert len(list(EarlyStopping(records(*losses), patience=1, min_delta=0.07))) == 2
    # Lower by exactly min_delta does not count.
    assert len(list(EarlyStopping(records(1.0, 0.5, 0.0), patience=1, min_delta=0.5))) == 2


def test_the_best_is_the_lowest_also_where_it_was_not_low_enough_to_count():
    stopping = EarlyStopping(records(1.0, 0.9, 0.95), patience=2, min_delta=0.5)
    assert len(list(stopping)) == 3
    assert stopping.best.epoch == 2


@given(
    losses=st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=30),
    patience=st.integers(1, 6),
    min_delta=st.floats(0.0, 2.0),
)
def test_early_stopping_by_its_definition(losses, patience, min_delta):
    """It ends at the first epoch with `patience` epochs since the last that counted."""
    counted, lowest, expected = 0, math.inf, len(losses)
    for epoch, loss in enumerate(losses, start=1):
        if loss < lowest - min_delta:
            counted, lowest = epoch, loss
        if epoch - counted == patience:
            expected = epoch
            break
    stopping = EarlyStopping(records(*losses), patience, min_delta)
    assert len(list(stopping)) == expected
    assert stopping.best.validation_loss == min(losses[:expected])


def test_early_stopping_restores_a_network_that_had_not_overfitted():
    net = MLP((2, 20, 1), hidden=tanh)
    X, T = circles(60, noise=1.0, seed=3)
    X, T, X_validation, T_validation = validation_split(X, T, 0.5)

    def validation_loss(params):
        return sigmoid_cross_entropy(net(params, X_validation), T_validation)

    run = train(
        net, net.init(1), X, T, sigmoid_cross_entropy, GradientDescent(0.3), 20_000, batch_size=10
    )
    stopping = EarlyStopping(epochs(run, validation_loss), patience=50)
    *_, last = stopping
    assert stopping.best.epoch == last.epoch - 50
    assert last.loss < stopping.best.loss
    assert validation_loss(stopping.best.params) == stopping.best.validation_loss
    assert stopping.best.validation_loss < last.validation_loss


# Restarts.


def xnor_run(seed):
    """2-2-1 on XNOR from weights in ±0.5, logistic loss: item 246's network."""
    net, (X, T) = MLP((2, 2, 1), hidden=sigmoid), xnor()
    params = net.init(seed, uniform(-0.5, 0.5))
    run = train(net, params, X, T, sigmoid_cross_entropy, GradientDescent(4.0), 800)
    return epochs(run, lambda params: sigmoid_cross_entropy(net(params, X), T))


def test_validation_chooses_among_restarts_one_that_succeeds(measured):
    """Some starts end in a local minimum: item 246 saw 45 of 50 succeed, of another generator."""
    found = list(restarts(xnor_run, range(20)))
    assert [restart.seed for restart in found] == list(range(20))
    net, (X, T) = MLP((2, 2, 1), hidden=sigmoid), xnor()
    right = [((net(r.best.params, X) > 0) == (T > 0.5)).all() for r in found]
    measured(f"XNOR, 2-2-1 from U(±0.5): {sum(right)} of 20 seeds succeed")
    assert 14 <= sum(right) < 20
    chosen = min(found)
    assert right[chosen.seed]
    assert chosen.validation_loss == min(r.best.validation_loss for r in found)


def test_a_restart_is_made_when_it_is_asked_for():
    begun = []

    def run(seed):
        begun.append(seed)
        return records(0.5, 0.3, 0.4)

    several = restarts(run, [7, 3])
    assert begun == []
    first = next(several)
    assert begun == [7]
    assert (first.validation_loss, first.seed, first.best.epoch) == (0.3, 7, 2)
    assert min(first, *several).seed == 3  # of equals the lower seed


def test_a_restart_that_diverges_counts_with_what_came_before():
    def run(seed):
        yield from records(0.5, 0.3)[: 2 - seed]
        raise Diverged(f"seed {seed} diverged")

    best, second, nothing = restarts(run, range(3))
    assert [best.validation_loss, second.validation_loss] == [0.3, 0.5]
    assert (nothing.validation_loss, nothing.best) == (math.inf, None)
    assert str(nothing.diverged) == "seed 2 diverged"
    assert min([nothing, second, best]) is best


# Bad input.

GARBAGE = st.one_of(
    st.just(object()),
    st.none(),
    st.booleans(),
    st.sampled_from([math.nan, math.inf, -1, -0.5, 1.5, 2j]),
)


@given(st.sampled_from(["X", "T", "share", "seed"]), GARBAGE)
def test_a_split_names_what_is_wrong(name, value):
    arguments = dict(zip(("X", "T"), blobs(10), strict=True)) | {name: value}
    with pytest.raises((ValueError, TypeError), match=rf"\b{name}\b"):
        validation_split(**arguments)


def test_a_split_needs_a_target_for_each_row():
    with pytest.raises(ValueError, match=r"T has shape \(3, 1\); expected \(4, n_columns\)"):
        validation_split(np.zeros((4, 2)), np.zeros((3, 1)))


@given(GARBAGE)
def test_epochs_of_what_are_no_steps_are_refused(value):
    with pytest.raises((ValueError, TypeError), match=r"\bsteps\b"):
        epochs(value)
    with pytest.raises((ValueError, TypeError), match=r"\bsteps\b"):
        list(epochs([value]))


@given(GARBAGE.filter(lambda value: value is not None))
def test_a_validation_loss_that_is_no_function_is_refused(value):
    with pytest.raises((ValueError, TypeError), match=r"\bvalidation_loss\b"):
        epochs([], value)


@given(st.one_of(st.none(), st.just("low"), st.just(np.zeros(2)), st.just(2j)))
def test_a_validation_loss_that_gives_no_number_is_refused(value):
    step = Step(1, 1, True, 4, 0.5, np.zeros(3))
    with pytest.raises((ValueError, TypeError), match=r"\bvalidation_loss\b"):
        list(epochs([step], lambda params: value))


@given(
    st.sampled_from(["records", "patience", "min_delta"]),
    st.one_of(GARBAGE.filter(lambda value: value != 1.5)),
)
def test_early_stopping_names_what_is_wrong(name, value):
    arguments = {"records": [], "patience": 1} | {name: value}
    with pytest.raises((ValueError, TypeError), match=rf"\b{name}\b"):
        EarlyStopping(**arguments)


@given(st.one_of(GARBAGE, st.sampled_from([Epoch(1, 1, 0.5, None, None), *records(math.nan)])))
def test_records_without_a_validation_loss_are_refused(value):
    for records in (EarlyStopping([value], 1), restarts(lambda seed: [value], [1])):
        with pytest.raises(ValueError, match=r"^records holds a .* without a validation loss"):
            list(records)


@given(st.sampled_from(["run", "seeds"]), GARBAGE)
def test_restarts_name_what_is_wrong(name, value):
    arguments = {"run": lambda seed: [], "seeds": [1]} | {name: value}
    with pytest.raises((ValueError, TypeError), match=rf"\b{name}\b"):
        restarts(**arguments)


@pytest.mark.parametrize("seeds", [[], [1, 2, 1], ["a"], [-1], [1.5]])
def test_seeds_are_whole_numbers_and_different(seeds):
    with pytest.raises((ValueError, TypeError), match=r"\bseeds\b"):
        restarts(lambda seed: [], seeds)


def test_a_run_that_gives_no_records_is_refused():
    with pytest.raises(ValueError, match=r"run\(1\) is None; expected an Iterable"):
        next(restarts(lambda seed: None, [1]))


def test_a_run_without_a_whole_epoch_is_refused():
    diverged = Diverged("at once")

    def run(seed):
        raise diverged
        yield

    assert next(restarts(run, [1])).diverged is diverged
    with pytest.raises(ValueError, match=r"^run\(1\) gives no record; expected an epoch at least"):
        next(restarts(lambda seed: [], [1]))


def test_data_drawn_from_the_same_seed_are_not_split_by_size():
    """The radii of `circles` are the first draws of their seed, and the split's order is a draw."""
    X, T = circles(seed=0)
    _, _, aside, _ = validation_split(X, T, seed=0)
    radius, whole = np.hypot(*aside.T), np.hypot(*X.T)
    assert radius.mean() == pytest.approx(whole.mean(), rel=0.15)
    assert np.ptp(radius) > 0.8 * np.ptp(whole)
