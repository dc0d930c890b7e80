// nnlib's data sets: truth tables, clouds of points in the plane and heights over it, drawn from the
// same seeds. Each gives {X, T, rows}: X row-major with one example a row, T a column of labels 0
// and 1, or of heights in [-1, 1].

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
  return cloud(nExamples, noise, 0, generator, place, isPositive);
}

/** A disc of radius 2.5, label 1, inside a ring from 3.5 to 5, label 0. */
function circles(nExamples = 200, noise = 0, seed = 0, labelNoise = 0) {
  const generator = start(nExamples, noise, seed, labelNoise);
  const share = generator.uniform(0, 1, nExamples);
  const angle = generator.uniform(0, 2 * Math.PI, nExamples);
  const place = (row) => {
    const radius = isPositive(row) ? 2.5 * share[row] : 3.5 + 1.5 * share[row];
    return [radius * Math.cos(angle[row]), radius * Math.sin(angle[row])];
  };
  const label = (row, x1, x2) => x1 * x1 + x2 * x2 < 2.5 * 2.5;
  return cloud(nExamples, noise, labelNoise, generator, place, label);
}

/** Label 1 where both inputs have the same sign; the points keep 0.3 away from the axes. */
function quadrants(nExamples = 200, noise = 0, seed = 0, labelNoise = 0) {
  const generator = start(nExamples, noise, seed, labelNoise);
  const points = generator.uniform(-5, 5, 2 * nExamples).map((x) => x + (x > 0 ? 0.3 : -0.3));
  const place = (row) => [points[2 * row], points[2 * row + 1]];
  return cloud(nExamples, noise, labelNoise, generator, place, (row, x1, x2) => x1 * x2 > 0);
}

/** Two arms of 1¾ turns, one the other turned by half a turn (Lang and Witbrock 1988). */
function spiral(nExamples = 200, noise = 0, seed = 0) {
  const generator = start(nExamples, noise, seed);
  const place = (row) => {
    const along = Math.floor(row / 2) / Math.floor((nExamples + 1) / 2);
    const turn = 1.75 * along * 2 * Math.PI + (isPositive(row) ? 0 : Math.PI);
    return [5 * along * Math.sin(turn), 5 * along * Math.cos(turn)];
  };
  return cloud(nExamples, noise, 0, generator, place, isPositive);
}

// A set of points in the square from -6 to 6, with a height(row, x1, x2) over it.
function heights(height) {
  return (nExamples = 200, noise = 0, seed = 0, labelNoise = 0) => {
    const generator = start(nExamples, noise, seed, labelNoise);
    const points = generator.uniform(-6, 6, 2 * nExamples);
    const place = (row) => [points[2 * row], points[2 * row + 1]];
    return cloud(nExamples, noise, labelNoise, generator, place, height);
  };
}

const CONES = [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]];

function coneHeight(row, x1, x2) {
  const height = ([c1, c2, sign]) =>
    sign * Math.max(0, 1 - Math.sqrt((x1 - c1) ** 2 + (x2 - c2) ** 2) / 2);
  return CONES.reduce((sum, cone) => sum + height(cone), 0);
}

/**
 * Every data set by its name. The clouds take (nExamples, noise, seed), where noise is the standard
 * deviation of each coordinate's shift. Those whose targets follow from the place take a fourth
 * number, labelNoise: the target is that of a place up to so far away along each axis. Heights are
 * those of a plane, (x1 + x2)/10, and of three hills and three hollows, cones of radius 2.
 * They throw a RangeError for a value that cannot be right.
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
  plane: heights((row, x1, x2) => (x1 + x2) / 10),
  cones: heights(coneHeight),
});

function start(nExamples, noise, seed, labelNoise = 0) {
  checkCount("nExamples", nExamples, 2);
  for (const [name, value] of Object.entries({ noise, labelNoise })) {
    if (!(value >= 0 && value <= 1e6)) {
      throw new RangeError(`${name} is ${value}; expected a number from 0 to 1e6`);
    }
  }
  return rng(seed);
}

function isPositive(row) {
  return row % 2 === 0;
}

// The sum of three uniform draws has variance 1 and nearly the shape of a normal.
function cloud(nExamples, noise, labelNoise, generator, place, target) {
  const draws = generator.uniform(-1, 1, 8 * nExamples);
  const X = new Float64Array(2 * nExamples);
  const T = new Float64Array(nExamples);
  for (let row = 0; row < nExamples; row++) {
    const [first, second] = place(row).map((x, axis) => {
      const k = 2 * row + axis;
      const bell = draws[k] + draws[k + 2 * nExamples] + draws[k + 4 * nExamples];
      X[k] = x + noise * bell;
      return x + labelNoise * draws[k + 6 * nExamples];
    });
    T[row] = Number(target(row, first, second));
  }
  return { X, T, rows: nExamples };
}
