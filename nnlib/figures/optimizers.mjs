// nnlib's optimizers: each is its paper's formula, on one flat vector of parameters.
// init(params) gives the state, update(gradient, state, params) gives {change, state}; θ ← θ + change.
// Nothing handed in is altered, and a state is a plain array, the same that nnlib hands back.

import { checkFraction, checkPositive } from "./arguments.mjs";

/** θ ← θ − η∇J (Cauchy 1847). */
function gradientDescent({ learningRate }) {
  checkPositive("learningRate", learningRate);
  return Object.freeze({
    name: "GradientDescent",
    learningRate,
    init: () => [],
    update: (gradient, state) => ({ change: scaled(-learningRate, gradient), state }),
  });
}

/** m ← βm − η∇J, θ ← θ + m (Polyak 1964). `momentum` is β; β = 0 is gradient descent. */
function momentum({ learningRate, momentum: beta = 0.9 }) {
  checkPositive("learningRate", learningRate);
  checkFraction("momentum", beta);
  return Object.freeze({
    name: "Momentum",
    learningRate,
    momentum: beta,
    init: (params) => [new Float64Array(params.length)],
    update(gradient, [previous]) {
      const velocity = new Float64Array(gradient.length);
      for (let k = 0; k < velocity.length; k++) {
        velocity[k] = beta * previous[k] - learningRate * gradient[k];
      }
      return { change: velocity, state: [velocity] };
    },
  });
}

/** Running means of the gradient and of its square (Kingma and Ba 2015, algorithm 1). */
function adam({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = {}) {
  checkPositive("learningRate", learningRate);
  checkFraction("beta1", beta1);
  checkFraction("beta2", beta2);
  checkPositive("epsilon", epsilon);
  return Object.freeze({
    name: "Adam",
    learningRate,
    beta1,
    beta2,
    epsilon,
    init: (params) => [new Float64Array(params.length), new Float64Array(params.length), 0],
    update(gradient, [previousM, previousV, previousT]) {
      const m = new Float64Array(gradient.length);
      const v = new Float64Array(gradient.length);
      const change = new Float64Array(gradient.length);
      const t = previousT + 1;
      const mScale = 1 - beta1 ** t;
      const vScale = 1 - beta2 ** t;
      for (let k = 0; k < change.length; k++) {
        m[k] = beta1 * previousM[k] + (1 - beta1) * gradient[k];
        v[k] = beta2 * previousV[k] + (1 - beta2) * (gradient[k] * gradient[k]);
        change[k] = (-learningRate * (m[k] / mScale)) / (Math.sqrt(v[k] / vScale) + epsilon);
      }
      return { change, state: [m, v, t] };
    },
  });
}

/** Every optimizer by its name; a RangeError names the setting that cannot be right. */
export const optimizers = Object.freeze({ gradientDescent, momentum, adam });

function scaled(factor, vector) {
  const product = new Float64Array(vector.length);
  for (let k = 0; k < product.length; k++) product[k] = factor * vector[k];
  return product;
}
