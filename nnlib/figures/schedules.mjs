// nnlib's schedules of the learning rate, and the optimizer that follows one.
// A schedule is a function of the number of updates made before; schedule(0) is the first rate.

import { checkChoice, checkCount, checkNotNegative, checkPositive } from "./arguments.mjs";

/** η at every step. */
function constantRate({ learningRate }) {
  return schedule({ learningRate }, () => learningRate);
}

/** η · factor^⌊step / steps⌋. */
function stepDecay({ learningRate, factor, steps }) {
  const settings = { learningRate, factor, steps };
  return schedule(settings, (step) => learningRate * factor ** Math.floor(step / steps));
}

/** η · factor^step. */
function exponentialDecay({ learningRate, factor }) {
  return schedule({ learningRate, factor }, (step) => learningRate * factor ** step);
}

/** η / (1 + decay · step) (Robbins and Monro 1951). */
function inverseTimeDecay({ learningRate, decay }) {
  return schedule({ learningRate, decay }, (step) => learningRate / (1 + decay * step));
}

/** Half a cosine from η down to `minimum`; then it stays, or restarts (Loshchilov, Hutter 2017). */
function cosineDecay({ learningRate, steps, minimum = 0, restarts = false }) {
  return schedule({ learningRate, steps, minimum, restarts }, (step) => {
    const passed = restarts ? step % steps : Math.min(step, steps);
    const height = 0.5 * (1 + Math.cos((Math.PI * passed) / steps));
    return minimum + (learningRate - minimum) * height;
  });
}

/** `steps` steps in a line up to where `schedule` begins, then `schedule` (Goyal et al. 2017). */
function linearWarmUp({ schedule: following, steps }) {
  return schedule({ schedule: following, steps }, (step) =>
    step >= steps ? following(step - steps) : (following(0) * (step + 1)) / (steps + 1),
  );
}

/** Every schedule by its name; a RangeError names the setting that cannot be right. */
export const schedules = Object.freeze({
  constantRate,
  stepDecay,
  exponentialDecay,
  inverseTimeDecay,
  cosineDecay,
  linearWarmUp,
});

/** An optimizer at the learning rate of a schedule, whatever its own; its state counts the steps. */
export function scheduled({ optimizer, schedule: rateAt }) {
  checkFunction("optimizer.at", optimizer?.at);
  checkFunction("schedule", rateAt);
  return Object.freeze({
    name: "Scheduled",
    optimizer,
    schedule: rateAt,
    init: (params) => [optimizer.init(params), 0],
    update(gradient, [memory, step], params) {
      const rate = rateAt(step);
      checkNotNegative(`schedule(${step})`, rate);
      const now = optimizer.at(rate || Number.MIN_VALUE);
      const { change, state } = now.update(gradient, memory, params);
      return { change, state: [state, step + 1] };
    },
  });
}

const CHECKS = {
  learningRate: checkPositive,
  factor: checkShare,
  decay: checkNotNegative,
  minimum: checkNotNegative,
  steps: checkCount,
  restarts: (name, value) => checkChoice(name, value, [false, true]),
  schedule: checkFunction,
};

function schedule(settings, rate) {
  for (const [name, value] of Object.entries(settings)) CHECKS[name](name, value);
  return (step) => {
    checkCount("step", step, 0);
    return rate(step);
  };
}

function checkShare(name, value) {
  if (!(Number.isFinite(value) && value > 0 && value <= 1)) {
    throw new RangeError(`${name} is ${value}; expected a number above 0, at most 1`);
  }
}

function checkFunction(name, value) {
  if (typeof value !== "function") throw new RangeError(`${name} is ${value}; expected a function`);
}
