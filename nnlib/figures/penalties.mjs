// nnlib's penalties: what large weights cost, added to the loss. Biases are left out.

import { checkNotNegative } from "./arguments.mjs";

// R = share · Σ w slope(w); the share is ½ where R is quadratic, 1 where it is linear.
function penalty(name, slope, share) {
  return Object.freeze({
    name,
    f(params, layout) {
      let sum = 0;
      eachWeight(layout, (k) => (sum += params[k] * slope(params[k])));
      return share * sum;
    },
    addGradient(params, gradient, layout) {
      eachWeight(layout, (k) => (gradient[k] += slope(params[k])));
    },
  });
}

function eachWeight(layout, visit) {
  for (const { weights, biases } of layout) {
    for (let k = weights; k < biases; k++) visit(k);
  }
}

/**
 * l1(rate): λ Σ |w|, whose derivative at 0 is taken as 0. l2(rate): λ/2 Σ w²; with half false,
 * λ Σ w². `layout` is the network's: f(params, layout) gives R, addGradient(params, gradient,
 * layout) adds ∂R/∂params. A rate that is not a number from 0 throws a RangeError.
 */
export const penalties = Object.freeze({
  l1(rate) {
    checkNotNegative("rate", rate);
    return penalty("l1", (w) => rate * Math.sign(w), 1);
  },
  l2(rate, { half = true } = {}) {
    checkNotNegative("rate", rate);
    const factor = half ? rate : 2 * rate;
    return penalty("l2", (w) => factor * w, 0.5);
  },
});
