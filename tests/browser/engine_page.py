"""The page's engine in a real Chromium, asked by a test: cases go in as JSON, numbers come back.

JSON carries a float64 exactly, both ways.
"""

import contextlib
import dataclasses
import json
import re
from pathlib import Path

import numpy as np
from website import served

import nnlib

SEEDS = (0, 1, 42, 2026, 2**32 - 1)
ACTIVATIONS = (
    *(value for value in vars(nnlib).values() if isinstance(value, nnlib.Activation)),
    *(nnlib.isru(0.7), nnlib.prelu(0.25), nnlib.elu(0.5), nnlib.elu(1.0)),
)
# Each once for the hidden layers, once for the outputs.
PAIRS = tuple(zip(ACTIVATIONS, ACTIVATIONS[3:] + ACTIVATIONS[:3], strict=True))
LOSSES = (
    *(value for value in vars(nnlib).values() if isinstance(value, nnlib.Loss)),
    nnlib.huber(0.7),
)
SCOPE = """
const { activations } = engine;
const activation = ([name, alpha]) =>
  alpha === null ? activations[name] : activations[name](alpha);
const loss = ([name, ...settings]) =>
  settings.length ? engine.losses[name](...settings) : engine.losses[name];
const build = ({ sizes, hidden, output, loss: named, X, T, rows, params }) => ({
  net: engine.mlp({ sizes, hidden: activation(hidden), output: activation(output) }),
  params: Float64Array.from(params),
  X: Float64Array.from(X),
  T: Float64Array.from(T),
  rows,
  loss: loss(named),
});
const rule = ([name, { optimizer, schedule, ...settings }]) =>
  optimizer
    ? engine.scheduled({ optimizer: rule(optimizer), schedule: scheduleOf(schedule) })
    : engine.optimizers[name](settings);
const scheduleOf = ([name, { schedule, ...settings }]) =>
  engine.schedules[name](schedule ? { ...settings, schedule: scheduleOf(schedule) } : settings);
const trained = ({ optimizer, steps, batchSize = null, seed = 0, state = null, ...problem }) => [
  ...engine.train({
    ...build(problem),
    optimizer: rule(optimizer),
    steps, batchSize, seed, state,
  }),
];
"""


@contextlib.contextmanager
def engine_page(chromium):
    """ask(function, cases): what the JavaScript `function` of the cases returns in a page.

    In its scope are `engine`, `build` (a problem's parts), `rule` and `scheduleOf` (what is
    `described`) and `trained` (a run's steps).
    """

    def ask(function, cases):
        text = page.evaluate(
            f"""async (text) => {{
                const engine = await import("/engine.mjs");
                {SCOPE}
                const plain = (_, v) => (ArrayBuffer.isView(v) ? Array.from(v) : v);
                return JSON.stringify(({function})(JSON.parse(text)), plain);
            }}""",
            json.dumps(cases, allow_nan=False),
        )
        return json.loads(text)

    with served(Path(nnlib.__file__).parent / "figures") as address:
        page = chromium.new_page()
        page.goto(f"{address}/")
        yield ask
        page.close()


def camel(name):
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def named(activation):
    """An activation as JSON can hold it: its name in the page, and its α."""
    return [camel(activation.name), activation.alpha]


def named_loss(loss):
    """A loss as JSON can hold it: its name in the page, and its settings."""
    name, *settings = re.findall(r"[^(,)]+", loss.name)
    return [camel(name), *map(float, settings)]


def problem(net, loss, X, T, params):
    """A network with its data and parameters, as JSON can hold it."""
    return {
        "sizes": net.sizes,
        "hidden": named(net.hidden),
        "output": named(net.output),
        "loss": named_loss(loss),
        "X": X.ravel().tolist(),
        "T": T.ravel().tolist(),
        "rows": len(X),
        "params": params.tolist(),
    }


def run(net, loss, X, T, params, optimizer, **options):
    """One call of `train` as JSON can hold it; options are those of `train`."""
    return {
        **problem(net, loss, X, T, params),
        "optimizer": described(optimizer),
        **{camel(key): value for key, value in options.items()},
    }


def described(part):
    """An optimizer or a schedule as JSON can hold it: [its name in the page, its settings]."""
    if not dataclasses.is_dataclass(part):
        return part
    name = {"RMSProp": "rmsProp"}.get(type(part).__name__, type(part).__name__)
    settings = {camel(f.name): described(getattr(part, f.name)) for f in dataclasses.fields(part)}
    return [name[0].lower() + name[1:], settings]


def examples(rng, loss, n_examples, n_inputs, n_outputs):
    """Random data with targets that the loss can mean."""
    X = rng.uniform(-2.0, 2.0, (n_examples, n_inputs))
    T = rng.uniform(0.0, 1.0, (n_examples, n_outputs))
    if loss is nnlib.softmax_cross_entropy:
        T /= T.sum(axis=1, keepdims=True)
    return X, T


def params_off_the_kinks(rng, net, X):
    """Random parameters with which no unit's z is near a kink of any activation: −1, 0 or 1."""
    kinks = np.array(sorted({kink for g in ACTIVATIONS for kink in g.kinks}))
    while True:
        params = rng.uniform(-1.5, 1.5, net.n_params)
        Z = np.concatenate([z.ravel() for z in net.forward(params, X)[0]])
        if np.abs(Z[:, None] - kinks).min() > 1e-3:
            return params


def deviation(engine, library, floor=0.0):
    """Largest difference, relative to the largest number (to `floor`, where all are smaller)."""
    engine, library = np.ravel(engine).astype(float), np.ravel(library).astype(float)
    assert engine.shape == library.shape
    difference = np.abs(engine - library).max()
    return difference / max(floor, np.abs(library).max()) if difference else 0.0
