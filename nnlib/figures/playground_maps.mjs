// What every unit of the playground's network says over the whole plane, and its small picture.

import { cells } from "./draw.mjs";
import { featuresOf } from "./playground_features.mjs";

export const REACH = [-6, 6];
/** Cells of a picture's side; fewer where a still picture must be part of a page's text. */
export const CELLS = globalThis.ImageData ? 100 : 25;

const places = cells({ xs: REACH, ys: REACH }, CELLS);
const known = new Map();

/** A feature over the plane. */
export function featureMap(feature) {
  if (!known.has(feature)) known.set(feature, featuresOf([feature], places));
  return known.get(feature);
}

/**
 * The activations of every layer over the plane, a list of cells for each unit; the last is the
 * output on the scale from −1 to 1.
 */
export function unitMaps({ net, features, crossEntropy }, params) {
  const layers = [features.map(featureMap)];
  net.layout.forEach(({ weights, biases, nIn, nOut }, index) => {
    const isLast = index === net.layout.length - 1;
    const { f } = isLast ? net.output : net.hidden;
    const below = layers[index];
    const units = Array.from({ length: nOut }, (_, unit) => {
      const values = new Float64Array(CELLS * CELLS).fill(params[biases + unit]);
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
 * A small square picture in a box {x, y, size} about its middle. The negative part is striped and the line where the values
 * are 0 is drawn, so that the sign shows without colour.
 */
export function heatMap(surface, { x, y, size }, values, { strongest = 190 } = {}) {
  const count = CELLS * CELLS;
  const [positive, negative, border] = [0, 0, 0].map(() => new Uint8Array(count));
  const stripe = Math.ceil(CELLS / 6);
  for (let row = 0, cell = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++, cell++) {
      const value = values[cell];
      const strength = strongest * Math.min(1, Math.abs(value));
      if (value >= 0) positive[cell] = strength;
      else negative[cell] = (row + column) % stripe < 0.3 * stripe ? 0.35 * strength : strength;
      const sign = value < 0;
      if (column > 0 && values[cell - 1] < 0 !== sign) border[cell] = 160;
      if (row > 0 && values[cell - CELLS] < 0 !== sign) border[cell] = 160;
    }
  }
  const [left, top] = [x - size / 2, y - size / 2];
  surface.rect(left, top, size, size, { fill: "paper" });
  for (const [fill, strength] of [["positive", positive], ["negative", negative], ["ink", border]]) {
    surface.shade(left, top, size, size, { columns: CELLS, rows: CELLS, strength, fill });
  }
}
