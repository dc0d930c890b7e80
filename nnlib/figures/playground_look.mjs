// What a frame of the playground means: its losses, who is right, every unit's map of the plane.

import { features as all, featuresOf } from "./playground_features.mjs";
import { healthOf } from "./playground_health.mjs";
import { cellsOf, featureMap, signs, unitMaps } from "./playground_maps.mjs";
import { problemOf } from "./playground_problem.mjs";

/** All that the pictures, the readouts and the twin show of a state. */
export function look(state) {
  const { frame, shown, discretize, place } = state;
  const problem = problemOf(frame);
  const params = Float64Array.from(frame.params);
  const maps = unitMaps(problem, params);
  const outputs = outputsOf(problem, params);
  const units = unitsOf(problem);
  const enlarged = units[shown] ?? units[0];
  const values = enlarged.feature
    ? featureMap(enlarged.feature, cellsOf(problem.net))
    : maps[enlarged.layer][enlarged.unit];
  const { pass, X, T, training, rows } = problem;
  return {
    ...problem,
    ...{ params, maps, outputs, units, enlarged },
    values: discretize ? signs(values) : values,
    train: {
      loss: pass.mean(params, X, T, 0, training),
      right: shareRight(problem, outputs, 0, training),
    },
    test: {
      loss: pass.mean(params, X, T, training, rows),
      right: shareRight(problem, outputs, training, rows),
    },
    seenAt: valuesAt(problem, params, place, enlarged),
    edge: edgeOf(frame.losses),
    parameterNames: parameterNames(problem),
    health: healthOf(problem, params, state),
    painted: {}, // what the pictures of this look say of their places
  };
}

// The outputs as the figure shows them: a cross-entropy's logit on the scale from −1 to 1.
function outputsOf({ pass, X, rows, crossEntropy }, params) {
  return Float64Array.from({ length: rows }, (_, row) => {
    const output = pass.forward(params, X, row);
    return crossEntropy ? Math.tanh(output / 2) : output;
  });
}

function shareRight({ regression, labels }, outputs, from, to) {
  if (regression) return null;
  let right = 0;
  for (let row = from; row < to; row++) right += outputs[row] >= 0 === labels[row] > 0;
  return right / (to - from);
}

/** What can be shown large, by the number that the setting `shown` means. */
export function unitsOf({ net }) {
  const layers = net.sizes.length;
  const hidden = net.sizes.slice(1, -1).flatMap((count, layer) =>
    Array.from({ length: count }, (_, unit) => ({
      ...{ layer: layer + 1, unit },
      name: `unit ${layer + 1}.${unit + 1}`,
    })),
  );
  const inputs = all.map((feature) => ({ feature, name: feature.text }));
  return [{ layer: layers - 1, unit: 0, name: "the output" }, ...inputs, ...hidden];
}

function valuesAt({ net, features, crossEntropy }, params, place, { feature, layer, unit }) {
  const { A } = net.forward(params, featuresOf(features, place), 1);
  const last = A[A.length - 1][0];
  const output = crossEntropy ? Math.tanh(last / 2) : last;
  const isOutput = layer === A.length - 1;
  return { output, enlarged: feature ? feature.f(...place) : isOutput ? output : A[layer][unit] };
}

// Where steps are so long that the loss jumps, a difference in the last digit grows with each step.
function edgeOf(losses) {
  const jumps = losses.filter(
    ([loss], place) => place > 0 && loss > 1.5 * losses[place - 1][0] && loss > 0.02,
  );
  if (jumps.length < 3 || jumps.length < 0.05 * losses.length) return "";
  return (
    `The loss jumped up in ${jumps.length} of ${losses.length} places of the curve: the steps are too long ` +
    "to be repeated to the last digit. From here on page, Python and another computer may part."
  );
}

// Every weight and bias by its name, in the order of the parameters.
function parameterNames({ net, features }) {
  const layers = net.layout.length;
  const unit = (layer, place) => {
    if (layer < 0) return features[place].text;
    return layer === layers - 1 ? "output" : `unit ${layer + 1}.${place + 1}`;
  };
  return net.layout.flatMap(({ nIn, nOut }, layer) => [
    ...Array.from({ length: nIn * nOut }, (_, k) => {
      return `w: ${unit(layer - 1, Math.floor(k / nOut))} → ${unit(layer, k % nOut)}`;
    }),
    ...Array.from({ length: nOut }, (_, place) => `b: ${unit(layer, place)}`),
  ]);
}
