// A small network learns to part two kinds of points. Takes the settings of trainer.py and a frame
// {step, epoch, params, …}; shows the plane as the network sees it, the loss so far, and what
// becomes of one place on its way through the network.

import { playButton, sendButton } from "./buttons.mjs";
import { format, put } from "./controls.mjs";
import { axes, cells, curve, marker, plot } from "./draw.mjs";
import { activations, datasets, Diverged, losses, mlp, optimizers, train } from "./engine.mjs";
import { signedPlane } from "./plane.mjs";
import { playback } from "./playback.mjs";
import { figure, snapshot } from "./view.mjs";

const N = 50; // the plane is drawn as N × N cells
const KEPT = 200; // points of the loss curve that a frame carries
const BOX = { left: 38, top: 22, width: 250, height: 250 };
const LOSS = losses.sigmoidCrossEntropy;

const SETS = {
  XNOR: () => datasets.xnor(),
  blobs: (seed) => datasets.blobs(200, 1, seed),
  circles: (seed) => datasets.circles(200, 0, seed),
  quadrants: (seed) => datasets.quadrants(200, 0, seed),
  spiral: (seed) => datasets.spiral(200, 0, seed),
};

const RULES = {
  "gradient descent": ({ learning_rate: learningRate }) =>
    optimizers.gradientDescent({ learningRate }),
  momentum: ({ learning_rate: learningRate, momentum }) =>
    optimizers.momentum({ learningRate, momentum }),
  Adam: ({ learning_rate: learningRate }) => optimizers.adam({ learningRate }),
};

const WHY_STOPPED = {
  diverged: ({ frame, learning_rate }) =>
    `The run diverged after ${count(frame.step, "step")}: the loss is no longer a number. ` +
    `The learning rate ${format(learning_rate)} is likely too large: each step overshoots the ` +
    "valley, and the next one overshoots more. Reset, and try a third of it.",
  "no rule": () =>
    "A rule of your own is Python, and runs in JupyterLab: Trainer(optimizer=MyRule()). " +
    "Choose another optimizer here.",
};

const networkOf = ({ hidden_units, activation }) =>
  mlp({ sizes: [2, hidden_units, 1], hidden: activations[activation] });

function dataOf({ dataset, seed }) {
  return SETS[dataset](seed);
}

// What the frame means: its data, which points are missed, and the output over the plane.
function look({ frame, place }) {
  const { X, T, rows } = dataOf(frame);
  const net = networkOf(frame);
  const params = Float64Array.from(frame.params);
  const logits = net.predict(params, X, rows);
  const missed = Array.from(logits, (logit, row) => logit > 0 !== T[row] > 0.5);
  const reach = frame.dataset === "XNOR" ? [-0.5, 1.5] : [-6.5, 6.5];
  const at = plot(BOX, reach, reach);
  // 2σ(z) − 1 = tanh(z/2): the output on the scale from −1 to 1.
  const plane = net.predict(params, cells(at, N), N * N).map((logit) => Math.tanh(logit / 2));
  return {
    ...{ X, T, rows, logits, missed, at, plane },
    right: missed.filter((wrong) => !wrong).length,
    loss: LOSS.f(logits, T, rows),
    pass: net.forward(params, Float64Array.from(place), 1),
  };
}

function paintPlane(surface, { X, T, rows, missed, at, plane, place }) {
  signedPlane(surface, at, plane, N);
  axes(surface, at, { x: "x₁", y: "x₂" });
  for (let row = 0; row < rows; row++) {
    marker(surface, at.x(X[2 * row]), at.y(X[2 * row + 1]), T[row] > 0.5, missed[row]);
  }
  const [x, y] = [at.x(place[0]), at.y(place[1])];
  const cross = [[x - 9, y, x + 9, y], [x, y - 9, x, y + 9]];
  surface.clip(at.left, at.top, at.width, at.height, () => {
    surface.segments(cross, { stroke: "paper", width: 4 });
    surface.segments(cross, { stroke: "accent", width: 2 });
  });
}

function paintLoss(surface, { frame, log_loss }) {
  const curveOf = (value) => frame.losses.map((loss, index) => [index * frame.stride, value(loss)]);
  const steps = [0, Math.max(20, frame.step)];
  if (log_loss) {
    const exponents = frame.losses.map((loss) => Math.log10(Math.max(loss, 1e-9)));
    const lowest = Math.floor(Math.min(-2, ...exponents));
    const at = plot(BOX, steps, [lowest, Math.ceil(Math.max(0, ...exponents))]);
    axes(surface, at, { x: "step", y: "loss", grid: true, power: true });
    curve(surface, at, curveOf((loss) => Math.log10(Math.max(loss, 1e-9))));
  } else {
    const at = plot(BOX, steps, [0, Math.max(0.8, 1.05 * Math.max(0, ...frame.losses))]);
    axes(surface, at, { x: "step", y: "loss", grid: true });
    curve(surface, at, curveOf((loss) => loss));
  }
}

function pointAt({ x, y }, model, { at }) {
  const rounded = at.valueAt({ x, y }).map((value) => Number(value.toFixed(2)));
  const [low, high] = at.xs;
  put(model, "place", rounded.map((value) => Math.min(high, Math.max(low, value))));
}

function describe({ frame, loss, right, rows, logits, X, T, place, pass }) {
  const outputs = Array.from(logits, (logit, row) => {
    const inputs = `(${X[2 * row]}, ${X[2 * row + 1]})`;
    return `${inputs} ${probability(logit)}, wanted ${T[row]}`;
  });
  return [
    `After ${count(frame.step, "step")}, in epoch ${frame.epoch}, the loss is ${format(loss)}, and`,
    `${right} of ${rows} points are on the right side.`,
    frame.dataset === "XNOR" ? `Outputs: ${outputs.join("; ")}.` : "",
    `At the cross, (${place.map(format).join(", ")}), the hidden units give`,
    `${[...pass.A[1]].map(format).join(", ")},`,
    `and the output is ${probability(pass.A[2][0])}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const probability = (logit) => activations.sigmoid.f(logit).toFixed(3);

// Says what is wrong with a run, and its likely cause.
function notice(look) {
  const { frame, batch, optimizer, learning_rate, loss } = look;
  if (frame.stopped) return WHY_STOPPED[frame.stopped](look);
  const { losses } = frame;
  const peak = batch === "all" ? Math.max(...losses) : loss; // one example's loss may well be high
  const cause = `The learning rate ${format(learning_rate)} is likely too large`;
  if (peak > 2 * losses[0]) {
    const far = `${cause}: a step jumped far across the valley.`;
    return `The loss rose from ${format(losses[0])} to ${format(peak)}. ${far}`;
  }
  // With small enough steps of gradient descent the loss of the whole batch never rises.
  const rises = losses.filter((loss, index) => loss > losses[index - 1]).length;
  if (batch !== "all" || optimizer !== "gradient descent" || rises <= 0.1 * losses.length) return "";
  return `The loss rose at ${rises} of ${losses.length} steps. ${cause}: steps jump across the valley.`;
}

function answer({ frame, right, rows }) {
  if (frame.dataset !== "circles" || right < rows) return null;
  const solved = frame.hidden_units <= 3;
  const text = solved
    ? "Three hidden units part the disc from the ring, and no fewer can."
    : `${frame.hidden_units} hidden units part them. Can fewer do it?`;
  return { solved, text };
}

// The page's driver: nnlib's training, by its twin. trainer.py does the same with nnlib itself.
function drive({ model }) {
  let run = null; // the training that goes on from the current frame, begun when it is needed
  let epochsBefore = 0;

  const show = (changes) => model.set("frame", { ...model.get("frame"), ...changes });

  function begin() {
    const { frame, ...settings } = snapshot(model);
    const { X, T, rows } = dataOf(frame);
    epochsBefore = frame.epoch;
    run = train({
      ...{ net: networkOf(frame), params: Float64Array.from(frame.params), X, T, rows, loss: LOSS },
      optimizer: RULES[settings.optimizer](settings),
      batchSize: settings.batch === "all" ? null : Number(settings.batch),
      seed: (settings.seed + frame.step) % 2 ** 32,
      state: frame.memory?.map((part) => (Array.isArray(part) ? Float64Array.from(part) : part)),
    });
  }

  function advance({ steps, late = () => false }) {
    if (!RULES[model.get("optimizer")]) return stop("no rule");
    if (!run) begin();
    const { step, losses, stride } = model.get("frame");
    const made = [];
    try {
      while (made.length < steps && !(made.length && late())) made.push(run.next().value);
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      stop("diverged");
    }
    if (!made.length) return;
    const { params, state, epoch } = made.at(-1);
    show({
      step: step + made.length,
      epoch: epochsBefore + epoch,
      params: [...params],
      memory: state.map((part) => (typeof part === "number" ? part : [...part])),
      ...thinned(losses, stride, step, made.map(({ loss }) => loss)),
    });
  }

  function onePass() {
    const { rows } = dataOf(model.get("frame"));
    advance({ steps: model.get("batch") === "all" ? 1 : Math.ceil(rows / model.get("batch")) });
  }

  function stop(reason) {
    model.set("playing", false);
    show({ stopped: reason });
  }

  function reset() {
    run = null;
    model.set("playing", false);
    const { dataset, seed, hidden_units, activation } = snapshot(model);
    const params = [...networkOf({ hidden_units, activation }).init(seed)];
    const start = { step: 0, epoch: 0, memory: null, losses: [], stride: 1, stopped: "" };
    show({ dataset, seed, hidden_units, activation, params, ...start });
  }

  function changeRun(what) {
    run = null;
    show({ stopped: "", ...what });
  }

  for (const name of ["dataset", "hidden_units", "activation", "seed"]) {
    model.on(`change:${name}`, reset);
  }
  for (const name of ["learning_rate", "momentum", "batch"]) {
    model.on(`change:${name}`, () => changeRun({}));
  }
  model.on("change:optimizer", () => changeRun({ memory: null }));
  return playback(model, { advance, reset, epoch: onePass });
}

// The loss curve with more losses: every `stride`-th of all steps, at most KEPT of them.
function thinned(losses, stride, step, more) {
  const kept = [...losses];
  more.forEach((loss, index) => {
    if ((step + index) % stride === 0) kept.push(loss);
    if (kept.length <= KEPT) return;
    kept.splice(0, kept.length, ...kept.filter((_, place) => place % 2 === 0));
    stride *= 2;
  });
  return { losses: kept, stride };
}

export default figure({
  title: "A small network learns",
  question: {
    ask:
      "How few hidden units are enough to part the disc from the ring? " +
      "Change their number, and play.",
    answer,
    why: {
      ask: "Predict first: why can two hidden units never do it?",
      options: [
        "They could, if they were trained for longer.",
        "Along some direction each unit only rises, so the region of a label is never closed.",
        "They could, with a smaller learning rate.",
      ],
      right: 1,
      because:
        "With two units there is a direction in which both push the output the same way. Whoever " +
        "walks from the disc in that direction stays on the disc's side for ever, and must cross " +
        "the ring. Three units can leave no such direction: they close a triangle.",
    },
  },
  buttons: [
    playButton,
    sendButton("Step", { do: "advance", steps: 1 }),
    sendButton("Epoch", { do: "epoch" }),
    sendButton("Reset", { do: "reset" }),
  ],
  controls: [
    "dataset",
    "hidden_units",
    "activation",
    "optimizer",
    "learning_rate",
    "momentum",
    "batch",
    "speed",
    "seed",
    "place",
    "log_loss",
  ],
  enabled: { momentum: ({ optimizer }) => optimizer === "momentum" },
  panels: [
    {
      label: "The plane, shaded by the network's output at each place, with the data and a cross",
      ...{ width: 300, height: 312, paint: paintPlane, point: pointAt },
    },
    { label: "The loss at each step", width: 300, height: 312, paint: paintLoss },
  ],
  look,
  describe,
  notice,
  drive,
});
