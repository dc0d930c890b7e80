// nnlib's losses: one number per row, averaged over the rows or summed, with its derivative.
// The cross-entropies take logits, the last layer's z, which is exact where σ(z) rounds to 0 or 1.

import { activations } from "./activations.mjs";
import { checkPositive } from "./arguments.mjs";

const sigmoid = activations.sigmoid.f;

/** Rows of logits to rows of probabilities. */
export function softmax(logits, rows) {
  const columns = logits.length / rows;
  const probabilities = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += columns) {
    const largest = largestOf(logits, start, columns);
    let total = 0;
    for (let k = start; k < start + columns; k++) {
      probabilities[k] = Math.exp(logits[k] - largest);
      total += probabilities[k];
    }
    for (let k = start; k < start + columns; k++) probabilities[k] /= total;
  }
  return probabilities;
}

// ½ scale(rows) Σ (ŷ − t)²; the scale is all in which the conventions differ.
function squared(name, scale) {
  return ofDifferences(name, {
    term: (d) => 0.5 * d * d,
    slope: (d) => d,
    scale,
  });
}

// scale(rows) Σ term(ŷ − t), with the derivative scale(rows) slope(ŷ − t).
function ofDifferences(name, { term, slope, scale = (rows) => 1 / rows }) {
  return Object.freeze({
    name,
    f(outputs, targets, rows) {
      let sum = 0;
      for (let k = 0; k < outputs.length; k++) sum += term(outputs[k] - targets[k]);
      return sum * scale(rows);
    },
    gradient(outputs, targets, rows) {
      const factor = scale(rows);
      const gradient = new Float64Array(outputs.length);
      for (let k = 0; k < gradient.length; k++) {
        gradient[k] = slope(outputs[k] - targets[k]) * factor;
      }
      return gradient;
    },
    checkTargets() {},
  });
}

const squaredError = squared("squared_error", (rows) => 1 / rows);
const meanSquaredError = squared("mean_squared_error", (rows) => 2 / rows);
const sumSquaredError = squared("sum_squared_error", () => 2);
const halfSumSquaredError = squared("half_sum_squared_error", () => 1);

// Math.sign keeps NaN, and with it the news that a run has diverged.
const absoluteError = ofDifferences("absolute_error", { term: Math.abs, slope: Math.sign });

/** Squared error up to `delta`, absolute error beyond (Huber 1964). */
function huber(delta = 1) {
  checkPositive("delta", delta);
  const held = (d) => Math.max(-delta, Math.min(delta, d));
  return ofDifferences(`huber(${delta})`, {
    term: (d) => held(d) * (d - 0.5 * held(d)),
    slope: held,
  });
}

const sigmoidCrossEntropy = Object.freeze({
  name: "sigmoid_cross_entropy",
  // log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), and max(z, 0) = (z + |z|)/2: nothing overflows.
  f(logits, targets, rows) {
    let sum = 0;
    for (let k = 0; k < logits.length; k++) {
      const size = Math.abs(logits[k]);
      sum += 0.5 * (logits[k] + size) - logits[k] * targets[k] + Math.log1p(Math.exp(-size));
    }
    return sum / rows;
  },
  gradient(logits, targets, rows) {
    const gradient = new Float64Array(logits.length);
    for (let k = 0; k < gradient.length; k++) {
      gradient[k] = (sigmoid(logits[k]) - targets[k]) / rows;
    }
    return gradient;
  },
  checkTargets: areProbabilities,
});

const softmaxCrossEntropy = Object.freeze({
  name: "softmax_cross_entropy",
  // Shifting a row of logits changes no probability, and keeps the largest exponent at 0.
  f(logits, targets, rows) {
    const columns = logits.length / rows;
    let logTotals = 0;
    let matched = 0;
    for (let start = 0; start < logits.length; start += columns) {
      const largest = largestOf(logits, start, columns);
      let total = 0;
      for (let k = start; k < start + columns; k++) {
        const shifted = logits[k] - largest;
        total += Math.exp(shifted);
        matched += shifted * targets[k];
      }
      logTotals += Math.log(total);
    }
    return (logTotals - matched) / rows;
  },
  gradient(logits, targets, rows) {
    const gradient = softmax(logits, rows);
    for (let k = 0; k < gradient.length; k++) gradient[k] = (gradient[k] - targets[k]) / rows;
    return gradient;
  },
  checkTargets: areDistributions,
});

/**
 * J(outputs, targets) over matrices of `rows` rows: f gives J, gradient gives ∂J/∂outputs,
 * checkTargets throws a RangeError for targets that the loss cannot mean. huber(delta) makes one.
 */
export const losses = Object.freeze({
  squaredError,
  meanSquaredError,
  sumSquaredError,
  halfSumSquaredError,
  absoluteError,
  huber,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
});

function largestOf(values, start, count) {
  let largest = values[start];
  for (let k = start + 1; k < start + count; k++) largest = Math.max(largest, values[k]);
  return largest;
}

function areProbabilities(targets) {
  const wrong = targets.findIndex((target) => !(target >= 0 && target <= 1));
  if (wrong >= 0) {
    throw new RangeError(
      `T holds ${targets[wrong]} at index ${wrong}; expected labels or probabilities from 0 to 1`,
    );
  }
}

function areDistributions(targets, rows) {
  areProbabilities(targets);
  const columns = targets.length / rows;
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let k = row * columns; k < (row + 1) * columns; k++) total += targets[k];
    if (Math.abs(total - 1) > 1e-9) {
      throw new RangeError(
        `row ${row} of T sums to ${total}; expected 1: a single 1 among zeros, or probabilities`,
      );
    }
  }
}
