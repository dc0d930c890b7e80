"""The page's engine and nnlib are twins: from one seed, in a real Chromium, they give the same.

`tanh` and `exp` of two machines differ in the last bit or two, so all that goes through them is
compared to a tolerance; all that does not, bit for bit.
"""

import dataclasses
import itertools

import numpy as np
import pytest
from engine_page import (
    ACTIVATIONS,
    LOSSES,
    PAIRS,
    SEEDS,
    camel,
    deviation,
    engine_page,
    examples,
    named,
    named_loss,
    params_off_the_kinks,
    problem,
)

import nnlib
from nnlib import MLP


@pytest.fixture(scope="module")
def ask(chromium):
    with engine_page(chromium) as ask:
        yield ask


def test_draws_and_shuffles_are_numpys_bit_for_bit(ask):
    counts = (1, 2, 7, 200, 1000)
    pages = ask(
        """([seeds, counts]) => seeds.map((seed) => {
            const generator = engine.rng(seed);
            return {
                random: Array.from({ length: 20000 }, () => generator.random()),
                uniform: generator.uniform(-0.3, 1.7, 5000),
                shuffles: counts.map((n) => engine.shuffled(n, generator)),
            };
        })""",
        [SEEDS, counts],
    )
    for seed, drawn in zip(SEEDS, pages, strict=True):
        rng = np.random.default_rng(seed)
        assert drawn["random"] == rng.random(20000).tolist()
        assert drawn["uniform"] == rng.uniform(-0.3, 1.7, 5000).tolist()
        assert drawn["shuffles"] == [np.argsort(rng.random(n)).tolist() for n in counts]


def test_initial_weights_are_nnlibs_bit_for_bit(ask):
    cases = list(itertools.product(("zeros", "constant", "uniform", *UNIFORM), SHAPES, SEEDS))
    for (name, sizes, seed), params in zip(cases, initial_weights(ask, cases), strict=True):
        assert params == MLP(sizes).init(seed, initializer(name)).tolist()


def test_normal_initial_weights_are_nnlibs_to_a_few_last_bits(ask):
    cases = list(itertools.product(("normal", *NORMAL), SHAPES, SEEDS))
    for (name, sizes, seed), params in zip(cases, initial_weights(ask, cases), strict=True):
        ours = MLP(sizes).init(seed, initializer(name))
        assert (np.abs(np.subtract(params, ours)) <= 4 * np.spacing(np.abs(ours))).all()


SHAPES = ((2, 3, 1), (2, 8, 8, 1), (1, 1), (3, 3, 3), (64, 30, 10))
UNIFORM = ("lecun_uniform", "glorot_uniform", "he_uniform")
NORMAL = ("lecun_normal", "glorot_normal", "he_normal")
SETTINGS = {"constant": (0.3,), "uniform": (-0.7, 0.4), "normal": (0.05,)}


def initializer(name):
    named = getattr(nnlib, name)
    return named(*SETTINGS[name]) if name in SETTINGS else named


def initial_weights(ask, cases):
    """The page's parameters for each (initializer's name, sizes, seed)."""
    return ask(
        """(cases) => cases.map(([name, settings, sizes, seed]) => {
            const named = engine.initializers[name];
            return engine.mlp({ sizes }).init(seed, settings ? named(...settings) : named);
        })""",
        [(camel(name), SETTINGS.get(name), sizes, seed) for name, sizes, seed in cases],
    )


def test_truth_tables_are_nnlibs(ask):
    gates = ("and_gate", "or_gate", "nand_gate", "xor_gate", "xnor", "not_gate")
    pages = ask("(names) => names.map((name) => engine.datasets[name]())", [*map(camel, gates)])
    for gate, ours in zip(gates, pages, strict=True):
        X, T = getattr(nnlib, gate)()
        assert ours == {"X": X.ravel().tolist(), "T": T.ravel().tolist(), "rows": len(X)}


@pytest.mark.parametrize(
    ("name", "ulps"),
    [("blobs", 0), ("quadrants", 0), ("circles", 4), ("spiral", 4), ("plane", 0), ("cones", 0)],
)
def test_clouds_are_nnlibs(ask, name, ulps):
    cases = list(itertools.product((2, 7, 200, 501), (0.0, 0.35, 1.0), SEEDS))
    pages = ask(f"(cases) => cases.map((c) => engine.datasets.{name}(...c))", cases)
    cloud = getattr(nnlib, name)
    for (n_examples, noise, seed), ours in zip(cases, pages, strict=True):
        X, T = cloud(n_examples, noise, seed)
        # Noise may cancel most of a coordinate; the last bit of what sin and cos gave remains.
        clean, _ = cloud(n_examples, 0.0, seed)
        last_bit = np.spacing(np.maximum(np.abs(X), np.abs(clean)))
        assert (np.abs(np.reshape(ours["X"], X.shape) - X) <= ulps * last_bit).all()
        assert ours["T"] == T.ravel().tolist()
        assert ours["rows"] == n_examples


@pytest.mark.parametrize(
    ("name", "tolerance"), [("quadrants", 0), ("circles", 0), ("plane", 0), ("cones", 1e-15)]
)
def test_targets_with_label_noise_are_nnlibs(ask, name, tolerance):
    cases = list(itertools.product((2, 7, 200, 501), (0.0, 0.35), SEEDS, (0.0, 0.3, 2.5)))
    pages = ask(f"(cases) => cases.map((c) => engine.datasets.{name}(...c).T)", cases)
    for case, ours in zip(cases, pages, strict=True):
        _, T = getattr(nnlib, name)(*case)
        assert np.abs(ours - T.ravel()).max() <= tolerance


EXACT = (nnlib.identity, nnlib.step, nnlib.sign, nnlib.hardtanh, nnlib.relu, nnlib.leaky_relu)


def test_activations_and_their_derivatives_agree(ask):
    far = np.array([1e-300, 12.0, 33.0, 100.0, 800.0, 1000.0, 1e200, 1e308])
    z = np.concatenate([np.linspace(-4.0, 4.0, 161), [0.0, -0.0], far, -far])
    pages = ask(
        """([cases, zs]) => cases.map(activation).map(({ name, alpha, f, d }) => ({
            name, alpha, a: zs.map(f), d: zs.map((z) => d(z, f(z))),
        }))""",
        [[named(activation) for activation in ACTIVATIONS], z.tolist()],
    )
    through_tanh = (nnlib.sigmoid, nnlib.tanh)
    for activation, ours in zip(ACTIVATIONS, pages, strict=True):
        assert (ours["name"], ours["alpha"]) == (activation.name, activation.alpha)
        a = activation(z)
        for theirs, page in ((a, ours["a"]), (activation.derivative(z, a), ours["d"])):
            # To a few last bits of each number, however small; through tanh, of 1.
            scale = 1.0 if activation in through_tanh else np.maximum(np.abs(theirs), 1e-300)
            tolerance = 0.0 if activation in EXACT else 2e-15
            assert (np.abs(np.subtract(page, theirs)) <= tolerance * scale).all(), activation


def test_losses_and_softmax_agree_where_exponentials_overflow(ask):
    logits = np.array([[800.0, -800.0, 0.0], [30.0, 31.0, -745.0], [1e-9, 0.0, -2.0]])
    T = np.array([[0.0, 1.0, 0.0], [0.25, 0.25, 0.5], [1.0, 0.0, 0.0]])
    pages = ask(
        """([names, logits, T]) => ({
            softmax: engine.softmax(logits, 3),
            losses: names.map(loss).map(({ name, f, gradient }) => ({
                name,
                J: f(logits, T, 3),
                gradient: gradient(logits, T, 3),
            })),
        })""",
        [[named_loss(loss) for loss in LOSSES], logits.ravel().tolist(), T.ravel().tolist()],
    )
    assert deviation(pages["softmax"], nnlib.softmax(logits)) <= 1e-15
    for loss, ours in zip(LOSSES, pages["losses"], strict=True):
        assert ours["name"] == loss.name
        assert deviation(ours["J"], loss(logits, T)) <= 1e-15
        assert deviation(ours["gradient"], loss.gradient(logits, T)) <= 1e-15


def test_gradients_agree_at_random_points(ask):
    rng = np.random.default_rng(7)
    points = []
    for (hidden, output), loss, sizes in itertools.product(
        PAIRS, LOSSES, ((2, 3), (2, 3, 2), (3, 5, 4, 3))
    ):
        net = MLP(sizes, hidden, output)
        X, T = examples(rng, loss, 6, sizes[0], sizes[-1])
        points.append((net, loss, X, T, params_off_the_kinks(rng, net, X)))
    pages = ask(
        """(cases) => cases.map(build).map(({ net, params, X, T, rows, loss }) =>
            net.gradient(params, X, T, rows, loss))""",
        [problem(*point) for point in points],
    )
    for (net, loss, X, T, params), ours in zip(points, pages, strict=True):
        Z, A = net.forward(params, X)
        gradient, deltas = net.backward(params, Z, A, loss.gradient(A[-1], T))
        assert deviation(ours["loss"], loss(A[-1], T)) <= 1e-12
        assert deviation(ours["gradient"], gradient) <= 1e-12
        for name, theirs in (("deltas", deltas), ("Z", Z), ("A", A)):
            for our_layer, their_layer in zip(ours[name], theirs, strict=True):
                assert deviation(our_layer, their_layer) <= 1e-12


def test_penalties_agree_and_leave_biases_out(ask):
    penalties = (nnlib.l1(0.3), nnlib.l2(0.3), nnlib.l2(0.3, half=False))
    rng, loss = np.random.default_rng(12), nnlib.squared_error
    net = MLP((3, 5, 4, 2))
    X, T = examples(rng, loss, 6, 3, 2)
    params = rng.uniform(-1.5, 1.5, net.n_params)
    net.layers(params)[0][0][0] = 0.0
    pages = ask(
        """(c) => {
            const { net, params, X, T, rows, loss } = build(c);
            const { l1, l2 } = engine.penalties;
            return [l1(0.3), l2(0.3), l2(0.3, { half: false })].map((penalty) => {
                const added = new Float64Array(params.length);
                penalty.addGradient(params, added, net.layout);
                const R = penalty.f(params, net.layout);
                return { R, added, ...net.gradient(params, X, T, rows, loss, penalty) };
            });
        }""",
        problem(net, loss, X, T, params),
    )
    for penalty, ours in zip(penalties, pages, strict=True):
        added = np.zeros_like(params)
        penalty.add_gradient(net.layers(params), net.layers(added))
        assert deviation(ours["R"], penalty(net.layers(params))) <= 1e-14
        assert ours["added"] == added.tolist()
        J, gradient = net.gradient(params, X, T, loss, penalty)
        assert deviation(ours["loss"], J) <= 1e-14
        assert deviation(ours["gradient"], gradient) <= 1e-12


def test_each_hidden_layer_may_have_its_own_activation(ask):
    rng, loss = np.random.default_rng(13), nnlib.squared_error
    net = MLP((3, 5, 4, 2), (nnlib.tanh, nnlib.softplus))
    X, T = examples(rng, loss, 6, 3, 2)
    params = rng.uniform(-1.5, 1.5, net.n_params)
    case = problem(MLP(net.sizes), loss, X, T, params) | {"hidden": [*map(named, net.hidden)]}
    ours = ask(
        """({ hidden, ...c }) => {
            const { params, X, T, rows, loss } = build({ ...c, hidden: ["tanh", null] });
            const net = engine.mlp({ sizes: c.sizes, hidden: hidden.map(activation) });
            return net.gradient(params, X, T, rows, loss).gradient;
        }""",
        case,
    )
    assert deviation(ours, net.gradient(params, X, T, loss)[1]) <= 1e-12


def test_central_differences_agree_with_backpropagation_and_with_nnlib(ask):
    rng = np.random.default_rng(8)
    points = []
    for hidden, loss in itertools.product(ACTIVATIONS, LOSSES):
        net = MLP((2, 4, 3), hidden)
        X, T = examples(rng, loss, 5, 2, 3)
        points.append((net, loss, X, T, params_off_the_kinks(rng, net, X)))
    pages = ask(
        """(cases) => cases.map(build).map(({ net, params, X, T, rows, loss }) => {
            const { gradient } = net.gradient(params, X, T, rows, loss);
            const J = (p) => loss.f(net.predict(p, X, rows), T, rows);
            const numerical = engine.numericalGradient(J, params);
            return { numerical, error: engine.relativeError(gradient, numerical), gradient };
        })""",
        [problem(*point) for point in points],
    )
    for (net, loss, X, T, params), ours in zip(points, pages, strict=True):
        numerical = nnlib.numerical_gradient(lambda p: loss(net(p, X), T), params)  # noqa: B023
        assert nnlib.relative_error(ours["numerical"], numerical) < 1e-9
        assert ours["error"] < 1e-8
        error = nnlib.relative_error(ours["gradient"], ours["numerical"])
        assert ours["error"] == pytest.approx(error, rel=1e-12)


def test_an_activation_of_your_own_has_its_derivative_taken_at_z(ask):
    rng = np.random.default_rng(10)
    sine = nnlib.Activation("sine", np.sin, lambda z, a: np.cos(z))
    net = MLP((2, 4, 3), sine, sine)
    X, T = examples(rng, nnlib.squared_error, 5, 2, 3)
    params = rng.uniform(-1.5, 1.5, net.n_params)
    ours = ask(
        """({ sizes, params, X, T, rows }) => {
            const sine = { name: "sine", f: Math.sin, d: Math.cos };
            const net = engine.mlp({ sizes, hidden: sine, output: sine });
            return net.gradient(params, X, T, rows, engine.losses.squaredError).gradient;
        }""",
        problem(net, nnlib.squared_error, X, T, params),
    )
    assert deviation(ours, net.gradient(params, X, T, nnlib.squared_error)[1]) <= 1e-12


def test_what_is_left_out_is_what_nnlib_takes(ask):
    clouds = ("blobs", "circles", "quadrants", "spiral", "plane", "cones")
    ours = ask(
        """(clouds) => {
            const {
                gradientDescent, momentum, nesterov, adaGrad, rmsProp, adam, adamW,
            } = engine.optimizers;
            const net = engine.mlp({ sizes: [2, 3, 1] });
            return {
                optimizers: [
                    gradientDescent({ learningRate: 1 }), momentum({ learningRate: 1 }),
                    nesterov({ learningRate: 1 }), adaGrad(), rmsProp(), adam(), adamW(),
                ],
                clouds: clouds.map((name) => {
                    const { X, T } = engine.datasets[name]();
                    return [X, T];
                }),
                net: [net.hidden.name, net.output.name, net.init(3)],
            };
        }""",
        clouds,
    )
    optimizers = (
        *(rule(1) for rule in (nnlib.GradientDescent, nnlib.Momentum, nnlib.Nesterov)),
        *(rule() for rule in (nnlib.AdaGrad, nnlib.RMSProp, nnlib.Adam, nnlib.AdamW)),
    )
    assert ours["optimizers"] == [
        {"name": type(optimizer).__name__}
        | {camel(key): value for key, value in dataclasses.asdict(optimizer).items()}
        for optimizer in optimizers
    ]
    for name, page in zip(clouds, ours["clouds"], strict=True):
        assert max(map(deviation, page, getattr(nnlib, name)())) <= 1e-14
    net = MLP((2, 3, 1))
    assert ours["net"] == [net.hidden.name, net.output.name, net.init(3).tolist()]


REFUSALS = {
    "engine.rng(-1)": "seed is -1; expected a whole number from 0 to 4294967295",
    "engine.rng(1.5)": "seed is 1.5; expected a whole number from 0 to 4294967295",
    "engine.rng(2 ** 32)": "seed is 4294967296; expected a whole number from 0 to 4294967295",
    "engine.mlp({ sizes: [2] })": "sizes is 2; expected inputs and outputs at least: two numbers",
    "engine.mlp({ sizes: [2, 0, 1] })": "sizes[1] is 0; expected a whole number of at least 1",
    "engine.mlp({ sizes: [2, 1], hidden: 'tanh' })": "hidden is tanh; expected an activation",
    "engine.mlp({ sizes: [2, 3, 3, 1], hidden: [activations.tanh] })": "hidden holds 1 activation",
    "engine.mlp({ sizes: [2, 3, 1], hidden: ['tanh'] })": "hidden[0] is tanh; expected an activ",
    "engine.losses.huber(0)": "delta is 0; expected a number above 0",
    "engine.losses.huber('1')": "delta is 1; expected a number above 0",
    "engine.penalties.l1(-1)": "rate is -1; expected a number of at least 0",
    "engine.penalties.l2()": "rate is undefined; expected a number of at least 0",
    "net.forward([1, 2], X, 4)": "params has length 2; expected 13",
    "net.forward(params, X, 3)": "X has length 8; expected 6: rows (3) × columns (2)",
    "net.forward(params, [], 0)": "rows is 0; expected a whole number of at least 1",
    "net.gradient(params, X, [1], 4, loss)": "T has length 1; expected 4: rows (4) × columns (1)",
    "go({ X: X.map(() => NaN) })": "X holds NaN at index 0; expected finite numbers",
    "go({ params: params.map((p, k) => p / (k - 2)) })": "params holds -Infinity at index 2;",
    "go({ T: [0, 1, 2, 1] })": "T holds 2 at index 2; expected labels or probabilities",
    "go({ loss: engine.losses.softmaxCrossEntropy })": "row 1 of T sums to 0; expected 1",
    "go({ batchSize: 0 })": "batchSize is 0; expected a whole number of at least 1",
    "go({ steps: -1 })": "steps is -1; expected a whole number of at least 0",
    "go({ state: [[1, 2], [3], 1] })": "state has parts of length [2, 1, a number]; Adam expects",
    "engine.optimizers.gradientDescent({})": "learningRate is undefined; expected a number above",
    "engine.optimizers.adam({ beta1: 1 })": "beta1 is 1; expected a number in [0, 1)",
    "engine.optimizers.adam({ beta2: NaN })": "beta2 is NaN; expected a number in [0, 1)",
    "engine.optimizers.adam({ epsilon: 0 })": "epsilon is 0; expected a number above 0",
    "engine.optimizers.momentum({ learningRate: 1, momentum: -1 })": "momentum is -1; expected",
    "engine.optimizers.momentum({ learningRate: 1, form: 'mass' })": "form is mass; expected vel",
    "engine.optimizers.nesterov({ learningRate: 1, momentum: 1 })": "momentum is 1; expected",
    "engine.optimizers.adaGrad({ epsilonInside: 1 })": "epsilonInside is 1; expected false or true",
    "engine.optimizers.rmsProp({ decay: 1 })": "decay is 1; expected a number in [0, 1)",
    "engine.optimizers.adamW({ weightDecay: -1 })": "weightDecay is -1; expected a number of at",
    "engine.schedules.stepDecay({ learningRate: 1, factor: 2, steps: 1 })": "factor is 2; expected",
    "engine.schedules.cosineDecay({ learningRate: 1, steps: 0 })": "steps is 0; expected a whole",
    "engine.schedules.linearWarmUp({ schedule: 1, steps: 1 })": "schedule is 1; expected a",
    "engine.schedules.constantRate({ learningRate: 1 })(-1)": "step is -1; expected a whole number",
    "engine.scheduled({ optimizer, schedule: 0.1 })": "schedule is 0.1; expected a function",
    "engine.scheduled({ optimizer: {}, schedule })": "optimizer.at is undefined; expected a",
    "engine.scheduled({ optimizer, schedule }).update([1], [[], 0], [1])": "schedule(0) is NaN",
    "engine.initializers.uniform(1, 1)": "low is 1, high is 1; expected low < high",
    "engine.initializers.uniform(-1e308, 1e308)": "low is -1e+308, high is 1e+308; expected low",
    "engine.initializers.constant(NaN)": "value is NaN; expected a finite number",
    "engine.initializers.normal(0)": "standardDeviation is 0; expected a number above 0",
    "engine.activations.elu(0)": "alpha is 0; expected a number above 0",
    "engine.activations.prelu('1')": "alpha is 1; expected a number above 0",
    "engine.activations.isru()": "alpha is undefined; expected a number above 0",
    "engine.datasets.blobs(1)": "nExamples is 1; expected a whole number of at least 2",
    "engine.datasets.spiral(9, NaN)": "noise is NaN; expected a number from 0 to 1e6",
    "engine.datasets.cones(9, 0, 0, -1)": "labelNoise is -1; expected a number from 0 to 1e6",
    "engine.numericalGradient(Math.hypot, [1], 0)": "epsilon is 0; expected a small positive",
    "engine.numericalGradient(() => NaN, [1])": "the function is NaN or infinite near params",
    "engine.relativeError([1], [1, 2])": "gradient has length 1, reference has length 2",
}


def test_bad_input_is_named(ask):
    messages = ask(
        """(codes) => {
            const net = engine.mlp({ sizes: [2, 3, 1] });
            const params = net.init(1);
            const loss = engine.losses.sigmoidCrossEntropy;
            const { X, T, rows } = engine.datasets.xnor();
            const optimizer = engine.optimizers.adam();
            const schedule = () => NaN;
            const go = (changed) =>
                engine.train({ net, params, X, T, rows, loss, optimizer, ...changed });
            return codes.map((code) => {
                try {
                    return `no error from ${JSON.stringify(eval(code))}`;
                } catch (error) {
                    return `${error.name}: ${error.message}`;
                }
            });
        }""",
        list(REFUSALS),
    )
    for code, message in zip(REFUSALS, messages, strict=True):
        assert message.startswith(f"RangeError: {REFUSALS[code]}"), code
