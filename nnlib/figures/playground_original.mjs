// TensorFlow Playground's own addresses, as settings of ours. Its keys are read as it reads them:
// values without decoding, booleans true unless "false", the last of two equal keys.

const FEATURES = {
  ...{ x: "x1", y: "x2", xSquared: "x1_squared", ySquared: "x2_squared", xTimesY: "x1_x2" },
  ...{ sinX: "sin_x1", sinY: "sin_x2", cosX: "cos_x1", cosY: "cos_x2" },
};
const SETS = { circle: "circle", xor: "xor", gauss: "clouds", spiral: "spiral" };
const HEIGHTS = { "reg-plane": "plane", "reg-gauss": "cones" };
const ACTIVATIONS = { tanh: "tanh", relu: "ReLU", sigmoid: "sigmoid", linear: "linear" };
const NUMBERS = {
  ...{
    learningRate: "learning_rate",
    batchSize: "batch",
    noise: "noise",
    percTrainData: "train_share",
  },
};
const SILENT = ["collectStats", "tutorial", "hideText"];

// What each of its hidden controls is called here; the original hides the test loss with the ratio.
const CONTROLS = {
  ...{ showTestData: ["show_test"], discretize: ["discretize"], playButton: ["play"] },
  ...{ stepButton: ["epoch", "step"], resetButton: ["reset"], learningRate: ["learning_rate"] },
  ...{
    activation: ["activation"],
    regularization: ["penalty"],
    regularizationRate: ["penalty_rate"],
  },
  ...{
    problem: ["dataset"],
    dataset: ["dataset"],
    percTrainData: ["train_share"],
    noise: ["noise"],
  },
  ...{ batchSize: ["batch"], numHiddenLayers: ["layers"] },
  ...Object.fromEntries(Object.entries(FEATURES).map(([theirs, ours]) => [theirs, [ours]])),
};

/** Its keys; beside them there is `<name>_hide`. */
export const KNOWN = [
  ...["activation", "regularization", "regularizationRate", "dataset", "regDataset", "problem"],
  ...["networkShape", "seed", "showTestData", "discretize", "initZero"],
  ...[...Object.keys(NUMBERS), ...Object.keys(FEATURES), ...SILENT],
];

/**
 * The settings that such an address means.
 * @returns {?{settings: Object, hidden: string[], told: string[]}} told: what was not as asked, one
 *   sentence each; null for an address that is not one of its
 */
export function readOriginal(hash, limits) {
  const map = new Map(
    hash
      .replace(/^#/, "")
      .split("&")
      .map((part) => part.split("="))
      .filter(([name, value]) => isKey(name) && value !== undefined && value.trim() !== ""),
  );
  if (!map.size) return null;
  const told = [];
  const off = hiddenNames(hash);
  const settings = { ...defaults(), ...features(map, off) };
  const wrong = (name, expected) => {
    told.push(`${name}=${clipped(map.get(name))} is not ${expected}; that was ignored.`);
  };

  function word(name, table, take) {
    if (!map.has(name)) return;
    if (Object.hasOwn(table, map.get(name))) take(table[map.get(name)]);
    else wrong(name, `one of ${Object.keys(table).join(", ")}`);
  }

  function number(name, take) {
    if (!map.has(name)) return;
    const value = Number(map.get(name));
    if (Number.isFinite(value)) take(value);
    else wrong(name, "a number");
  }

  function clamped(name, label, value) {
    const { kind, low, high } = limits[name];
    const whole = kind === "whole" ? Math.round(value) : value;
    const taken = Math.min(high, Math.max(low, whole));
    if (taken !== value)
      told.push(`The ${label} ${value} is out of range; it was set to ${taken}.`);
    return taken;
  }

  const kinds = { classification: false, regression: true };
  let regression = false;
  word("problem", kinds, (value) => (regression = value));
  word("dataset", SETS, (value) => regression || (settings.dataset = value));
  if (regression) settings.dataset = "plane";
  word("regDataset", HEIGHTS, (value) => regression && (settings.dataset = value));
  word("activation", ACTIVATIONS, (value) => (settings.activation = value));
  word(
    "regularization",
    { none: "none", L1: "L1", L2: "L2" },
    (value) => (settings.penalty = value),
  );
  let rate = 0;
  number("regularizationRate", (value) => (rate = value));
  // A rate of 0, its default, is no penalty.
  if (rate > 0) settings.penalty_rate = clamped("penalty_rate", "regularization rate", rate);
  else settings.penalty = "none";
  for (const [theirs, ours] of Object.entries(NUMBERS)) {
    number(
      theirs,
      (value) => (settings[ours] = clamped(ours, limits[ours].label, noiseOf(theirs, value))),
    );
  }
  if (map.has("networkShape") || hash.includes("networkShape=")) shape();
  for (const [theirs, ours] of [
    ["showTestData", "show_test"],
    ["discretize", "discretize"],
  ]) {
    if (map.has(theirs)) settings[ours] = map.get(theirs) !== "false";
  }
  if (map.has("initZero") && map.get("initZero") !== "false") settings.initial = "zeros";
  if (map.has("seed")) {
    told.push(
      `Its seed ${clipped(map.get("seed"))} stands for random draws that only its own page can repeat: ` +
        "the settings are the same, the points and the first weights are others.",
    );
  }
  if (map.has("tutorial")) told.push("Its tutorials are not here.");
  return {
    settings,
    hidden: off.flatMap((name) => (Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : [])),
    told,
  };

  function shape() {
    const text = map.get("networkShape") ?? "";
    const sizes = text === "" ? [] : text.split(",").map(Number);
    const { high, names } = limits.hidden;
    if (!sizes.every((units) => Number.isInteger(units) && units > 0)) {
      wrong("networkShape", "a list of whole numbers above 0");
      return;
    }
    const kept = sizes.slice(0, names.length).map((units) => Math.min(units, high));
    if (kept.join() !== sizes.join()) {
      const most = `${names.length} hidden layers of ${high} units`;
      told.push(
        `A network of ${clipped(text)} is larger than ${most}; it was cut to ${kept.join(",")}.`,
      );
    }
    settings.hidden = [...kept, ...names.slice(kept.length).map(() => 0)];
  }
}

const isKey = (name) => KNOWN.includes(name) || /^\w+_hide$/.test(name);
const clipped = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
// It takes a noise above 80 for 50, and one below 0 for 0.
const noiseOf = (name, value) => (name === "noise" && value > 80 ? 50 : value);

// What it takes where the address says nothing; its ways of training too.
function defaults() {
  return {
    ...{ dataset: "circle", noise: 0, train_share: 50, batch: 10, learning_rate: 0.03 },
    ...{
      activation: "tanh",
      loss: "squared error",
      optimizer: "gradient descent",
      penalty: "none",
    },
    ...{ initial: "uniform ±½, b = 0.1", show_test: false, discretize: false },
    ...{ reshuffle: false, carry: true, links_die: true },
    hidden: [4, 2, 0, 0, 0, 0, 0, 0],
  };
}

// A hidden feature is also off, as there.
function features(map, off) {
  return Object.fromEntries(
    Object.entries(FEATURES).map(([theirs, ours]) => {
      const on = map.has(theirs) ? map.get(theirs) !== "false" : theirs === "x" || theirs === "y";
      return [ours, on && !off.includes(theirs)];
    }),
  );
}

const hiddenNames = (hash) =>
  [...hash.matchAll(/(?:^#?|&)(\w+)_hide=true(?=&|$)/g)].map(([, name]) => name);
