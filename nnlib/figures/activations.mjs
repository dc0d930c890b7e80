// nnlib's activation functions: each is a row of a table, with its name, formula and derivative.

import { checkPositive } from "./arguments.mjs";

const { abs, atan, exp, expm1, log1p, sqrt, tanh } = Math;

// σ(z), to the last bits also far to the left, where `sigmoid` has rounded to 0.
const logistic = (z) => (z > 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)));

// z and 1, both over √(1 + αz²), with no number above 1 squared.
function scaled(z, alpha) {
  const scale = Math.max(abs(z), 1);
  const [u, one] = [z / scale, 1 / scale];
  const root = sqrt(one * one + alpha * (u * u));
  return [u / root, one / root];
}

function activation(name, f, d, alpha = null) {
  return Object.freeze({ name, f, d, alpha });
}

function leaky(name, slope, alpha = null) {
  const d = (z) => (z > 0 ? 1 : slope);
  return activation(name, (z) => z * d(z), d, alpha);
}

// zσ(x) with a gate x(z) and its derivative: g' = σ(x) + a (1 − σ(x)) x'.
function gated(name, gate, rate) {
  const d = (z, a) => logistic(gate(z)) + a * logistic(-gate(z)) * rate(z);
  return activation(name, (z) => z * logistic(gate(z)), d);
}

// A family makes the activation of its α, a number above 0.
function family(make) {
  return (alpha) => {
    checkPositive("alpha", alpha);
    return make(alpha);
  };
}

const GELU_RATE = sqrt(8 / Math.PI);
const GELU_CUBIC = 0.044715;

/**
 * a = g(z) of one number: f is z → a, d is (z, a) → g'(z), always the derivative at z.
 * isru, prelu and elu are families: isru(α) is an activation, with its alpha; alpha is else null.
 * Where no derivative exists, d takes the one that nnlib takes.
 */
export const activations = Object.freeze({
  identity: activation(
    "identity",
    (z) => z,
    () => 1,
  ),
  step: activation(
    "step",
    (z) => (z > 0 ? 1 : 0),
    () => 0,
  ),
  sign: activation(
    "sign",
    (z) => (z > 0 ? 1 : -1),
    () => 0,
  ),
  // Written through tanh, as nnlib does: no z overflows.
  sigmoid: activation(
    "sigmoid",
    (z) => 0.5 + 0.5 * tanh(0.5 * z),
    (z, a) => a * (1 - a),
  ),
  tanh: activation("tanh", tanh, (z, a) => 1 - a * a),
  hardtanh: activation(
    "hardtanh",
    (z) => Math.min(Math.max(z, -1), 1),
    (z) => (abs(z) < 1 ? 1 : 0),
  ),
  arctan: activation("arctan", atan, (z) => scaled(z, 1)[1] ** 2),
  softsign: activation(
    "softsign",
    (z) => z / (1 + abs(z)),
    (z) => (1 + abs(z)) ** -2,
  ),
  isru: family((alpha) => {
    const f = (z) => scaled(z, alpha)[0];
    return activation("isru", f, (z) => scaled(z, alpha)[1] ** 3, alpha);
  }),
  // The product keeps NaN, and with it the news that a run has diverged.
  relu: activation(
    "relu",
    (z) => (z > 0 ? z : 0 * z),
    (z) => (z > 0 ? 1 : 0),
  ),
  leakyRelu: leaky("leaky_relu", 0.01),
  prelu: family((alpha) => leaky("prelu", alpha, alpha)),
  elu: family((alpha) => {
    const f = (z) => (z > 0 ? z : alpha * expm1(z));
    return activation("elu", f, (z) => (z > 0 ? 1 : alpha * exp(z)), alpha);
  }),
  softplus: activation(
    "softplus",
    (z) => Math.max(z, 0) + log1p(exp(-abs(z))),
    (z, a) => -expm1(-a),
  ),
  silu: gated(
    "silu",
    (z) => z,
    () => 1,
  ),
  // The form by tanh; beyond ±40 the gate is 0 or 1, and its rate would overflow in the end.
  gelu: gated(
    "gelu",
    (z) => GELU_RATE * z * (1 + GELU_CUBIC * (z * z)),
    (z) => GELU_RATE * (1 + 3 * GELU_CUBIC * Math.min(Math.max(z, -40), 40) ** 2),
  ),
});
