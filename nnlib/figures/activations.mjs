// nnlib's activation functions: each is a row of a table, with its name, formula and derivative.

function activation(name, f, d) {
  return Object.freeze({ name, f, d });
}

/**
 * a = g(z) of one number: f is z → a, d is (z, a) → g'(z), always the derivative at z.
 * step and sign give 0 and −1 at 0; the derivative of relu at 0 is taken as 0.
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
    (z) => 0.5 + 0.5 * Math.tanh(0.5 * z),
    (z, a) => a * (1 - a),
  ),
  tanh: activation(
    "tanh",
    (z) => Math.tanh(z),
    (z, a) => 1 - a * a,
  ),
  // The product keeps NaN, and with it the news that a run has diverged.
  relu: activation(
    "relu",
    (z) => (z > 0 ? z : 0 * z),
    (z) => (z > 0 ? 1 : 0),
  ),
});
