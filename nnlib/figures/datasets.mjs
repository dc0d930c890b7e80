// nnlib's data sets: truth tables, and clouds of points in the plane, drawn from the same seeds.
// Each gives {X, T, rows}: X row-major with one example a row, T a column of labels 0 and 1.

import { checkCount } from "./arguments.mjs";
import { rng } from "./random.mjs";

const CORNERS = [0, 0, 0, 1, 1, 0, 1, 1];

function truthTable(inputs, labels) {
  return () => ({
    X: Float64Array.from(inputs),
    T: Float64Array.from(labels),
    rows: labels.length,
  });
}

/** Two round clouds about (2, 2), label 1, and (−2, −2), label 0. */
function blobs(nExamples = 200, noise = 1, seed = 0) {
  const generator = start(nExamples, noise, seed);
  const place = (row) => (isPositive(row) ? [2, 2] : [-2, -2]);
  return cloud(nExamples, noise, generator, place, isPositive);
}

/** A disc of radius 2.5, label 1, inside a ring from 3.5 to 5, label 0. */
function circles(nExamples = 200, noise = 0, seed = 0) {
  const generator = start(nExamples, noise, seed);
  const share = generator.uniform(0, 1, nExamples);
  const angle = generator.uniform(0, 2 * Math.PI, nExamples);
  const place = (row) => {
    const radius = isPositive(row) ? 2.5 * share[row] : 3.5 + 1.5 * share[row];
    return [radius * Math.cos(angle[row]), radius * Math.sin(angle[row])];
  };
  return cloud(nExamples, noise, generator, place, isPositive);
}

/** Label 1 where both inputs have the same sign; the points keep 0.3 away from the axes. */
function quadrants(nExamples = 200, noise = 0, seed = 0) {
  const generator = start(nExamples, noise, seed);
  const points = generator.uniform(-5, 5, 2 * nExamples).map((x) => x + (x > 0 ? 0.3 : -0.3));
  const place = (row) => [points[2 * row], points[2 * row + 1]];
  const label = (row) => points[2 * row] * points[2 * row + 1] > 0;
  return cloud(nExamples, noise, generator, place, label);
}

/** Two arms of 1¾ turns, one the other turned by half a turn (Lang and Witbrock 1988). */
function spiral(nExamples = 200, noise = 0, seed = 0) {
  const generator = start(nExamples, noise, seed);
  const place = (row) => {
    const along = Math.floor(row / 2) / Math.floor((nExamples + 1) / 2);
    const turn = 1.75 * along * 2 * Math.PI + (isPositive(row) ? 0 : Math.PI);
    return [5 * along * Math.sin(turn), 5 * along * Math.cos(turn)];
  };
  return cloud(nExamples, noise, generator, place, isPositive);
}

/**
 * Every data set by its name. The clouds take (nExamples, noise, seed), where noise is the standard
 * deviation of each coordinate's shift; they throw a RangeError for a value that cannot be right.
 */
export const datasets = Object.freeze({
  andGate: truthTable(CORNERS, [0, 0, 0, 1]),
  orGate: truthTable(CORNERS, [0, 1, 1, 1]),
  nandGate: truthTable(CORNERS, [1, 1, 1, 0]),
  xorGate: truthTable(CORNERS, [0, 1, 1, 0]),
  xnor: truthTable(CORNERS, [1, 0, 0, 1]),
  notGate: truthTable([0, 1], [1, 0]),
  blobs,
  circles,
  quadrants,
  spiral,
});

function start(nExamples, noise, seed) {
  checkCount("nExamples", nExamples, 2);
  if (!(Number.isFinite(noise) && noise >= 0)) {
    throw new RangeError(`noise is ${noise}; expected a number of at least 0`);
  }
  return rng(seed);
}

function isPositive(row) {
  return row % 2 === 0;
}

// The sum of three uniform draws has variance 1 and nearly the shape of a normal.
function cloud(nExamples, noise, generator, place, label) {
  const draws = generator.uniform(-1, 1, 6 * nExamples);
  const X = new Float64Array(2 * nExamples);
  const T = new Float64Array(nExamples);
  for (let row = 0; row < nExamples; row++) {
    const point = place(row);
    for (let axis = 0; axis < 2; axis++) {
      const k = 2 * row + axis;
      const bell = draws[k] + draws[k + 2 * nExamples] + draws[k + 4 * nExamples];
      X[k] = point[axis] + noise * bell;
    }
    T[row] = label(row) ? 1 : 0;
  }
  return { X, T, rows: nExamples };
}
