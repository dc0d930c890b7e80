// What every unit of the playground's network says over the whole plane, and its small picture.

import { cells } from "./draw.mjs";
import { featuresOf } from "./playground_features.mjs";

export const REACH = [-6, 6];
// Cells of a picture's side: fewer where there are many pictures, and where a still one must be part
// of a page's text.
const [FINE, MIDDLE, COARSE] = [100, 50, 25];
const MANY = 24; // units

/** How many cells a side of this network's maps has. */
export function cellsOf({ sizes }) {
  if (!globalThis.ImageData) return COARSE;
  const units = sizes.slice(1).reduce((sum, count) => sum + count, 0);
  return units > MANY ? MIDDLE : FINE;
}

const known = new Map(); // by feature and cells of a side

/** A feature over the plane; coarse where it is only a place to press. */
export function featureMap(feature, n = COARSE) {
  const name = `${feature.name} ${n}`;
  if (!known.has(name)) {
    known.set(name, featuresOf([feature], cells({ xs: REACH, ys: REACH }, n)));
  }
  return known.get(name);
}

/**
 * The activations of every layer over the plane, a list of cells for each unit; the last is the
 * output on the scale from −1 to 1.
 */
export function unitMaps({ net, features, crossEntropy }, params) {
  const n = cellsOf(net);
  const layers = [features.map((feature) => featureMap(feature, n))];
  net.layout.forEach(({ weights, biases, nIn, nOut }, index) => {
    const isLast = index === net.layout.length - 1;
    const { f } = isLast ? net.output : net.hidden;
    const below = layers[index];
    const units = Array.from({ length: nOut }, (_, unit) => {
      const values = new Float64Array(n * n).fill(params[biases + unit]);
      for (let k = 0; k < nIn; k++) add(values, params[weights + k * nOut + unit], below[k]);
      return apply(values, isLast && crossEntropy ? (z) => Math.tanh(z / 2) : f);
    });
    layers.push(units);
  });
  return layers;
}

function add(values, weight, others) {
  for (let cell = 0; cell < values.length; cell++) values[cell] += weight * others[cell];
}

function apply(values, f) {
  for (let cell = 0; cell < values.length; cell++) values[cell] = f(values[cell]);
  return values;
}

/** Values as a discretized picture shows them: only their sign. */
export const signs = (values) => values.map((value) => (value >= 0 ? 1 : -1));

/**
 * A small square picture in a box {x, y, size} about its middle. The negative part is striped and
 * the line where the values are 0 is drawn, so that the sign shows without colour.
 */
export function heatMap(surface, { x, y, size }, values, { strongest = 190 } = {}) {
  const n = Math.sqrt(values.length);
  const [positive, negative, border] = [0, 0, 0].map(() => new Uint8Array(values.length));
  const stripe = Math.ceil(n / 6);
  let [above, below] = [false, false];
  for (let row = 0, cell = 0; row < n; row++) {
    for (let column = 0; column < n; column++, cell++) {
      const value = values[cell];
      const strength = strongest * Math.min(1, Math.abs(value));
      if (value < 0) {
        below = true;
        negative[cell] = (row + column) % stripe < 0.3 * stripe ? 0.35 * strength : strength;
      } else {
        above = true;
        positive[cell] = strength;
      }
      const changes = (other) => values[other] < 0 !== value < 0;
      if ((column > 0 && changes(cell - 1)) || (row > 0 && changes(cell - n))) border[cell] = 160;
    }
  }
  const box = [x - size / 2, y - size / 2, size, size];
  surface.rect(...box, { fill: "paper" });
  const shade = (fill, strength) => surface.shade(...box, { columns: n, rows: n, strength, fill });
  if (above) shade("positive", positive);
  if (below) shade("negative", negative);
  if (above && below) shade("ink", border);
}
