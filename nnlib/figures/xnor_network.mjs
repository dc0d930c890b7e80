// The 2-2-1 network of the XNOR figure: its nine numbers in the slides' order, and the 24 numbers
// that it makes of the four rows.

import { activations, datasets, mlp } from "./engine.mjs";

const data = datasets.xnor();

/** The inputs of the four rows, and their labels: 1 where the two are equal. */
export const INPUTS = range(data.rows).map((row) => [data.X[2 * row], data.X[2 * row + 1]]);
export const LABELS = Array.from(data.T);

export const UNITS = [
  { layer: 1, unit: 1, title: "hidden unit 1" },
  { layer: 1, unit: 2, title: "hidden unit 2" },
  { layer: 2, unit: 1, title: "output unit" },
];
/** What is computed for each row, in order. */
export const COLUMNS = UNITS.flatMap((at) => ["z", "a"].map((kind) => ({ ...at, kind })));

// Places among the nine numbers, a row for each unit of a layer: its bias and then its weights.
const ROWS = { 1: [[0, 1, 2], [3, 4, 5]], 2: [[6, 7, 8]] };
export const BIASES = [0, 3, 6];
export const NOR_BIAS = 3;

const STEPS = { 0: activations.step, 1: { ...activations.step, f: (z) => (z >= 0 ? 1 : 0) } };

/** Where the weight from a unit is, or from the constant 1, which is unit 0. */
export const weightPlace = (layer, from, to) => ROWS[layer][to - 1][from];

/** Where a number is among the 24. */
export const numberPlace = (row, layer, unit, kind) =>
  6 * row + COLUMNS.findIndex((at) => at.layer === layer && at.unit === unit && at.kind === kind);

/** The 24 numbers, row by row in the order of COLUMNS. */
export function numbersOf(nine, { activation, step_at_zero }) {
  const g = activation === "step" ? STEPS[step_at_zero] : activations.sigmoid;
  // nnlib's order: layer by layer W, a row for each sender, and then b.
  const params = Float64Array.from([1, 4, 2, 5, 0, 3, 7, 8, 6], (place) => nine[place]);
  const net = mlp({ sizes: [2, 2, 1], hidden: g, output: g });
  const { Z, A } = net.forward(params, data.X, data.rows);
  return INPUTS.flatMap((_, row) =>
    COLUMNS.map(({ layer, unit, kind }) => {
      const values = kind === "z" ? Z[layer - 1] : A[layer];
      return values[row * net.sizes[layer] + unit - 1];
    }),
  );
}

/** What arrives at a unit: [sender, its value, the weight], the constant 1 first. */
export function arriving({ nine, numbers }, row, layer, unit) {
  const hidden = [1, 2].map((from) => numbers[numberPlace(row, 1, from, "a")]);
  const values = [1, ...(layer === 1 ? INPUTS[row] : hidden)];
  return values.map((value, from) => [from, value, nine[weightPlace(layer, from, unit)]]);
}

function range(length) {
  return Array.from({ length }, (_, index) => index);
}
