// What a playground trains on: its data, features, network and loss, from the settings that a frame
// was made with. playground_problem.py makes the same of nnlib's parts.

import { activations, datasets, initializers, losses, mlp } from "./engine.mjs";
import { chosen, featuresOf } from "./playground_features.mjs";
import { tabulated } from "./playground_own.mjs";
import { sigmoid, tanh } from "./playground_tanh.mjs";
import { exampleLosses, orderOf, passes } from "./playground_training.mjs";

/** The sets by name; noise from 0 to 1 moves labels or points as TensorFlow Playground does. */
const SETS = {
  circle: (noise, seed) => datasets.circles(500, 0, seed, 5 * noise),
  xor: (noise, seed) => datasets.quadrants(500, 0, seed, 5 * noise),
  clouds: (noise, seed) => datasets.blobs(500, Math.sqrt(0.5 + 7 * noise), seed),
  spiral: (noise, seed) => datasets.spiral(500, noise / Math.sqrt(3), seed),
  plane: (noise, seed) => datasets.plane(1200, 0, seed, 6 * noise),
  cones: (noise, seed) => datasets.cones(1200, 0, seed, 6 * noise),
};

const HIDDEN = {
  "tanh": { ...activations.tanh, f: tanh },
  "ReLU": activations.relu,
  "sigmoid": { ...activations.sigmoid, f: sigmoid },
  "linear": activations.identity,
  "leaky ReLU": activations.leakyRelu,
  "ELU": activations.elu(1),
  "softplus": activations.softplus,
  "SiLU": activations.silu,
  "GELU": activations.gelu,
  "softsign": activations.softsign,
  "arctan": activations.arctan,
  "ISRU": activations.isru(1),
  "hard tanh": activations.hardtanh,
};

const INITIAL = {
  "uniform ±½, b = 0.1": { draw: initializers.uniform(-0.5, 0.5), bias: 0.1 },
  "zeros": { draw: initializers.zeros, bias: 0 },
  "Glorot": { draw: initializers.glorotUniform, bias: 0 },
  "He": { draw: initializers.heUniform, bias: 0 },
  "LeCun": { draw: initializers.lecunUniform, bias: 0 },
};

const remembered = new Map(); // the last few problems, by what they were made with

/**
 * The problem that a frame's `made` and `own` describe: {net, regression, crossEntropy, features,
 * places, labels, rows, training, X, T, pass, loss}; labels are −1 and 1, or heights; T what the
 * loss compares with. Without data or an activation of one's own, circle and tanh stand for them.
 */
export function problemOf({ made, own }) {
  const name = JSON.stringify([made, own]);
  if (!remembered.has(name)) {
    if (remembered.size > 3) remembered.delete(remembered.keys().next().value);
    remembered.set(name, problem(made, own));
  }
  return remembered.get(name);
}

function problem(made, own) {
  const data = drawn(made, own.data);
  const features = chosen(made);
  const crossEntropy = !data.regression && made.loss === "cross-entropy";
  const name = crossEntropy ? "sigmoidCrossEntropy" : "squaredError";
  const linear = crossEntropy || data.regression;
  const net = mlp({
    sizes: [features.length, ...made.hidden.map(Math.floor).filter((units) => units > 0), 1],
    hidden: HIDDEN[made.activation] ?? (own.activation ? tabulated(own.activation) : HIDDEN.tanh),
    output: linear ? activations.identity : HIDDEN.tanh,
  });
  return {
    ...{ ...data, net, features, crossEntropy },
    X: featuresOf(features, data.places),
    T: crossEntropy ? Float64Array.from(data.labels, (label) => (label + 1) / 2) : data.labels,
    pass: passes(net, exampleLosses[name]),
    loss: losses[name],
  };
}

/** The parameters that a network starts from. */
export function start(net, initial, seed) {
  const { draw, bias } = INITIAL[initial];
  const params = net.init(seed, draw);
  for (const { biases, nOut } of net.layout) params.fill(bias, biases, biases + nOut);
  return params;
}

// A set in the order of training; its first `training` rows are for training.
function drawn({ dataset, noise, train_share: share, data_seed: seed }, own) {
  const source =
    dataset === "your own"
      ? (own ?? generated("circle", noise, seed))
      : generated(dataset, noise, seed);
  const rows = source.labels.length;
  const places = new Float64Array(2 * rows);
  const labels = new Float64Array(rows);
  orderOf(rows, seed, 0).forEach((row, place) => {
    places[2 * place] = source.places[2 * row];
    places[2 * place + 1] = source.places[2 * row + 1];
    labels[place] = source.labels[row];
  });
  const training = Math.min(Math.max(Math.floor((rows * share) / 100), 1), rows - 1);
  return { regression: source.regression, places, labels, rows, training };
}

function generated(name, noise, seed) {
  const regression = name === "plane" || name === "cones";
  const { X, T } = SETS[name](noise / 100, seed);
  return { regression, places: X, labels: regression ? T : T.map((label) => 2 * label - 1) };
}
