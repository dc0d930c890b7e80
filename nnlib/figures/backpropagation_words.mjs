// What each operation of a round says: its formula in symbols and in numbers, and a sentence. In the
// book's sign, δ = ∂J/∂z, or in the slides' sign, δ = −∂E/∂z, with the slides' letters and numbering.
//
// A formula is text with marks for indices: "δ_{1}^{[2]}"; formula.mjs sets it.

import { derivative, key, parts, units } from "./backpropagation_script.mjs";

const index = (...list) => list.map((k) => k + 1).join("");

const BOOK = Object.freeze({
  sign: 1,
  loss: "J",
  target: (k) => `t_{${index(k)}}`,
  weight: (layer, from, to) => `w_{${index(from, to)}}^{[${layer}]}`,
  bias: (layer, j) => `b_{${index(j)}}^{[${layer}]}`,
  unit: (letter, layer, j) => `${letter}_{${index(j)}}^{[${layer}]}`,
  by: (name) => `∂J/∂${name}`,
});

// W^(l) leads from layer l to layer l + 1, its first index is the receiving unit, column 0 the bias.
const SLIDES = Object.freeze({
  sign: -1,
  loss: "E",
  target: (k) => `y_{${index(k)}}`,
  weight: (layer, from, to) => `w_{${index(to, from)}}^{(${layer})}`,
  bias: (layer, j) => `w_{${index(j)}0}^{(${layer})}`,
  unit: (letter, layer, j) => `${letter}_{${index(j)}}^{(${layer + 1})}`,
  by: (name) => `−∂E/∂${name}`,
});

/** The letters of a sign: "derivative" is the book's, "error term" the slides'. */
export const notation = (sign) => (sign === "derivative" ? BOOK : SLIDES);

/** The symbol of a number, by its key. */
export function symbol(name, letters) {
  const { kind, layer, from, unit } = parts(name);
  switch (kind) {
    case "J":
    case "newJ":
      return letters.loss;
    case "t":
      return letters.target(unit);
    case "a":
      return layer === 0 ? `x_{${index(unit)}}` : letters.unit("a", layer, unit);
    case "z":
      return letters.unit("z", layer, unit);
    case "w":
    case "newW":
      return letters.weight(layer, from, unit);
    case "b":
    case "newB":
      return letters.bias(layer, unit);
    case "dz":
      return letters.unit("δ", layer, unit);
    default:
      return letters.by(symbol(name.slice(1), letters));
  }
}

/** A number as the letters have it: the slides' derivatives carry the other sign. */
export function signed(name, value, letters) {
  return /^d/.test(name) && value !== null ? letters.sign * value + 0 : value;
}

/** Six decimals, without the zeros at the end where the number is exact. */
export function exact(value) {
  if (value === null) return "∞";
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 5e-5)) return minus(value.toExponential(3).replace("e", "·10^{") + "}").replace("^{+", "^{");
  const text = value.toFixed(6);
  return minus(Number(text) === value || size === 0 ? String(Number(text)) : text);
}

/** The same in a product or a sum: a negative number in brackets. */
const factor = (value) => (value < 0 ? `(${exact(value)})` : exact(value));

const minus = (text) => text.replaceAll("-", "−");

const ACTIVATIONS = {
  identity: { symbol: (z) => z, value: (z) => exact(z), slope: () => "1" },
  sigmoid: {
    symbol: (z) => `σ(${z})`,
    value: (z) => `1 / (1 + e^{${exact(-z)}})`,
    slope: (z, a) => `${exact(a)} · (1 − ${exact(a)})`,
  },
  tanh: {
    symbol: (z) => `tanh(${z})`,
    value: (z) => `tanh(${exact(z)})`,
    slope: (z, a) => `(1 − ${factor(a)}^{2})`,
  },
  relu: {
    symbol: (z) => `max(0, ${z})`,
    value: (z) => `max(0, ${exact(z)})`,
    slope: (z) => (z > 0 ? "1" : "0"),
  },
};

const SLOPES = { identity: "1", sigmoid: "a(1 − a)", tanh: "1 − a²", relu: "1 above 0, else 0" };

/**
 * One operation in words.
 * @param {{makes: string, uses: string[]}} operation
 * @param {Object} frame @param {Object} values its numbers by key @param {Object} letters
 * @returns {{title: string, symbols: string, numbers: string, result: string, because: string}}
 *   symbols and numbers are the right-hand sides, `numbers` may be empty; title begins a sentence
 */
export function say(operation, frame, values, letters) {
  const { kind, layer, from, unit } = parts(operation.makes);
  const at = { ...frame, last: frame.sizes.length - 1, values, letters, layer, from, unit };
  at.name = (name) => symbol(name, letters);
  at.number = (name) => factor(signed(name, values[name], letters));
  return {
    name: at.name(operation.makes),
    result: exact(signed(operation.makes, values[operation.makes], letters)),
    numbers: "",
    ...SENTENCES[kind](at),
  };
}

const place = ({ layer, last, unit }) => `${layer === last ? "output" : layer === 0 ? "input" : "hidden"} unit ${unit + 1}${last > 2 && layer < last && layer > 0 ? ` of layer ${layer}` : ""}`;

const SENTENCES = {
  z(at) {
    const { sizes, layer, unit, name, number } = at;
    const terms = (of) => units(sizes, layer - 1).map((i) => `${of(key("w", layer, i, unit))} ${of === name ? "" : "· "}${of(key("a", layer - 1, i))}`);
    const bias = key("b", layer, unit);
    return {
      title: `The pre-activation of ${place(at)}`,
      symbols: [...terms(name), name(bias)].join(" + "),
      numbers: [...terms(number), number(bias)].join(" + "),
      because: "What arrives, each number times its weight, and the bias on top.",
    };
  },
  a(at) {
    const { layer, unit, activation, values, name } = at;
    const z = key("z", layer, unit);
    const g = ACTIVATIONS[activation];
    return {
      title: `The activation of ${place(at)}`,
      symbols: g.symbol(name(z)),
      numbers: activation === "identity" ? "" : g.value(values[z]),
      because: activation === "identity" ? "No activation function: what comes out is what went in." : "The activation function bends it. This goes on to the next layer.",
    };
  },
  J: loss,
  newJ(at) {
    const { loss: before, loss_after: after, letters, freeze_biases } = at;
    const fell = after !== null && after < before;
    return {
      title: "The loss again, with the new parameters",
      symbols: `${letters.loss} of all new weights${freeze_biases ? "" : " and biases"}`,
      numbers: `from ${exact(before)} to ${exact(after)}`,
      because: fell
        ? "It fell. The other sign of δ gives the same new weights, and so the same loss."
        : "It did not fall: this step was too long, or the slope is 0. The other sign of δ changes nothing in that.",
    };
  },
  da(at) {
    const { sizes, last, layer, unit, letters, name, number } = at;
    if (layer === last) {
      const pair = [key("a", layer, unit), key("t", layer, unit)];
      if (letters.sign < 0) pair.reverse();
      return {
        title: `How the loss answers to ${place(at)}`,
        symbols: pair.map(name).join(" − "),
        numbers: pair.map(number).join(" − "),
        because: letters.sign > 0 ? "Output minus target: the derivative of half the square." : "Target minus output: how the loss falls as the output grows.",
      };
    }
    const ways = (of) => units(sizes, layer + 1).map((k) => `${of(key("w", layer + 1, unit, k))} ${of === name ? "" : "· "}${of(key("dz", layer + 1, k))}`).join(" + ");
    return {
      title: `What comes back to ${place(at)}`,
      symbols: ways(name),
      numbers: ways(number),
      because: `${sizes[layer + 1] > 1 ? "It reaches the loss through every unit of the next layer, and ways add." : "There is one way to the loss, through the next unit."} The weights are still the old ones.`,
    };
  },
  dz(at) {
    const { sizes, last, layer, unit, letters, values, activation, name, number } = at;
    const [z, a, da] = ["z", "a", "da"].map((kind) => key(kind, layer, unit));
    const other = notation(letters.sign > 0 ? "error term" : "derivative");
    const ways = units(sizes, layer + 1).map((k) => `${name(key("w", layer + 1, unit, k))} ${name(key("dz", layer + 1, k))}`).join(" + ");
    const pair = letters.sign > 0 ? [a, key("t", layer, unit)] : [key("t", layer, unit), a];
    const back = layer === last ? pair.map(name).join(" − ") : ways;
    const theirs = `${symbol(at.deltaKey ?? key("dz", layer, unit), other)} = ${exact(signed("dz", values[key("dz", layer, unit)], other))}`;
    return {
      title: `δ of ${place(at)}`,
      symbols: `(${back}) · g′(${name(z)})`,
      numbers: `${number(da)} · ${ACTIVATIONS[activation].slope(values[z], values[a])}`,
      because: `What comes back, times the slope of the activation, ${SLOPES[activation]}. ${letters.sign > 0 ? "The slides count layers from 1 and have the other sign" : "The book counts the inputs as layer 0 and has the other sign"}: ${theirs}.`,
    };
  },
  dw(at) {
    const { layer, from, unit, name, number } = at;
    const [a, delta] = [key("a", layer - 1, from), key("dz", layer, unit)];
    return {
      title: `How the loss answers to the weight from ${place({ ...at, layer: layer - 1, unit: from })} to ${place(at)}`,
      symbols: `${name(a)} ${name(delta)}`,
      numbers: `${number(a)} · ${number(delta)}`,
      because: "What went in, times what comes back.",
    };
  },
  db(at) {
    return {
      title: `How the loss answers to the bias of ${place(at)}`,
      symbols: at.name(key("dz", at.layer, at.unit)),
      because: "A bias is a weight from an input that is always 1.",
    };
  },
  newW: (at) => update(at, key("w", at.layer, at.from, at.unit), `The new weight from ${place({ ...at, layer: at.layer - 1, unit: at.from })} to ${place(at)}`),
  newB(at) {
    const old = key("b", at.layer, at.unit);
    if (!at.freeze_biases) return update(at, old, `The new bias of ${place(at)}`);
    return { title: `The bias of ${place(at)} stays`, symbols: at.name(old), because: "The biases are frozen: they keep their values, whatever their derivatives." };
  },
};

function loss({ sizes, last, name, number }) {
  const squares = (of) => units(sizes, last).map((k) => `½(${of(key("a", last, k))} − ${of(key("t", last, k))})^{2}`).join(" + ");
  return {
    title: "The loss",
    symbols: squares(name),
    numbers: squares(number),
    because: "Half the squared distance between outputs and targets.",
  };
}

// The same step in both signs: θ − η ∂J/∂θ, and θ + η (−∂E/∂θ).
function update({ letters, learning_rate, values, name, number }, old, title) {
  const slope = derivative(old);
  const [theta, step] = [values[old], learning_rate * values[slope]];
  const same = theta - step === theta + learning_rate * -values[slope];
  const other = letters.sign > 0 ? `${exact(theta)} + ${exact(learning_rate)} · ${factor(-values[slope])}` : `${exact(theta)} − ${exact(learning_rate)} · ${factor(values[slope])}`;
  return {
    title,
    symbols: `${name(old)} ${letters.sign > 0 ? "−" : "+"} η ${letters.sign > 0 ? name(slope) : `(${name(slope)})`}`,
    numbers: `${exact(theta)} ${letters.sign > 0 ? "−" : "+"} ${exact(learning_rate)} · ${number(slope)}`,
    because: `${letters.sign > 0 ? "Against the derivative." : "Along the error term."}${same ? ` In the other sign the same step reads ${other}.` : ""}`,
  };
}
