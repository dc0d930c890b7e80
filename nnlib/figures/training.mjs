// nnlib's training: a generator of steps, which whoever asks for the next may draw, count or stop.

import {
  allFinite,
  checkChoice,
  checkCount,
  checkFinite,
  checkMatrix,
  checkVector,
} from "./arguments.mjs";
import { rng, shuffled } from "./random.mjs";

/** The loss or the parameters are no longer finite numbers. */
export class Diverged extends Error {}

/**
 * Train a network from `params`, yielding {step, epoch, epochEnds, nExamples, loss, params, state}
 * after each update: step and epoch count from 1, nExamples are in this step's batch, loss is the
 * batch's before the update and without the penalty, params are after it.
 *
 * batchSize: examples per update; null is the full batch. Each epoch visits every example once, in
 *   a fresh order drawn from `seed`; a smaller last batch is an update of its own. With shuffle
 *   false it is the order of X.
 * penalty: of the weights, such as penalties.l2(0.01), added to the loss that is descended.
 * state: the optimizer's state from an earlier run, to go on where that one stopped.
 *
 * Throws a RangeError for data that cannot be right, at the call; Diverged when the numbers are no
 * longer finite. Nothing handed in is changed.
 */
export function train({
  net,
  params,
  X,
  T,
  rows,
  loss,
  optimizer,
  steps = Infinity,
  batchSize = null,
  seed = 0,
  state = null,
  shuffle = true,
  penalty = null,
}) {
  checkVector("params", params, net.size);
  checkMatrix("X", X, rows, net.sizes[0]);
  checkMatrix("T", T, rows, net.sizes[net.sizes.length - 1]);
  checkFinite("params", params);
  checkFinite("X", X);
  checkFinite("T", T);
  loss.checkTargets(T, rows);
  if (steps !== Infinity) checkCount("steps", steps, 0);
  const fresh = optimizer.init(params);
  if (state !== null) checkState(state, fresh, optimizer);
  if (penalty !== null && typeof penalty?.addGradient !== "function") {
    throw new RangeError(`penalty is ${penalty}; expected one such as penalties.l2(0.01), or null`);
  }
  const order = batches(rows, batchSize, seed, shuffle);
  return run(net, params, { X, T, rows }, loss, optimizer, steps, order, state ?? fresh, penalty);
}

function* run(net, params, examples, loss, optimizer, steps, order, state, penalty) {
  for (let step = 1; step <= steps; step++) {
    const { epoch, epochEnds, indices } = order.next().value;
    const { X, T, rows } = indices === null ? examples : take(examples, indices);
    const { loss: value, gradient } = net.gradient(params, X, T, rows, loss);
    penalty?.addGradient(params, gradient, net.layout);
    const next = optimizer.update(gradient, state, params);
    state = next.state;
    params = sum(params, next.change);
    if (!(Number.isFinite(value) && allFinite(params))) {
      throw new Diverged(
        `training diverged at step ${step}: the loss is ${value.toPrecision(3)}. ` +
          "The likely cause is a learning rate that is too large: " +
          (optimizer.learningRate ?? optimizer.name),
      );
    }
    yield { step, epoch, epochEnds, nExamples: rows, loss: value, params, state };
  }
}

/** Endless {epoch, epochEnds, indices}; the indices are null where a batch is the whole set. */
export function batches(nExamples, batchSize = null, seed = 0, shuffle = true) {
  if (batchSize !== null) checkCount("batchSize", batchSize);
  checkChoice("shuffle", shuffle, [true, false]);
  if (batchSize === null || batchSize >= nExamples) return wholeSet();
  // The order has a stream of its own: data drawn from the same seed would be sorted by it.
  return parts(nExamples, batchSize, shuffle ? rng(seed, 1) : null);
}

function* wholeSet() {
  for (let epoch = 1; ; epoch++) yield { epoch, epochEnds: true, indices: null };
}

function* parts(nExamples, batchSize, generator) {
  let order = Uint32Array.from({ length: nExamples }, (_, k) => k);
  for (let epoch = 1; ; epoch++) {
    if (generator) order = shuffled(nExamples, generator);
    for (let start = 0; start < nExamples; start += batchSize) {
      const end = start + batchSize;
      yield { epoch, epochEnds: end >= nExamples, indices: order.subarray(start, end) };
    }
  }
}

function take({ X, T, rows }, indices) {
  return { X: takeRows(X, rows, indices), T: takeRows(T, rows, indices), rows: indices.length };
}

function takeRows(matrix, rows, indices) {
  const columns = matrix.length / rows;
  const taken = new Float64Array(indices.length * columns);
  for (let row = 0; row < indices.length; row++) {
    for (let column = 0; column < columns; column++) {
      taken[row * columns + column] = matrix[indices[row] * columns + column];
    }
  }
  return taken;
}

function sum(vector, change) {
  const total = new Float64Array(vector.length);
  for (let k = 0; k < total.length; k++) total[k] = vector[k] + change[k];
  return total;
}

// A state of another optimizer or network would only show as NaN, many steps later.
function checkState(state, fresh, optimizer) {
  const shape = (parts) => `[${parts.map((part) => part.length ?? "a number").join(", ")}]`;
  if (shape(state) !== shape(fresh)) {
    throw new RangeError(
      `state has parts of length ${shape(state)}; ${optimizer.name} expects ${shape(fresh)}`,
    );
  }
}
