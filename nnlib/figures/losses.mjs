// nnlib's losses: the mean over the rows of one number per row, with its derivative.
// The cross-entropies take logits, the last layer's z, which is exact where σ(z) rounds to 0 or 1.

import { activations } from "./activations.mjs";

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

const squaredError = Object.freeze({
  name: "squared_error",
  f(outputs, targets, rows) {
    let sum = 0;
    for (let k = 0; k < outputs.length; k++) {
      const difference = outputs[k] - targets[k];
      sum += difference * difference;
    }
    return (0.5 * sum) / rows;
  },
  gradient(outputs, targets, rows) {
    const gradient = new Float64Array(outputs.length);
    for (let k = 0; k < gradient.length; k++) gradient[k] = (outputs[k] - targets[k]) / rows;
    return gradient;
  },
  checkTargets() {},
});

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
 * checkTargets throws a RangeError for targets that the loss cannot mean.
 */
export const losses = Object.freeze({ squaredError, sigmoidCrossEntropy, softmaxCrossEntropy });

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
