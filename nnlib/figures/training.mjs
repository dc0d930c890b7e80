// nnlib's training: a generator of steps, which whoever asks for the next may draw, count or stop.

import { rng, shuffled } from "./random.mjs";

/** The loss or the parameters are no longer finite numbers. */
export class Diverged extends Error {}

/**
 * Train a network from `params`, yielding {step, epoch, loss, params, state} after each update:
 * step and epoch count from 1, loss is of this step's batch before the update, params are after it.
 *
 * batchSize: examples per update; null is the full batch. Each epoch visits every example once, in
 *   a fresh order drawn from `seed`; a smaller last batch is an update of its own.
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
}) {
  checkFinite("params", params, net.size);
  checkFinite("X", X, rows * net.sizes[0]);
  checkFinite("T", T, rows * net.sizes[net.sizes.length - 1]);
  loss.checkTargets(T, rows);
  if (!(steps >= 0)) throw new RangeError(`steps is ${steps}; expected a number of at least 0`);
  const order = batches(rows, batchSize, seed);
  const start = Float64Array.from(params);
  return run(net, start, X, T, rows, loss, optimizer, steps, order, state ?? optimizer.init(start));
}

function* run(net, params, X, T, rows, loss, optimizer, steps, order, state) {
  const nOutputs = net.sizes[net.sizes.length - 1];
  for (let step = 1; step <= steps; step++) {
    const { epoch, batch } = order.next().value;
    const { loss: value, gradient } = batch
      ? net.gradient(params, take(X, batch, net.sizes[0]), take(T, batch, nOutputs), batch.length, loss)
      : net.gradient(params, X, T, rows, loss);
    const next = optimizer.update(gradient, state);
    state = next.state;
    params = sum(params, next.change);
    if (!(Number.isFinite(value) && isFiniteVector(params))) {
      throw new Diverged(
        `training diverged at step ${step}: the loss is ${value.toPrecision(3)}. ` +
          `The likely cause is a learning rate that is too large: ${optimizer.learningRate}`,
      );
    }
    yield { step, epoch, loss: value, params, state };
  }
}

/** Endless {epoch, batch}: batch holds row indices, and is null where it is the whole set. */
export function batches(nExamples, batchSize = null, seed = 0) {
  if (batchSize !== null && !(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(`batchSize is ${batchSize}; expected a whole number of at least 1`);
  }
  if (batchSize === null || batchSize >= nExamples) return wholeSet();
  return parts(nExamples, batchSize, rng(seed));
}

function* wholeSet() {
  for (let epoch = 1; ; epoch++) yield { epoch, batch: null };
}

function* parts(nExamples, batchSize, generator) {
  for (let epoch = 1; ; epoch++) {
    const order = shuffled(nExamples, generator);
    for (let start = 0; start < nExamples; start += batchSize) {
      yield { epoch, batch: order.subarray(start, start + batchSize) };
    }
  }
}

function take(matrix, rows, columns) {
  const taken = new Float64Array(rows.length * columns);
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns; column++) {
      taken[row * columns + column] = matrix[rows[row] * columns + column];
    }
  }
  return taken;
}

function sum(vector, change) {
  const total = new Float64Array(vector.length);
  for (let k = 0; k < total.length; k++) total[k] = vector[k] + change[k];
  return total;
}

function isFiniteVector(vector) {
  for (let k = 0; k < vector.length; k++) {
    if (!Number.isFinite(vector[k])) return false;
  }
  return true;
}

function checkFinite(name, values, length) {
  if (values.length !== length) {
    throw new RangeError(`${name} has length ${values.length}; expected ${length}`);
  }
  if (!isFiniteVector(values)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    throw new RangeError(
      `${name} holds ${values[index]} at index ${index}; expected finite numbers`,
    );
  }
}
