// nnlib's multilayer perceptron: a description without weights, its forward and its backward pass.
// Matrices are row-major Float64Arrays with one example a row; all parameters are one flat vector.

import { activations } from "./activations.mjs";
import { checkCount, checkMatrix, checkVector } from "./arguments.mjs";
import { initializers } from "./initializers.mjs";
import { rng } from "./random.mjs";

/**
 * A fully connected network; sizes counts the units of each layer, inputs first, such as [2, 3, 1].
 * hidden: the activation of the hidden layers, or an array with one for each of them. With a
 * cross-entropy loss the output stays the identity, for those losses take logits.
 *
 * size: how many parameters; layout: where each layer's {weights, biases} start, and {nIn, nOut}.
 * init(seed, initializer): a fresh parameter vector, biases 0.
 * forward(params, X, rows): {Z, A}, where Z[l-1] is the pre-activation of layer l and A[0] = X.
 * predict(params, X, rows): the outputs alone, A[L].
 * backward(params, Z, A, outputGradient, rows): {gradient, deltas} from ∂J/∂A[L]; δ = ∂J/∂Z.
 * gradient(params, X, T, rows, loss, penalty): {loss, gradient, deltas, Z, A} of one batch; a
 * penalty, such as penalties.l2(0.01), is part of loss and gradient.
 * Each throws a RangeError that names the argument whose length cannot be right; `train` looks
 * for NaN as well.
 */
export function mlp({ sizes, hidden = activations.tanh, output = activations.identity }) {
  const layout = layoutOf(sizes);
  const functions = [...hiddenActivations(hidden, layout.length - 1), output];
  checkActivation("output", output);
  const last = layout[layout.length - 1];
  const size = last.biases + last.nOut;
  const [nInputs, nOutputs] = [sizes[0], last.nOut];

  function init(seed, initializer = initializers.glorotUniform) {
    const generator = rng(seed);
    const params = new Float64Array(size);
    for (const { weights, nIn, nOut } of layout) {
      params.set(initializer(generator, nIn, nOut), weights);
    }
    return params;
  }

  function forward(params, X, rows) {
    checkVector("params", params, size);
    checkMatrix("X", X, rows, nInputs);
    const [Z, A] = [[], [X]];
    for (let index = 0; index < layout.length; index++) {
      Z.push(preActivation(A[index], params, layout[index], rows));
      A.push(activate(functions[index], Z[index]));
    }
    return { Z, A };
  }

  // Backpropagation (Rumelhart, Hinton and Williams 1986), from the loss to the first layer.
  function backward(params, Z, A, outputGradient, rows) {
    const gradient = new Float64Array(size);
    const deltas = new Array(layout.length);
    let propagated = outputGradient;
    for (let index = layout.length - 1; index >= 0; index--) {
      deltas[index] = delta(functions[index], propagated, Z[index], A[index + 1]);
      accumulate(gradient, layout[index], A[index], deltas[index], rows);
      if (index > 0) propagated = propagate(deltas[index], params, layout[index], rows);
    }
    return { gradient, deltas };
  }

  function gradient(params, X, T, rows, loss, penalty = null) {
    checkMatrix("T", T, rows, nOutputs);
    const { Z, A } = forward(params, X, rows);
    const outputs = A[layout.length];
    const { gradient, deltas } = backward(params, Z, A, loss.gradient(outputs, T, rows), rows);
    const J = loss.f(outputs, T, rows);
    if (penalty === null) return { loss: J, gradient, deltas, Z, A };
    penalty.addGradient(params, gradient, layout);
    return { loss: J + penalty.f(params, layout), gradient, deltas, Z, A };
  }

  function predict(params, X, rows) {
    return forward(params, X, rows).A[layout.length];
  }

  const description = { sizes: Object.freeze([...sizes]), hidden, output, size, layout };
  return Object.freeze({ ...description, init, forward, predict, backward, gradient });
}

// Z = A W + b
function preActivation(A, params, { weights, biases, nIn, nOut }, rows) {
  const Z = new Float64Array(rows * nOut);
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < nOut; unit++) {
      let sum = 0;
      for (let input = 0; input < nIn; input++) {
        sum += A[row * nIn + input] * params[weights + input * nOut + unit];
      }
      Z[row * nOut + unit] = sum + params[biases + unit];
    }
  }
  return Z;
}

// A = g(Z)
function activate(activation, Z) {
  if (activation === activations.identity) return Z;
  const A = new Float64Array(Z.length);
  for (let k = 0; k < A.length; k++) A[k] = activation.f(Z[k]);
  return A;
}

// δ = ∂J/∂A ⊙ g'(Z)
function delta(activation, propagated, Z, A) {
  if (activation === activations.identity) return propagated;
  const delta = new Float64Array(Z.length);
  for (let k = 0; k < delta.length; k++) delta[k] = propagated[k] * activation.d(Z[k], A[k]);
  return delta;
}

// ∂J/∂W = Aᵀ δ, and ∂J/∂b is the sum of δ over the rows
function accumulate(gradient, { weights, biases, nIn, nOut }, A, delta, rows) {
  for (let row = 0; row < rows; row++) {
    for (let input = 0; input < nIn; input++) {
      const a = A[row * nIn + input];
      for (let unit = 0; unit < nOut; unit++) {
        gradient[weights + input * nOut + unit] += a * delta[row * nOut + unit];
      }
    }
    for (let unit = 0; unit < nOut; unit++) gradient[biases + unit] += delta[row * nOut + unit];
  }
}

// ∂J/∂A of the layer below = δ Wᵀ
function propagate(delta, params, { weights, nIn, nOut }, rows) {
  const propagated = new Float64Array(rows * nIn);
  for (let row = 0; row < rows; row++) {
    for (let input = 0; input < nIn; input++) {
      let sum = 0;
      for (let unit = 0; unit < nOut; unit++) {
        sum += delta[row * nOut + unit] * params[weights + input * nOut + unit];
      }
      propagated[row * nIn + input] = sum;
    }
  }
  return propagated;
}

function layoutOf(sizes) {
  if (!(Array.isArray(sizes) && sizes.length >= 2)) {
    throw new RangeError(`sizes is ${sizes}; expected inputs and outputs at least: two numbers`);
  }
  sizes.forEach((units, layer) => checkCount(`sizes[${layer}]`, units));
  const layout = [];
  let start = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const [nIn, nOut] = [sizes[layer - 1], sizes[layer]];
    const biases = start + nIn * nOut;
    layout.push(Object.freeze({ weights: start, biases, nIn, nOut }));
    start = biases + nOut;
  }
  return Object.freeze(layout);
}

function hiddenActivations(hidden, count) {
  if (!Array.isArray(hidden)) {
    checkActivation("hidden", hidden);
    return new Array(count).fill(hidden);
  }
  if (hidden.length !== count) {
    throw new RangeError(
      `hidden holds ${hidden.length} activations; expected ${count}, one for each hidden layer`,
    );
  }
  hidden.forEach((activation, layer) => checkActivation(`hidden[${layer}]`, activation));
  return hidden;
}

function checkActivation(name, value) {
  if (typeof value?.f !== "function" || typeof value?.d !== "function") {
    throw new RangeError(`${name} is ${value}; expected an activation such as activations.tanh`);
  }
}
