// nnlib's initial weights: an initializer is (generator, nIn, nOut) → the weights, row-major.

import { checkPositive } from "./arguments.mjs";

/** The initializer that gives every weight this value. */
function constant(value) {
  if (!Number.isFinite(value)) throw new RangeError(`value is ${value}; expected a finite number`);
  return (generator, nIn, nOut) => new Float64Array(nIn * nOut).fill(value);
}

/** The initializer that draws from [low, high), whatever the layer's size. */
function uniform(low, high) {
  if (!(low < high && Number.isFinite(high - low))) {
    throw new RangeError(`low is ${low}, high is ${high}; expected low < high`);
  }
  return (generator, nIn, nOut) => generator.uniform(low, high, nIn * nOut);
}

/** The initializer that draws from a normal distribution about 0, whatever the layer's size. */
function normal(standardDeviation) {
  checkPositive("standardDeviation", standardDeviation);
  return (generator, nIn, nOut) =>
    boxMuller(generator, nIn * nOut, 1).map((draw) => standardDeviation * draw);
}

// Variance 1/nIn (LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, §4.6).
const lecun = (nIn) => 1 / nIn;
// Variance 2/(nIn + nOut) (Glorot and Bengio 2010, equation 16).
const glorot = (nIn, nOut) => 2 / (nIn + nOut);
// Variance 2/nIn, for ReLU (He, Zhang, Ren and Sun 2015, equation 10).
const he = (nIn) => 2 / nIn;

/** Every initializer by its name; constant, uniform and normal are made with their numbers. */
export const initializers = Object.freeze({
  zeros: constant(0),
  constant,
  uniform,
  normal,
  lecunUniform: drawn(symmetric, lecun),
  lecunNormal: drawn(boxMuller, lecun),
  glorotUniform: drawn(symmetric, glorot),
  glorotNormal: drawn(boxMuller, glorot),
  heUniform: drawn(symmetric, he),
  heNormal: drawn(boxMuller, he),
});

function drawn(distribution, variance) {
  return (generator, nIn, nOut) => distribution(generator, nIn * nOut, variance(nIn, nOut));
}

function symmetric(generator, n, variance) {
  const limit = Math.sqrt(3 * variance);
  return generator.uniform(-limit, limit, n);
}

// Two uniform draws make two normal ones: the polar form of a point (Box and Muller 1958).
function boxMuller(generator, n, variance) {
  const draws = new Float64Array(n + (n % 2));
  for (let k = 0; k < n; k += 2) {
    const radius = Math.sqrt(-2 * variance * Math.log1p(-generator.random()));
    const angle = 2 * Math.PI * generator.random();
    draws[k] = radius * Math.cos(angle);
    draws[k + 1] = radius * Math.sin(angle);
  }
  return draws.subarray(0, n);
}
