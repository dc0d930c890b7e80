// What a frame of the playground means: its losses, who is right, every unit's map of the plane.

import { features as all } from "./playground_features.mjs";
import { healthOf } from "./playground_health.mjs";
import { featureMap, signs, unitMaps } from "./playground_maps.mjs";
import { problemOf } from "./playground_problem.mjs";
import { featuresOf } from "./playground_features.mjs";

/** All that the pictures, the readouts and the twin show of a state. */
export function look(state) {
  const { frame, shown, discretize, place } = state;
  const problem = problemOf(frame);
  const params = Float64Array.from(frame.params);
  const maps = unitMaps(problem, params);
  const outputs = outputsOf(problem, params);
  const units = unitsOf(problem);
  const enlarged = units[shown] ?? units[0];
  const values = enlarged.feature ? featureMap(enlarged.feature) : maps[enlarged.layer][enlarged.unit];
  const { pass, X, T, training, rows } = problem;
  return {
    ...problem,
    ...{ params, maps, outputs, units, enlarged },
    values: discretize ? signs(values) : values,
    train: { loss: pass.mean(params, X, T, 0, training), right: shareRight(problem, outputs, 0, training) },
    test: { loss: pass.mean(params, X, T, training, rows), right: shareRight(problem, outputs, training, rows) },
    seenAt: valuesAt(problem, params, place),
    lights: healthOf(problem, params, state),
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
      name: `unit ${unit + 1} of layer ${layer + 1}`,
    })),
  );
  const inputs = all.map((feature) => ({ feature, name: feature.text }));
  return [{ layer: layers - 1, unit: 0, name: "the output" }, ...inputs, ...hidden];
}

function valuesAt({ net, features, crossEntropy }, params, place) {
  const { A } = net.forward(params, featuresOf(features, place), 1);
  const output = A[A.length - 1][0];
  return { layers: A, output: crossEntropy ? Math.tanh(output / 2) : output };
}
