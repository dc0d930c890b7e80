// How a playground's network is doing: what is wrong with it, why, and where to read on.

const ROWS = 500; // at most as many examples are looked at
const BOUNDED = ["tanh", "sigmoid", "softsign", "arctan", "isru", "hardtanh"];
const FLAT = 0.05; // of the slope at 0: a unit is saturated whose mean slope is less
const VANISHED = 1e-3; // of the last layer's δ: the first layer's is less
const DONE = 0.01; // a loss at which a small gradient is no trouble

/** What may be wrong, with a section of the book that tells more. */
export const LIGHTS = Object.freeze([
  { name: "diverged", section: "backpropagation.html#bp-update" },
  { name: "dead", section: "backpropagation.html#bp-derive-hidden" },
  { name: "saturated", section: "backpropagation.html#bp-derive-hidden" },
  { name: "vanishing", section: "backpropagation.html#bp-no-delta1" },
]);

/**
 * {units: what is wrong with each hidden unit, by layer and unit, "" where nothing is; said: by the
 * name of a light why it is on}.
 */
export function healthOf(problem, params, { frame, learning_rate: rate }) {
  const { net, X, T, training, loss } = problem;
  const said = {};
  if (frame.stopped === "diverged") {
    said.diverged =
      `a step made numbers that are too large to be kept; the figure stands before it. The learning ` +
      `rate ${rate} is likely too large: each step overshoots, and the next overshoots more.`;
  }
  const rows = Math.min(training, ROWS);
  const inputs = net.sizes[0];
  const seen = [X.subarray(0, rows * inputs), T.subarray(0, rows)];
  const { loss: now, deltas, Z, A } = net.gradient(params, ...seen, rows, loss);
  const units = net.layout
    .slice(0, -1)
    .map(({ nOut }, layer) =>
      Array.from({ length: nOut }, (_, unit) =>
        conditionOf(net.hidden, Z[layer], A[layer + 1], unit, nOut),
      ),
    );
  const all = units.flat();
  const [dead, saturated] = ["dead", "saturated"].map(
    (name) => all.filter((what) => what === name).length,
  );
  if (dead) {
    const they = dead === 1 ? "it no longer learns" : "they no longer learn";
    said.dead =
      `${count(dead, "unit has", "units have")} slope 0 for each of ${rows} examples: no gradient ` +
      `of the loss comes through, and ${they}.`;
  }
  if (saturated) {
    said.saturated =
      `${count(saturated, "unit is", "units are")} near the flat ends of ${net.hidden.name} for nearly ` +
      `all examples: little gradient passes.`;
  }
  const sizes = deltas.map((delta) =>
    Math.sqrt(delta.reduce((sum, d) => sum + d * d, 0) / delta.length),
  );
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  if (sizes.length > 2 && now > DONE && first < VANISHED * last) {
    const times = first > 0 ? `${Math.round(last / first)} times smaller` : "gone";
    said.vanishing = `δ is ${times} in the first layer than in the last: the first layer hardly learns.`;
  }
  return { units, said };
}

function conditionOf(activation, Z, A, unit, width) {
  let [sum, largest] = [0, 0];
  for (let k = unit; k < Z.length; k += width) {
    const slope = Math.abs(activation.d(Z[k], A[k]));
    sum += slope;
    largest = Math.max(largest, slope);
  }
  if (largest === 0) return "dead";
  const atZero = Math.abs(activation.d(0, activation.f(0)));
  const flat = BOUNDED.includes(activation.name) && sum / (Z.length / width) < FLAT * atZero;
  return flat ? "saturated" : "";
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
