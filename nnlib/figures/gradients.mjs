// nnlib's gradients by definition: wiggle each parameter, see how the loss moves.

/**
 * ∂f/∂params by central differences, (f(p + ε) − f(p − ε)) / 2ε; f is a vector → a number.
 * Throws a RangeError for an ε that is not a positive number, and where no finite gradient exists.
 */
export function numericalGradient(f, params, epsilon = 1e-5) {
  if (!(epsilon > 0 && epsilon < Infinity)) {
    throw new RangeError(`epsilon is ${epsilon}; expected a small positive number`);
  }
  const probe = Float64Array.from(params);
  const gradient = new Float64Array(probe.length);
  for (let k = 0; k < probe.length; k++) {
    const value = probe[k];
    probe[k] = value + epsilon;
    const above = f(probe);
    probe[k] = value - epsilon;
    const below = f(probe);
    probe[k] = value;
    gradient[k] = (above - below) / (2 * epsilon);
  }
  if (!gradient.every(Number.isFinite)) {
    throw new RangeError("the function is NaN or infinite near params; no gradient exists there");
  }
  return gradient;
}

/** ‖g − r‖ / (‖g‖ + ‖r‖), from 0 (equal) to 1 (opposite, or one of them zero). */
export function relativeError(gradient, reference) {
  if (gradient.length !== reference.length) {
    throw new RangeError(
      `gradient has length ${gradient.length}, reference has length ${reference.length}; ` +
        "expected the same length",
    );
  }
  const distance = norm(gradient.map((value, k) => value - reference[k]));
  return distance / Math.max(1e-8, norm(gradient) + norm(reference));
}

function norm(vector) {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
