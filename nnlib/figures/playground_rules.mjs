// How the playground's weights change at a step: an optimizer, and what a penalty adds to it.

import { optimizers } from "./engine.mjs";

const RULES = {
  "gradient descent": ({ learningRate }) => optimizers.gradientDescent({ learningRate }),
  "momentum": optimizers.momentum,
  "Nesterov": optimizers.nesterov,
  "AdaGrad": ({ learningRate }) => optimizers.adaGrad({ learningRate }),
  "RMSProp": ({ learningRate }) => optimizers.rmsProp({ learningRate }),
  "Adam": ({ learningRate }) => optimizers.adam({ learningRate }),
  "AdamW": ({ learningRate }) => optimizers.adamW({ learningRate }),
};

/** The optimizer that the settings mean; null for a rule of one's own, which is Python. */
export function optimizerOf({ optimizer, learning_rate: learningRate, momentum }) {
  return RULES[optimizer]?.({ learningRate, momentum }) ?? null;
}

/**
 * A step of an optimizer with a penalty on the weights, not on the biases.
 *
 * L2 adds λw to the gradient. L1 is no gradient but a shrinking, after the step of the data: each
 * weight comes nearer to 0 by ηλ and stops there (soft thresholding; Daubechies, Defrise and De Mol
 * 2004). It comes back as soon as the data pull harder than λ. With `linksDie` as in TensorFlow
 * Playground: the sign of the weight before the step says where the penalty pushes, and a weight
 * that it pushes across 0 stays at 0 for ever.
 * @param {{net: Object, optimizer: Object, penalty: string, rate: number, learningRate: number,
 *   linksDie: boolean}} rule
 * @returns {(params, gradient, memory, dead: Set<number>) => Object} changes params in place, and
 *   gives the optimizer's next state
 */
export function stepper({ net, optimizer, penalty, rate, learningRate, linksDie }) {
  const weights = net.layout.flatMap(({ weights, biases }) =>
    Array.from({ length: biases - weights }, (_, k) => weights + k),
  );
  const before = new Float64Array(net.size);

  return function step(params, gradient, memory, dead) {
    if (penalty === "L2") for (const w of weights) gradient[w] += rate * params[w];
    for (const w of dead) gradient[w] = 0;
    const { change, state } = optimizer.update(gradient, memory, params);
    if (penalty === "L1") before.set(params);
    for (let k = 0; k < params.length; k++) params[k] += change[k];
    if (penalty === "L1") shrink(params, dead);
    return state;
  };

  function shrink(params, dead) {
    const reach = learningRate * rate;
    for (const w of weights) {
      const value = params[w];
      if (!linksDie) params[w] = Math.sign(value) * Math.max(0, Math.abs(value) - reach);
      else {
        const pushed = value - reach * Math.sign(before[w]);
        if (value * pushed < 0) dead.add(w);
        params[w] = dead.has(w) ? 0 : pushed;
      }
    }
  }
}
