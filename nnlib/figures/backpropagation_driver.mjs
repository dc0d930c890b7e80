// The page's driver of the step-by-step figure: with nnlib's twin it does what the class in
// backpropagation_stepper.py does with nnlib.

import { allParameters, isBias, range, script } from "./backpropagation_script.mjs";
import {
  activations,
  losses,
  mlp,
  numericalGradient,
  optimizers,
  relativeError,
} from "./engine.mjs";
import { playback } from "./playback.mjs";

const LOSS = losses.squaredError;
const TOO_LARGE = 1e12; // a loss at which a run has left all bounds
const INPUTS = [
  "activation",
  "learning_rate",
  "freeze_biases",
  "inputs",
  "targets",
  "params",
  "compare",
  "round",
];

/** Keeps the model's frame up to date; returns what takes the view's messages. */
export function drive({ model }) {
  let isChanging = false; // several settings at once

  const start = () => model.get("presets")[model.get("preset")];

  function show() {
    if (isChanging) return;
    const settings = Object.fromEntries(INPUTS.map((name) => [name, model.get(name)]));
    model.set("frame", frameOf(settings, start()));
  }

  function reset() {
    const { sizes, about, ...settings } = start();
    isChanging = true;
    const all = { playing: false, round: 1, position: 0, ...settings };
    for (const [name, value] of Object.entries(all)) model.set(name, value);
    model.set("limits", fitted(model.get("limits"), sizes));
    isChanging = false;
    show();
  }

  function advance({ steps }) {
    const limits = model.get("limits");
    const [end, lastRound] = [limits.position.high, limits.round.high];
    const [position, round] = [model.get("position"), model.get("round")];
    if (position < end) model.set("position", Math.min(position + steps, end));
    else if (round < lastRound && model.get("frame").goes_on) {
      model.set("position", 0);
      model.set("round", round + 1);
    }
    if (model.get("position") === end) model.set("playing", false);
  }

  model.on("change:preset", reset);
  for (const name of INPUTS) model.on(`change:${name}`, show);
  return playback(model, { advance, reset });
}

/** Every number of the round on show. */
export function frameOf(settings, preset) {
  const { activation, learning_rate, freeze_biases, inputs, targets, compare } = settings;
  const { sizes, about, ...given } = preset;
  const isAsGiven = ([name, value]) => String(settings[name]) === String(value);
  const g = activations[activation];
  const net = mlp({ sizes, hidden: g, output: g });
  const [X, T] = [Float64Array.from(inputs), Float64Array.from(targets)];
  const optimizer = optimizers.gradientDescent({ learningRate: learning_rate });
  const free = allParameters(sizes).map((name) => (freeze_biases && isBias(name) ? 0 : 1));

  function oneRound(params) {
    const { loss, gradient, deltas, Z, A } = net.gradient(params, X, T, 1, LOSS);
    const upstream = deltas.map((_, index) =>
      index + 1 < deltas.length
        ? comingBack(deltas[index + 1], params, net.layout[index + 1])
        : LOSS.gradient(A[index + 1], T, 1),
    );
    const { change } = optimizer.update(gradient.map((value, k) => free[k] * value), [], params);
    const updated = params.map((value, k) => value + change[k]);
    const outputs = net.predict(updated, X, 1);
    const after = { updated, outputs_after: outputs, loss_after: LOSS.f(outputs, T, 1) };
    return { params, Z, A, loss, upstream, deltas, gradient, ...after };
  }

  const rounds = [oneRound(Float64Array.from(settings.params))];
  const goesOn = () => rounds.at(-1).loss_after < TOO_LARGE;
  while (rounds.length < settings.round && goesOn()) rounds.push(oneRound(rounds.at(-1).updated));
  const now = rounds.at(-1);
  const lossAt = (probe) => LOSS.f(net.predict(probe, X, 1), T, 1);
  const numerical = compare ? numericalGradient(lossAt, now.params) : null;
  return {
    ...plain(now),
    numerical: numerical && [...numerical],
    error: numerical && relativeError(now.gradient, numerical),
    losses: rounds.map(({ loss }) => loss),
    ...{ round: rounds.length, goes_on: goesOn() },
    ...{ sizes, about, activation, learning_rate, freeze_biases, targets },
    as_given: Object.entries(given).every(isAsGiven),
  };
}

// ∂J/∂a of a layer: δ of the next one, back through its weights.
function comingBack(delta, params, { weights, nIn, nOut }) {
  return range(0, nIn).map((from) =>
    range(0, nOut).reduce((sum, to) => sum + delta[to] * params[weights + from * nOut + to], 0),
  );
}

// As JSON has it: lists, and null for what is not finite.
function plain(value) {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

// The limits that depend on the network's sizes.
function fitted(limits, sizes) {
  const indexed = (letter, count) => range(1, count + 1).map((index) => `${letter}${index}`);
  const names = {
    inputs: indexed("x", sizes[0]),
    targets: indexed("t", sizes[sizes.length - 1]),
    params: indexed("θ", allParameters(sizes).length),
  };
  const all = { ...limits, position: { ...limits.position, high: script(sizes).length } };
  for (const [name, list] of Object.entries(names)) all[name] = { ...limits[name], names: list };
  return all;
}
