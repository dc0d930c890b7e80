// One example goes through a network and back, one operation a click. Takes the settings of
// backpropagation_stepper.py and a frame with every number of a round; shows those that the
// operations up to `position` have made.

import { paintRound } from "./backpropagation_picture.mjs";
import { givens, numbers, parameters, range, script } from "./backpropagation_script.mjs";
import { stage } from "./backpropagation_stage.mjs";
import { STYLE } from "./backpropagation_style.mjs";
import { valueTables } from "./backpropagation_values.mjs";
import { exact, notation, say } from "./backpropagation_words.mjs";
import { playButton, sendButton } from "./buttons.mjs";
import { h } from "./dom.mjs";
import { activations, losses, mlp, numericalGradient, relativeError } from "./engine.mjs";
import { plain } from "./formula.mjs";
import { playback } from "./playback.mjs";
import { figure } from "./view.mjs";

const LOSS = losses.squaredError;

function look({ frame, position, sign, round, limits }) {
  const operations = script(frame.sizes);
  const done = Math.min(position, operations.length);
  const letters = notation(sign);
  const values = numbers(frame);
  const current = operations[done - 1] ?? null;
  const words = current && say(current, frame, values, letters);
  const known = new Set([...givens(frame.sizes), ...operations.slice(0, done).map(({ makes }) => makes)]);
  const told = words ? `Operation ${done} of ${operations.length}. ${plain(words.title)}: ${plain(words.name)} = ${plain(words.result)}.` : `Operation 0 of ${operations.length}. Nothing is computed yet.`;
  const names = range(1, frame.sizes.length).flatMap((layer) => parameters(frame.sizes, layer));
  const measure = Object.fromEntries(names.map((name, place) => [name, frame.numerical?.[place]]));
  const goesOn = round < limits.round.high && frame.loss_after !== null;
  return { operations, done, letters, values, current, words, known, told, measure, goesOn };
}

/** Every number of the round on show, as backpropagation_stepper.py has it in `_show`. */
function computed({ sizes, activation, learning_rate, freeze_biases, inputs, targets, params, round, compare }) {
  const g = activations[activation];
  const net = mlp({ sizes, hidden: g, output: g });
  const [X, T] = [Float64Array.from(inputs), Float64Array.from(targets)];
  const frozen = (place) => freeze_biases && net.layout.some(({ biases, nOut }) => place >= biases && place < biases + nOut);

  function oneRound(params) {
    const { loss, gradient, deltas, Z, A } = net.gradient(params, X, T, 1, LOSS);
    const outputGradient = LOSS.gradient(A[A.length - 1], T, 1);
    const upstream = deltas.map((_, index) => (index + 1 < deltas.length ? comeBack(deltas[index + 1], params, net.layout[index + 1]) : outputGradient));
    const updated = params.map((value, place) => (frozen(place) ? value : value - learning_rate * gradient[place]));
    return { params, Z, A, loss, upstream, deltas, gradient, updated, loss_after: LOSS.f(net.predict(updated, X, 1), T, 1) };
  }

  const rounds = [oneRound(Float64Array.from(params))];
  while (rounds.length < round && Number.isFinite(rounds[rounds.length - 1].loss_after)) {
    rounds.push(oneRound(rounds[rounds.length - 1].updated));
  }
  const now = rounds[rounds.length - 1];
  const numerical = compare ? numericalGradient((probe) => LOSS.f(net.predict(probe, X, 1), T, 1), now.params) : null;
  return {
    ...plainNumbers(now),
    numerical: numerical && [...numerical],
    error: numerical && relativeError(now.gradient, numerical),
    ...{ sizes, activation, learning_rate, freeze_biases, targets, round: rounds.length },
    losses: rounds.map(({ loss }) => loss),
  };
}

// ∂J/∂a of a layer: δ of the next one through its weights.
function comeBack(delta, params, { weights, nIn, nOut }) {
  return Float64Array.from({ length: nIn }, (_, from) => delta.reduce((sum, value, to) => sum + value * params[weights + from * nOut + to], 0));
}

// As JSON has them: lists, and null for what is not finite.
function plainNumbers(value) {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plainNumbers);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainNumbers(part)]));
}

// The page's driver.
function drive({ model }) {
  const inputs = ["activation", "learning_rate", "freeze_biases", "inputs", "targets", "params", "compare", "round"];
  let held = false;

  function show() {
    if (held) return;
    const settings = Object.fromEntries(inputs.map((name) => [name, model.get(name)]));
    const { sizes } = model.get("presets")[model.get("preset")];
    model.set("frame", computed({ sizes, ...settings }));
  }

  function reset() {
    const { sizes, about, ...start } = model.get("presets")[model.get("preset")];
    held = true;
    for (const [name, value] of Object.entries({ playing: false, round: 1, position: 0, ...start })) model.set(name, value);
    fitLimits(sizes);
    held = false;
    show();
  }

  function fitLimits(sizes) {
    const limits = model.get("limits");
    const indexed = (letter, count) => range(1, count + 1).map((index) => `${letter}${index}`);
    const names = { inputs: indexed("x", sizes[0]), targets: indexed("t", sizes[sizes.length - 1]), params: indexed("θ", model.get("params").length) };
    const fitted = Object.entries(names).map(([name, names]) => [name, { ...limits[name], names }]);
    model.set("limits", { ...limits, ...Object.fromEntries(fitted), position: { ...limits.position, high: script(sizes).length } });
  }

  function advance({ steps }) {
    const { operations, done, goesOn } = look(Object.fromEntries(["frame", "position", "sign", "round", "limits"].map((name) => [name, model.get(name)])));
    if (done < operations.length) model.set("position", Math.min(done + steps, operations.length));
    else if (goesOn) {
      model.set("round", model.get("round") + 1);
      model.set("position", 0);
    }
    if (model.get("position") === operations.length) model.set("playing", false);
  }

  model.on("change:preset", reset);
  for (const name of inputs) model.on(`change:${name}`, show);
  return playback(model, { advance, reset });
}

function answer() {
  return null;
}

export default figure({
  title: "Backpropagation, one operation at a time",
  question: {
    ask: "The public example prints the loss 0.291028 after one update. Play one round: this figure gets another number. Which setting makes it 0.291028?",
    answer,
    why: {
      ask: "Predict first: which weight of the public example changes most in the first update?",
      options: ["the one from input 2 to hidden unit 2", "the one from hidden unit 1 to output 1", "the one from hidden unit 2 to output 1", "the one from hidden unit 2 to output 2"],
      right: 2,
      because: "",
    },
  },
  buttons: [
    stage,
    playButton,
    sendButton("Reset", { do: "reset" }),
    valueTables,
    () => ({ element: h("style", {}, STYLE), update() {} }),
  ],
  controls: ["preset", "sign", "activation", "learning_rate", "freeze_biases", "compare"],
  panels: [
    {
      label: "The network with every number computed so far; a table below has the same numbers",
      ...{ width: 700, height: 330, narrow: { width: 340, height: 540 }, paint: paintRound },
    },
  ],
  look,
  describe: ({ told }) => told,
  drive,
});
