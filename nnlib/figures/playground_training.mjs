// The playground's training: one example after another on flat arrays made once, so that thousands
// of epochs fit a second. The engine's `train` makes the same steps from the same gradients.
// playground_training.py does the same with nnlib.

import { allFinite } from "./arguments.mjs";
import { sigmoid } from "./playground_tanh.mjs";

/** What one example adds to J, and its derivative: rows of `losses`, for one output at a time. */
export const exampleLosses = Object.freeze({
  squaredError: {
    f: (output, target) => 0.5 * (output - target) * (output - target),
    d: (output, target) => output - target,
  },
  sigmoidCrossEntropy: {
    f(logit, target) {
      const size = Math.abs(logit);
      return 0.5 * (logit + size) - logit * target + Math.log1p(Math.exp(-size));
    },
    d: (logit, target) => sigmoid(logit) - target,
  },
});

/**
 * A network's passes over single rows, in place.
 * forward(params, X, row): the output. accumulate(params, X, row, target, gradient): adds
 * ∂(loss of the row)/∂params. mean(params, X, T, from, to): the mean loss of some rows.
 */
export function passes(net, loss) {
  const layers = net.layout.map(({ weights, biases, nIn, nOut }, index) => {
    const activation = index < net.layout.length - 1 ? net.hidden : net.output;
    const [Z, A, delta] = [0, 0, 0].map(() => new Float64Array(nOut));
    return { weights, biases, nIn, nOut, f: activation.f, d: activation.d, Z, A, delta };
  });
  const inputs = new Float64Array(net.sizes[0]);
  const last = layers[layers.length - 1];

  function forward(params, X, row) {
    for (let k = 0; k < inputs.length; k++) inputs[k] = X[row * inputs.length + k];
    let below = inputs;
    for (let index = 0; index < layers.length; index++) {
      const { weights, biases, nIn, nOut, f, Z, A } = layers[index];
      for (let unit = 0; unit < nOut; unit++) {
        let sum = 0;
        for (let k = 0, w = weights + unit; k < nIn; k++, w += nOut) sum += below[k] * params[w];
        sum += params[biases + unit];
        Z[unit] = sum;
        A[unit] = f(sum);
      }
      below = A;
    }
    return last.A[0];
  }

  function accumulate(params, X, row, target, gradient) {
    const output = forward(params, X, row);
    last.delta[0] = loss.d(output, target) * last.d(last.Z[0], output);
    for (let index = layers.length - 1; index >= 0; index--) {
      const { weights, biases, nIn, nOut, delta } = layers[index];
      const below = index > 0 ? layers[index - 1].A : inputs;
      for (let unit = 0; unit < nOut; unit++) gradient[biases + unit] += delta[unit];
      for (let k = 0, w = weights; k < nIn; k++) {
        const a = below[k];
        let sum = 0;
        for (let unit = 0; unit < nOut; unit++, w++) {
          gradient[w] += a * delta[unit];
          sum += delta[unit] * params[w];
        }
        if (index > 0) {
          const lower = layers[index - 1];
          lower.delta[k] = sum * lower.d(lower.Z[k], a);
        }
      }
    }
  }

  function mean(params, X, T, from, to) {
    let sum = 0;
    for (let row = from; row < to; row++) sum += loss.f(forward(params, X, row), T[row]);
    return sum / (to - from);
  }

  return { forward, accumulate, mean };
}

/**
 * A run that goes on from a position {params, memory, step, epoch, seen, carried, dead}: `seen` rows
 * of this epoch have been visited, `carried` rows of the last one still wait for their update.
 * @param {Object} run
 * @param {Object} run.problem {pass, X, T, training} of problemOf
 * @param {Function} run.step see stepper in playground_rules.mjs
 * @param {boolean} run.reshuffle a fresh order each epoch
 * @param {boolean} run.carry rows that do not fill a batch wait for the next epoch's first batch
 * @returns {{position: Object, next: () => {epochEnds: boolean, finite: boolean}}} next makes one
 *   update; where its numbers are not finite the position stays as it was
 */
export function createRun({ problem, step, batchSize, reshuffle, carry, seed, position }) {
  const { pass, X, T, training } = problem;
  const at = {
    ...position,
    params: Float64Array.from(position.params),
    dead: new Set(position.dead),
  };
  const gradient = new Float64Array(at.params.length);
  const before = new Float64Array(at.params.length);
  let [order, ordered] = [null, -1];

  function visit(epoch, from, to) {
    if (reshuffle && ordered !== epoch) [order, ordered] = [orderOf(training, seed, epoch), epoch];
    for (let place = from; place < to; place++) {
      const row = reshuffle ? order[place] : place;
      pass.accumulate(at.params, X, row, T[row], gradient);
    }
  }

  function endEpoch() {
    at.carried = Math.min(training, at.carried + training - at.seen);
    at.seen = 0;
    at.epoch++;
    return { epochEnds: true, finite: true };
  }

  const tooFew = () => carry && training - at.seen < batchSize;

  function next() {
    if (tooFew()) return endEpoch();
    gradient.fill(0);
    if (at.carried) visit(at.epoch - 1, training - at.carried, training);
    const to = Math.min(at.seen + batchSize, training);
    visit(at.epoch, at.seen, to);
    const count = at.carried + to - at.seen;
    for (let k = 0; k < gradient.length; k++) gradient[k] /= count;
    before.set(at.params);
    const memory = step(at.params, gradient, at.memory, at.dead);
    if (!allFinite(at.params)) {
      at.params.set(before);
      return { epochEnds: false, finite: false };
    }
    Object.assign(at, { memory, seen: to, carried: 0, step: at.step + 1 });
    if (at.seen === training || tooFew()) return endEpoch();
    return { epochEnds: false, finite: true };
  }

  return { position: at, next };
}

/**
 * The order of an epoch's examples: Fisher and Yates's shuffle (Durstenfeld 1964) with draws that
 * hash seed, epoch and place, so that any epoch's order is known without those before it.
 */
export function orderOf(n, seed, epoch) {
  const order = new Int32Array(n);
  for (let k = 0; k < n; k++) order[k] = k;
  const start = hash(hash(seed) + epoch);
  for (let k = n - 1; k > 0; k--) {
    const other = Math.floor((hash(start + k) / 2 ** 32) * (k + 1));
    const moved = order[k];
    order[k] = order[other];
    order[other] = moved;
  }
  return order;
}

// A 32-bit number mixed into another: two rounds of multiply and shift (after Wellons 2018).
function hash(word) {
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
}
