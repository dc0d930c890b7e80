// Backpropagation through one example as a list of operations, each of which makes one number.
// Pure: it says what is made from what, in which order; a frame holds the numbers.

/**
 * Names of the numbers, such as "w.2.0.1": kind, layer, units. Units count from 0.
 *
 * a (layer 0: the inputs), z, b, w (from, to), t (targets) and J belong to the forward pass; da,
 * dz, db, dw are the derivatives of J by them; newW, newB are the parameters after the update, and
 * newJ is the loss with them.
 */
export const key = (...parts) => parts.join(".");

/** The parts of a key: {kind, layer, from, unit}; `from` is undefined but for weights. */
export function parts(name) {
  const [kind, layer, ...units] = name.split(".");
  const [unit, from] = units.map(Number).reverse();
  return { kind, layer: Number(layer), from, unit };
}

/**
 * All operations of one round: forward, loss, backward, update, and the loss again.
 * @param {number[]} sizes units of each layer, inputs first
 * @returns {{phase: string, layer: number, makes: string, uses: string[]}[]}
 */
export function script(sizes) {
  const last = sizes.length - 1;
  const layers = range(1, last + 1);
  return [
    ...layers.flatMap((layer) => forward(sizes, layer)),
    operation("loss", last, "J", outcomes(sizes)),
    ...layers.toReversed().flatMap((layer) => backward(sizes, layer)),
    ...layers.flatMap((layer) => updates(sizes, layer)),
    operation("again", last, "newJ", allParameters(sizes).map(renewed)),
  ];
}

/** The parameters of a layer in the order of nnlib's flat vector: weights by rows, then biases. */
export function parameters(sizes, layer) {
  const [senders, receivers] = [units(sizes, layer - 1), units(sizes, layer)];
  return [
    ...senders.flatMap((i) => receivers.map((j) => key("w", layer, i, j))),
    ...receivers.map((j) => key("b", layer, j)),
  ];
}

/** The parameters of all layers, in that order. */
export const allParameters = (sizes) =>
  range(1, sizes.length).flatMap((layer) => parameters(sizes, layer));

/** Whether a key is that of a bias. */
export const isBias = (name) => name.startsWith("b");

/** Where a stage, one layer in one phase, begins: the next (+1) or the one before (−1). */
export function nextStage(operations, position, direction) {
  const starts = [0];
  for (let k = 1; k < operations.length; k++) {
    const [before, here] = [operations[k - 1], operations[k]];
    if (before.phase !== here.phase || before.layer !== here.layer) starts.push(k);
  }
  starts.push(operations.length);
  return direction > 0
    ? starts.find((start) => start > position)
    : starts.findLast((start) => start < position);
}

/** What is known before the first operation: inputs, targets and parameters. */
export function givens(sizes) {
  const last = sizes.length - 1;
  return [
    ...units(sizes, 0).map((i) => key("a", 0, i)),
    ...units(sizes, last).map((k) => key("t", last, k)),
    ...allParameters(sizes),
  ];
}

/** Each number of a frame by its key; null where it is not finite. */
export function numbers(frame) {
  const { sizes, A, Z, targets, upstream, deltas, params, gradient, updated } = frame;
  const last = sizes.length - 1;
  const values = { J: frame.loss, newJ: frame.loss_after };
  units(sizes, 0).forEach((i) => (values[key("a", 0, i)] = A[0][i]));
  targets.forEach((target, k) => (values[key("t", last, k)] = target));
  let place = 0;
  for (const layer of range(1, last + 1)) {
    for (const j of units(sizes, layer)) {
      values[key("z", layer, j)] = Z[layer - 1][j];
      values[key("a", layer, j)] = A[layer][j];
      values[key("da", layer, j)] = upstream[layer - 1][j];
      values[key("dz", layer, j)] = deltas[layer - 1][j];
    }
    for (const name of parameters(sizes, layer)) {
      values[name] = params[place];
      values[derivative(name)] = gradient[place];
      values[renewed(name)] = updated[place];
      place++;
    }
  }
  return values;
}

/** The key of J's derivative by a number. */
export const derivative = (name) => `d${name}`;

/** The key of a parameter's value after the update. */
export function renewed(name) {
  return `new${name[0].toUpperCase()}${name.slice(1)}`;
}

/** The whole numbers from `start` up to, without, `end`. */
export const range = (start, end) => Array.from({ length: end - start }, (_, k) => start + k);

/** The units of a layer, from 0. */
export const units = (sizes, layer) => range(0, sizes[layer]);

const outcome = (last, k) => [key("a", last, k), key("t", last, k)];

function outcomes(sizes) {
  const last = sizes.length - 1;
  return units(sizes, last).flatMap((k) => outcome(last, k));
}

function operation(phase, layer, makes, uses) {
  return { phase, layer, makes, uses };
}

function forward(sizes, layer) {
  return units(sizes, layer).flatMap((j) => {
    const z = key("z", layer, j);
    const arriving = units(sizes, layer - 1).flatMap((i) => [
      key("a", layer - 1, i),
      key("w", layer, i, j),
    ]);
    return [
      operation("forward", layer, z, [...arriving, key("b", layer, j)]),
      operation("forward", layer, key("a", layer, j), [z]),
    ];
  });
}

function backward(sizes, layer) {
  return [...deltas(sizes, layer), ...gradients(sizes, layer)];
}

function deltas(sizes, layer) {
  return units(sizes, layer).flatMap((j) => {
    const [z, a, da] = [key("z", layer, j), key("a", layer, j), key("da", layer, j)];
    const above =
      layer === sizes.length - 1
        ? outcome(layer, j)
        : units(sizes, layer + 1).flatMap((k) => [
            key("w", layer + 1, j, k),
            key("dz", layer + 1, k),
          ]);
    return [
      operation("backward", layer, da, above),
      operation("backward", layer, key("dz", layer, j), [da, z, a]),
    ];
  });
}

function gradients(sizes, layer) {
  return parameters(sizes, layer).map((name) => {
    const { kind, from, unit } = parts(name);
    const delta = key("dz", layer, unit);
    const uses = kind === "w" ? [key("a", layer - 1, from), delta] : [delta];
    return operation("backward", layer, derivative(name), uses);
  });
}

function updates(sizes, layer) {
  return parameters(sizes, layer).map((name) =>
    operation("update", layer, renewed(name), [name, derivative(name)]),
  );
}
