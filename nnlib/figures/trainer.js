// A small network learns to part two kinds of points. Takes the settings of trainer.py and a frame
// {step, epoch, params, …}; shows the plane as the network sees it, and the loss so far.

import { format } from "./controls.mjs";
import { axes, cells, curve, marker, plot, signedPlane, ticks } from "./draw.mjs";
import { activations, datasets, Diverged, losses, mlp, optimizers, train } from "./engine.mjs";
import { playback } from "./playback.mjs";
import { figure, playButton, sendButton } from "./view.mjs";

const N = 50; // the plane is drawn as N × N cells
const KEPT = 200; // points of the loss curve
const LOSS = losses.sigmoidCrossEntropy;

const SETS = {
  XNOR: () => datasets.xnor(),
  blobs: (seed) => datasets.blobs(200, 1, seed),
  circles: (seed) => datasets.circles(200, 0, seed),
  quadrants: (seed) => datasets.quadrants(200, 0, seed),
  spiral: (seed) => datasets.spiral(200, 0, seed),
};

const RULES = {
  "gradient descent": ({ learning_rate }) => optimizers.gradientDescent({ learningRate: learning_rate }),
  momentum: ({ learning_rate, momentum }) => optimizers.momentum({ learningRate: learning_rate, momentum }),
  Adam: ({ learning_rate }) => optimizers.adam({ learningRate: learning_rate }),
};

const network = ({ hidden_units, activation }) =>
  mlp({ sizes: [2, hidden_units, 1], hidden: activations[activation] });

const dataOf = remember(({ dataset, seed }) => SETS[dataset](seed), ["dataset", "seed"]);

// The last result of a function, for as long as the named settings stay.
function remember(compute, names) {
  let [key, result] = [null, null];
  return (state) => {
    const now = names.map((name) => state[name]).join();
    if (now !== key) [key, result] = [now, compute(state)];
    return result;
  };
}

function look({ frame }) {
  const { X, T, rows } = dataOf(frame);
  const net = network(frame);
  const params = Float64Array.from(frame.params);
  const logits = net.predict(params, X, rows);
  const missed = Array.from(logits, (logit, row) => logit > 0 !== T[row] > 0.5);
  const reach = frame.dataset === "XNOR" ? [-0.5, 1.5] : [-6.5, 6.5];
  const at = plot({ left: 40, top: 24, width: 280, height: 280 }, reach, reach);
  const plane = net.predict(params, cells(at, N), N * N).map((logit) => Math.tanh(logit / 2));
  const right = rows - missed.filter(Boolean).length;
  return { X, T, rows, missed, right, at, plane, loss: LOSS.f(logits, T, rows), logits };
}

function paintPlane(surface, { X, T, rows, missed, at, plane }) {
  signedPlane(surface, at, plane, N);
  axes(surface, at, { x: "x₁", y: "x₂" });
  for (let row = 0; row < rows; row++) {
    marker(surface, at.x(X[2 * row]), at.y(X[2 * row + 1]), T[row] > 0.5, missed[row]);
  }
}

function paintLoss(surface, { frame: { losses, stride, step } }) {
  const top = Math.max(0.8, ...losses) * 1.05;
  const at = plot({ left: 40, top: 24, width: 280, height: 280 }, [0, Math.max(20, step)], [0, top]);
  axes(surface, at, { x: "step", y: "loss", grid: true });
  curve(surface, at, losses.map((loss, index) => [index * stride, loss]));
}

function describe({ frame, loss, right, rows, logits, X, T }) {
  const run = `After ${count(frame.step, "step")} (${count(frame.epoch, "epoch")}) the loss is ${format(loss)}, and ${right} of ${rows} points are on the right side.`;
  if (frame.dataset !== "XNOR") return run;
  const outputs = Array.from(logits, (logit, row) => {
    const output = 1 / (1 + Math.exp(-logit));
    return `(${X[2 * row]}, ${X[2 * row + 1]}) ${output.toFixed(3)}, wanted ${T[row]}`;
  });
  return `${run} Outputs: ${outputs.join("; ")}.`;
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function notice({ frame, loss, learning_rate }) {
  if (frame.diverged) return frame.diverged;
  const start = frame.losses[0];
  if (frame.step > 0 && loss > 2 * start) {
    return `The loss is ${format(loss)}, more than at the start (${format(start)}): the learning rate ${format(learning_rate)} is likely too large, so each step jumps across the valley. Try a third of it.`;
  }
  return "";
}

function answer({ frame, right, rows }) {
  if (frame.dataset !== "circles" || right < rows) return null;
  if (frame.hidden_units > 3) return { solved: false, text: `Parted, with ${frame.hidden_units} hidden units. Can fewer do it?` };
  return { solved: true, text: `That is the answer: ${frame.hidden_units} hidden units part the circles, and no fewer can.` };
}

// The page's driver: nnlib's training, by its twin.
function drive({ model }) {
  let steps = null; // the run that goes on from the current frame, made when it is first needed

  const settings = () => Object.fromEntries(Object.keys(model.get("limits")).map((name) => [name, model.get(name)]));

  function begin(frame) {
    const now = settings();
    return train({
      net: network(frame),
      params: frame.params,
      ...dataOf(frame),
      loss: LOSS,
      optimizer: RULES[now.optimizer](now),
      state: frame.memory && frame.memory.map((part) => (Array.isArray(part) ? Float64Array.from(part) : part)),
      batchSize: now.batch === "all" ? null : Number(now.batch),
      seed: (now.seed + frame.step) % 2 ** 32,
    });
  }

  function show(changes) {
    model.set("frame", { ...model.get("frame"), ...changes });
    model.save_changes();
  }

  function restart() {
    steps = null;
    if (model.get("frame").diverged) show({ diverged: "" });
  }

  const run = {
    advance({ steps: wanted, late = () => false }) {
      const frame = model.get("frame");
      steps ??= begin(frame);
      let last = null;
      let [losses, stride] = [[...frame.losses], frame.stride];
      let made = 0;
      try {
        while (made < wanted && !(made && late())) {
          last = steps.next().value;
          if ((frame.step + made) % stride === 0) losses.push(last.loss);
          if (losses.length > KEPT) [losses, stride] = [losses.filter((_, index) => index % 2 === 0), 2 * stride];
          made++;
        }
      } catch (error) {
        if (!(error instanceof Diverged)) throw error;
        model.set("playing", false);
        show({ diverged: error.message });
      }
      if (last) show({ step: frame.step + made, epoch: frame.epoch, params: [...last.params], memory: last.state, losses, stride });
    },
    reset() {
      steps = null;
      const { dataset, seed, hidden_units, activation } = settings();
      const params = [...network({ hidden_units, activation }).init(seed)];
      model.set("playing", false);
      show({ dataset, seed, hidden_units, activation, params, memory: null, step: 0, epoch: 0, losses: [], stride: 1, diverged: "" });
    },
  };

  for (const name of ["dataset", "hidden_units", "activation", "seed"]) model.on(`change:${name}`, run.reset);
  for (const name of ["learning_rate", "momentum", "batch"]) model.on(`change:${name}`, restart);
  model.on("change:optimizer", () => {
    restart();
    show({ memory: null });
  });
  return playback(model, run);
}

export default figure({
  title: "A small network learns",
  question: {
    ask: "How few hidden units are enough to part the disc from the ring? Change their number, and play.",
    answer,
    why: {
      ask: "Predict first: why can two hidden units never do it?",
      options: [
        "They could, if they were trained for longer.",
        "Each unit sees the plane along one direction only, and two directions cannot close a curve.",
        "The learning rate would have to be smaller.",
      ],
      right: 1,
      because: "The output adds two functions that only rise or only fall. Far out in the right direction nothing changes back, so the region of one label is never closed all round. Three units can close a triangle.",
    },
  },
  controls: ["dataset", "hidden_units", "activation", "optimizer", "learning_rate", "momentum", "batch", "speed", "seed"],
  enabled: { momentum: ({ optimizer }) => optimizer === "momentum" },
  buttons: [playButton, sendButton("Step", { do: "advance", steps: 1 }), sendButton("Reset", { do: "reset" })],
  panels: [
    { label: "The plane, shaded by what the network says of each place, with the data points", width: 340, height: 340, paint: paintPlane },
    { label: "The loss after each step", width: 340, height: 340, paint: paintLoss },
  ],
  look,
  describe,
  notice,
  drive,
});
