"""Training in the page and in nnlib: the same runs, step for step, in a real Chromium."""

import itertools

import numpy as np
import pytest
from engine_page import (
    LOSSES,
    PAIRS,
    SEEDS,
    deviation,
    engine_page,
    examples,
    params_off_the_kinks,
    run,
)

import nnlib
from nnlib import (
    MLP,
    AdaGrad,
    Adam,
    AdamW,
    CosineDecay,
    GradientDescent,
    LinearWarmUp,
    Momentum,
    Nesterov,
    RMSProp,
    Scheduled,
    train,
)

# A saturated tanh leaves few digits of a tiny gradient; a smaller ε would make them large steps.
OPTIMIZERS = (
    GradientDescent(0.02),
    *(Momentum(0.01, momentum=0.8, form=form) for form in ("velocity", "sum", "mean")),
    Nesterov(0.01, momentum=0.8),
    AdaGrad(0.02, epsilon=1e-4),
    AdaGrad(0.02, epsilon=1e-3, epsilon_inside=True),
    RMSProp(0.01, decay=0.8, epsilon=1e-4),
    RMSProp(0.01, epsilon=1e-3, epsilon_inside=True),
    Adam(0.02, epsilon=1e-4),
    Adam(0.02, beta_1=0.7, beta_2=0.9, epsilon=1e-3, epsilon_inside=True),
    AdamW(0.02, epsilon=1e-4, weight_decay=0.3),
    Scheduled(Momentum(1.0), LinearWarmUp(CosineDecay(0.02, steps=12), steps=4)),
    Scheduled(AdamW(epsilon=1e-4), CosineDecay(0.02, steps=4, minimum=0.01, restarts=True)),
)


@pytest.fixture(scope="module")
def ask(chromium):
    with engine_page(chromium) as ask:
        yield ask


def with_states(library_run):
    """[(step, the optimizer's state after it), …]: a page's step holds both."""
    return [(step, library_run.state) for step in library_run]


def assert_same_history(page_steps, library_steps, tolerance, floor=0.0):
    assert len(page_steps) == len(library_steps)
    for ours, (theirs, state) in zip(page_steps, library_steps, strict=True):
        counts = (theirs.step, theirs.epoch, theirs.epoch_ends, theirs.n_examples)
        assert tuple(ours[name] for name in ("step", "epoch", "epochEnds", "nExamples")) == counts
        assert deviation(ours["loss"], theirs.loss, floor) <= tolerance
        assert deviation(ours["params"], theirs.params, floor) <= tolerance
        assert_same_state(ours["state"], state, tolerance, floor)


def assert_same_state(ours, theirs, tolerance, floor):
    for our_part, their_part in zip(ours, theirs, strict=True):
        if isinstance(their_part, tuple):
            assert_same_state(our_part, their_part, tolerance, floor)
        else:
            assert deviation(our_part, their_part, floor) <= tolerance


def as_json(state):
    if isinstance(state, tuple):
        return [as_json(part) for part in state]
    return state.tolist() if isinstance(state, np.ndarray) else state


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: type(o).__name__)
def test_runs_of_ten_steps_agree(ask, optimizer):
    rng = np.random.default_rng(9)
    runs = []
    for number, ((hidden, output), loss) in enumerate(itertools.product(PAIRS, LOSSES)):
        if loss.of_logits and output is nnlib.sigmoid:
            output = nnlib.identity  # nnlib trains no logits that are squashed already
        net = MLP((2, 5, 4, 3), hidden, output)
        X, T = examples(rng, loss, 8, 2, 3)
        params = params_off_the_kinks(rng, net, X)
        batch_size, seed = (None, 1, 3, 8)[number % 4], int(rng.uniform(0, 2**32))
        options = {"steps": 10, "batch_size": batch_size, "seed": seed}
        runs.append(((net, loss, X, T, params, optimizer), options))
    pages = ask("(cases) => cases.map(trained)", [run(*case, **options) for case, options in runs])
    for ((net, loss, X, T, params, _), options), ours in zip(runs, pages, strict=True):
        history = with_states(train(net, params, X, T, loss, optimizer, **options))
        assert_same_history(ours, history, tolerance=1e-12)


@pytest.mark.parametrize("shuffle", [True, False])
def test_runs_with_a_penalty_and_in_both_orders_agree(ask, shuffle):
    rng = np.random.default_rng(8)
    net, loss = MLP((2, 5, 3), nnlib.tanh), nnlib.squared_error
    X, T = examples(rng, loss, 8, 2, 3)
    params = net.init(2)
    options = {"steps": 10, "seed": 7, "shuffle": shuffle}
    named = (["l1", 0.1], ["l2", 0.1], ["l2", 0.1, {"half": False}])
    penalties = (nnlib.l1(0.1), nnlib.l2(0.1), nnlib.l2(0.1, half=False))
    for batch_size, optimizer in itertools.product((None, 3), (GradientDescent(0.1), Adam(0.1))):
        case = run(net, loss, X, T, params, optimizer, batch_size=batch_size, **options)
        pages = ask(
            """([problem, named]) => named.map(([name, ...settings]) => [
                ...engine.train({
                    ...problem,
                    ...build(problem),
                    optimizer: rule(problem.optimizer),
                    penalty: engine.penalties[name](...settings),
                }),
            ])""",
            [case, named],
        )
        for penalty, ours in zip(penalties, pages, strict=True):
            library = train(
                net,
                params,
                X,
                T,
                loss,
                optimizer,
                batch_size=batch_size,
                penalty=penalty,
                **options,
            )
            assert_same_history(ours, with_states(library), tolerance=1e-12)


def test_a_penalty_or_an_order_that_is_none_is_refused(ask):
    net = MLP((2, 3, 1))
    case = run(net, nnlib.squared_error, *nnlib.xnor(), net.init(1), GradientDescent(0.1))
    wrong = [{"penalty": 0.1}, {"penalty": "l2"}, {"shuffle": "no"}, {"shuffle": None}]
    errors = ask(
        """([problem, wrong]) => wrong.map((options) => {
            const optimizer = rule(problem.optimizer);
            try {
                return engine.train({ ...build(problem), optimizer, ...options });
            } catch (error) {
                return [error instanceof RangeError, error.message];
            }
        })""",
        [case, wrong],
    )
    for (known, message), options in zip(errors, wrong, strict=True):
        assert known
        assert message.startswith(f"{next(iter(options))} is ")


@pytest.mark.parametrize("hidden", [nnlib.tanh, nnlib.sigmoid], ids=repr)
@pytest.mark.parametrize(
    "optimizer", [GradientDescent(0.3), Momentum(0.1)], ids=lambda o: type(o).__name__
)
def test_five_thousand_steps_on_xnor_agree(ask, hidden, optimizer):
    net = MLP((2, 3, 1), hidden)
    X, T = nnlib.xnor()
    cases = [(nnlib.squared_error, seed) for seed in SEEDS]
    pages = ask(
        "(cases) => cases.map((c) => trained(c).filter(({ step }) => step % 500 === 0))",
        [run(net, loss, X, T, net.init(seed), optimizer, steps=5000) for loss, seed in cases],
    )
    for (loss, seed), ours in zip(cases, pages, strict=True):
        history = with_states(train(net, net.init(seed), X, T, loss, optimizer, steps=5000))
        # The loss and the velocity end in rounding noise, far below the targets' 0 and 1.
        assert_same_history(ours, history[499::500], tolerance=1e-10, floor=1.0)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: type(o).__name__)
def test_a_run_continued_step_by_step_is_the_same_run(ask, optimizer):
    net = MLP((2, 3, 1))
    X, T = nnlib.xnor()
    case = run(net, nnlib.squared_error, X, T, net.init(1), optimizer, steps=30)
    whole, pieces = ask(
        """(problem) => {
            const pieces = [];
            let { params } = problem;
            let state = null;
            for (let k = 0; k < 30; k++) {
                const [piece] = trained({ ...problem, params, state, steps: 1 });
                ({ params, state } = JSON.parse(JSON.stringify(piece, plain)));
                pieces.push(piece);
            }
            return [trained(problem), pieces];
        }""",
        case,
    )
    for one, other in zip(whole, pieces, strict=True):
        assert [one[key] for key in ("loss", "params", "state")] == [
            other[key] for key in ("loss", "params", "state")
        ]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: type(o).__name__)
def test_a_run_begun_in_python_goes_on_in_the_page(ask, optimizer):
    net, loss = MLP((2, 3, 1), nnlib.sigmoid), nnlib.sigmoid_cross_entropy
    X, T = nnlib.quadrants(20, seed=3)
    params = net.init(5)
    begun = train(net, params, X, T, loss, optimizer, steps=14, batch_size=3, seed=1)
    *_, middle = begun
    options = {"steps": 14, "batch_size": 3, "seed": 2}
    case = run(net, loss, X, T, middle.params, optimizer, state=as_json(begun.state), **options)
    rest = train(net, middle.params, X, T, loss, optimizer, state=begun.state, **options)
    history = with_states(rest)
    assert_same_history(ask("trained", case), history, tolerance=1e-12)


def test_nothing_handed_in_is_changed(ask):
    net = MLP((2, 3, 1))
    X, T = nnlib.xnor()
    cases = [
        run(net, nnlib.squared_error, X, T, net.init(1), optimizer, steps=3)
        for optimizer in OPTIMIZERS
    ]
    unchanged = ask(
        """(cases) => cases.map(({ optimizer: given, ...problem }) => {
            const built = build(problem);
            const optimizer = rule(given);
            const [{ state }] = engine.train({ ...built, optimizer, steps: 1 });
            const handedIn = { ...built, optimizer, state, steps: 3 };
            const before = JSON.stringify(handedIn, plain);
            const count = [...engine.train(handedIn)].length;
            return count === 3 && before === JSON.stringify(handedIn, plain);
        })""",
        cases,
    )
    assert unchanged == [True] * len(cases)


# The first overflows after some steps; the second at once, from a loss that is still finite.
@pytest.mark.parametrize("learning_rate", [50.0, 1e308])
def test_divergence_is_told_at_the_same_step(ask, learning_rate):
    net, loss = MLP((2, 3, 1), nnlib.relu), nnlib.squared_error
    optimizer = GradientDescent(learning_rate)
    X, T = nnlib.quadrants(20, seed=3)
    case = run(net, loss, X, T, net.init(1), optimizer, steps=100)
    error, known = ask(
        """(problem) => {
            try {
                return trained(problem);
            } catch (error) {
                return [error.message, error instanceof engine.Diverged];
            }
        }""",
        case,
    )
    with pytest.raises(nnlib.Diverged) as diverged:
        list(train(net, net.init(1), X, T, loss, optimizer, steps=100))
    assert known is True
    assert error.split(":")[0] == str(diverged.value).split(":")[0]
    cause = error.rpartition("The likely cause is a learning rate that is too large: ")[2]
    assert float(cause) == learning_rate
