// nnlib's optimizers: each is its paper's formula, on one flat vector of parameters.
// init(params) gives the state, update(gradient, state, params) gives {change, state};
// θ ← θ + change. Nothing handed in is altered, and a state is a plain array, the same that nnlib
// hands back. In the formulas g is the gradient and η the learning rate. ε is added to the root:
// √v + ε; with epsilonInside under it: √(v + ε).

import { checkChoice, checkFraction, checkNotNegative, checkPositive } from "./arguments.mjs";

const CHECKS = {
  learningRate: checkPositive,
  momentum: checkFraction,
  form: (name, value) => checkChoice(name, value, ["velocity", "sum", "mean"]),
  decay: checkFraction,
  beta1: checkFraction,
  beta2: checkFraction,
  epsilon: checkPositive,
  epsilonInside: (name, value) => checkChoice(name, value, [false, true]),
  weightDecay: checkNotNegative,
};

/** θ ← θ − ηg (Cauchy 1847). */
function gradientDescent({ learningRate }) {
  return rule("GradientDescent", { learningRate }, gradientDescent, [], (g, state) => ({
    change: each(g, (k) => -learningRate * g[k]),
    state,
  }));
}

/**
 * Gradient descent with a memory (Polyak 1964). `momentum` is β, `form` is one of
 * "velocity": m ← βm − ηg, θ ← θ + m; "sum": v ← βv + g, θ ← θ − ηv;
 * "mean": v ← βv + (1 − β)g, θ ← θ − ηv.
 */
function momentum({ learningRate, momentum: beta = 0.9, form = "velocity" }) {
  const settings = { learningRate, momentum: beta, form };
  const share = { velocity: -learningRate, sum: 1, mean: 1 - beta }[form];
  return rule("Momentum", settings, momentum, [ZEROS], (g, [last]) => {
    const v = each(g, (k) => beta * last[k] + share * g[k]);
    const change = form === "velocity" ? v : each(g, (k) => -learningRate * v[k]);
    return { change, state: [v] };
  });
}

/** m ← βm − ηg, θ ← θ + βm − ηg (Nesterov 1983; Sutskever et al. 2013); `momentum` is β. */
function nesterov({ learningRate, momentum: beta = 0.9 }) {
  return rule("Nesterov", { learningRate, momentum: beta }, nesterov, [ZEROS], (g, [last]) => {
    const m = each(g, (k) => beta * last[k] - learningRate * g[k]);
    return { change: each(g, (k) => beta * m[k] - learningRate * g[k]), state: [m] };
  });
}

/** s ← s + g², θ ← θ − ηg/(√s + ε) (Duchi, Hazan and Singer 2011). */
function adaGrad({ learningRate = 0.01, epsilon = 1e-10, epsilonInside = false } = {}) {
  const settings = { learningRate, epsilon, epsilonInside };
  return rule("AdaGrad", settings, adaGrad, [ZEROS], (g, [last]) => {
    const s = each(g, (k) => last[k] + g[k] * g[k]);
    return { change: overRoot(-learningRate, g, s, epsilon, epsilonInside), state: [s] };
  });
}

/** v ← βv + (1 − β)g², θ ← θ − ηg/(√v + ε) (Tieleman and Hinton 2012); `decay` is β. */
function rmsProp({
  learningRate = 0.001,
  decay = 0.9,
  epsilon = 1e-8,
  epsilonInside = false,
} = {}) {
  const settings = { learningRate, decay, epsilon, epsilonInside };
  return rule("RMSProp", settings, rmsProp, [ZEROS], (g, [last]) => {
    const v = each(g, (k) => decay * last[k] + (1 - decay) * (g[k] * g[k]));
    return { change: overRoot(-learningRate, g, v, epsilon, epsilonInside), state: [v] };
  });
}

const ADAM = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, epsilonInside: false };

/** Running means of the gradient and of its square (Kingma and Ba 2015, algorithm 1). */
function adam(settings = {}) {
  const all = { ...ADAM, ...settings };
  return rule("Adam", all, adam, [ZEROS, ZEROS, COUNT], adamFormula(all));
}

/** Adam's change − ηλθ (Loshchilov and Hutter 2019, algorithm 2); `weightDecay` is λ. */
function adamW(settings = {}) {
  const all = { ...ADAM, weightDecay: 0.01, ...settings };
  const [formula, share] = [adamFormula(all), all.learningRate * all.weightDecay];
  return rule("AdamW", all, adamW, [ZEROS, ZEROS, COUNT], (g, before, params) => {
    const { change, state } = formula(g, before);
    return { change: each(g, (k) => change[k] - share * params[k]), state };
  });
}

/** Every optimizer by its name; a RangeError names the setting that cannot be right. */
export const optimizers = Object.freeze({
  gradientDescent,
  momentum,
  nesterov,
  adaGrad,
  rmsProp,
  adam,
  adamW,
});

function adamFormula({ learningRate, beta1, beta2, epsilon, epsilonInside }) {
  return (g, [lastM, lastV, lastT]) => {
    const t = lastT + 1;
    const m = each(g, (k) => beta1 * lastM[k] + (1 - beta1) * g[k]);
    const v = each(g, (k) => beta2 * lastV[k] + (1 - beta2) * (g[k] * g[k]));
    // Both bias corrections are taken out of the vectors (section 2).
    const c = Math.sqrt(1 - beta2 ** t);
    const rate = (learningRate * c) / (1 - beta1 ** t);
    const added = epsilon * (epsilonInside ? c * c : c);
    return { change: overRoot(-rate, m, v, added, epsilonInside), state: [m, v, t] };
  };
}

const ZEROS = (params) => new Float64Array(params.length);
const COUNT = () => 0;

function rule(name, settings, make, parts, update) {
  for (const [setting, value] of Object.entries(settings)) CHECKS[setting]?.(setting, value);
  return Object.freeze({
    name,
    ...settings,
    /** The same optimizer at another learning rate. */
    at: (learningRate) => make({ ...settings, learningRate }),
    init: (params) => parts.map((part) => part(params)),
    update,
  });
}

function each(like, value) {
  const vector = new Float64Array(like.length);
  for (let k = 0; k < vector.length; k++) vector[k] = value(k);
  return vector;
}

function overRoot(rate, numerator, square, epsilon, inside) {
  return inside
    ? each(square, (k) => (rate * numerator[k]) / Math.sqrt(square[k] + epsilon))
    : each(square, (k) => (rate * numerator[k]) / (Math.sqrt(square[k]) + epsilon));
}
