// What each operation of a round says: a title, its formula in symbols and in numbers, and why.
// Formulas are text for formula.mjs; "~" is a space where no line breaks.

import { exact, fixed, otherThan, signed, symbol } from "./backpropagation_letters.mjs";
import { derivative, key, parts, units } from "./backpropagation_script.mjs";

/**
 * One operation in words.
 * @param {{makes: string}} operation
 * @param {Object} frame @param {Object} values its numbers by key @param {Object} letters
 * @returns {{title: string, name: string, symbols: string, numbers: string, result: string,
 *   because: string}} name = symbols = numbers = result; `numbers` may be empty
 */
export function wordsOf(operation, frame, values, letters) {
  const made = operation.makes;
  const { kind, layer, from, unit } = parts(made);
  const name = (other) => symbol(other, letters);
  const value = (other) => inFormula(signed(other, values[other], letters));
  const at = { frame, values, letters, layer, from, unit, name, value };
  return {
    name: name(made),
    numbers: "",
    result: fixed(signed(made, values[made], letters)),
    ...SENTENCES[kind](at),
  };
}

const SENTENCES = {
  z({ frame: { sizes }, layer, unit, name, value }) {
    const pairs = units(sizes, layer - 1).map((i) => [
      key("w", layer, i, unit),
      key("a", layer - 1, i),
    ]);
    const bias = key("b", layer, unit);
    return {
      title: `z of ${place(sizes, layer, unit)}`,
      symbols: [...products(pairs, name, "~"), name(bias)].join(" + "),
      numbers: [...products(pairs, value, "~·~"), value(bias)].join(" + "),
      because: "What arrives, each number times its weight, and the bias on top.",
    };
  },

  a({ frame: { sizes, activation }, layer, unit, values, name }) {
    const z = key("z", layer, unit);
    const g = ACTIVATIONS[activation];
    return {
      title: `a of ${place(sizes, layer, unit)}`,
      symbols: g.of(name(z)),
      numbers: g.at(values[z]),
      because: g.because,
    };
  },

  J({ frame: { sizes }, letters, name, value }) {
    const [a, t] = ["a", "t"].map((kind) => (k) => key(kind, sizes.length - 1, k));
    return {
      title: `The loss ${letters.loss}`,
      symbols: squares(sizes, (k) => name(a(k)), (k) => name(t(k))),
      numbers: squares(sizes, (k) => value(a(k)), (k) => value(t(k))),
      because: "Half the squared distance from the targets. Now the way back begins.",
    };
  },

  da({ frame: { sizes }, letters, layer, unit, name, value }) {
    if (layer === sizes.length - 1) {
      const pair = difference(layer, unit, letters);
      return {
        title: `${letters.loss} by ${place(sizes, layer, unit)}`,
        symbols: pair.map(name).join(" − "),
        numbers: pair.map(value).join(" − "),
        because:
          letters.sign > 0
            ? "Output minus target: the derivative of half the square."
            : "Target minus output: the derivative of half the square, with a minus.",
      };
    }
    const pairs = onwards(sizes, layer, unit);
    const ways = pairs.length > 1 ? "It reaches the loss by several ways, and ways add." : "";
    return {
      title: `What comes back to ${place(sizes, layer, unit)}`,
      symbols: products(pairs, name, "~").join(" + "),
      numbers: products(pairs, value, "~·~").join(" + "),
      because: `${ways} The weights are still the old ones.`.trim(),
    };
  },

  dz({ frame: { sizes, activation }, letters, layer, unit, values, name, value }) {
    const [z, a, da, dz] = ["z", "a", "da", "dz"].map((kind) => key(kind, layer, unit));
    const isOutput = layer === sizes.length - 1;
    const back = isOutput
      ? difference(layer, unit, letters).map(name).join("~−~")
      : products(onwards(sizes, layer, unit), name, "~").join(" + ");
    const other = otherThan(letters);
    const theirs = `${symbol(dz, other)}~=~${fixed(signed(dz, values[dz], other))}`;
    const whose = letters.sign > 0 ? "slides’" : "book’s";
    const g = ACTIVATIONS[activation];
    return {
      title: `δ of ${place(sizes, layer, unit)}`,
      symbols: `(${back})~·~g′(${name(z)})`,
      numbers: `${value(da)}~·~${g.slope(values[z], values[a])}`,
      because:
        `What comes back, times the slope ${g.slopeOf}. ` +
        `In the ${whose} sign and layers: ${theirs}.`,
    };
  },

  dw({ frame: { sizes }, letters, layer, from, unit, name, value }) {
    const [a, delta] = [key("a", layer - 1, from), key("dz", layer, unit)];
    return {
      title: `${letters.loss} by the weight ${way(sizes, layer, from, unit)}`,
      symbols: `${name(a)}~${name(delta)}`,
      numbers: `${value(a)}~·~${value(delta)}`,
      because: "What went in, times what comes back.",
    };
  },

  db({ frame: { sizes }, letters, layer, unit, name }) {
    return {
      title: `${letters.loss} by the bias of ${place(sizes, layer, unit)}`,
      symbols: name(key("dz", layer, unit)),
      because: "A bias is a weight from an input that is always 1.",
    };
  },

  newW(at) {
    const { frame, layer, from, unit } = at;
    const which = way(frame.sizes, layer, from, unit);
    return update(at, key("w", layer, from, unit), `The new weight ${which}`);
  },

  newB(at) {
    const { frame, layer, unit, name } = at;
    const [old, whose] = [key("b", layer, unit), `bias of ${place(frame.sizes, layer, unit)}`];
    if (!frame.freeze_biases) return update(at, old, `The new ${whose}`);
    return {
      title: `The ${whose} stays`,
      symbols: name(old),
      because: "The biases are frozen: each keeps its value, whatever its derivative.",
    };
  },

  newJ({ frame, letters, name, value }) {
    const { sizes, loss, loss_after: after, outputs_after: outputs } = frame;
    const [a, t] = ["a", "t"].map((kind) => (k) => key(kind, sizes.length - 1, k));
    const moved = after === loss ? "stays at" : after !== null && after < loss ? "fell" : "rose";
    const from = after === loss ? `${fixed(loss)}: no derivative moves it` : `from ${fixed(loss)}`;
    return {
      title: `The loss ${letters.loss} with the new parameters`,
      symbols: squares(sizes, (k) => name(a(k)), (k) => name(t(k))),
      numbers: squares(sizes, (k) => inFormula(outputs[k]), (k) => value(t(k))),
      because:
        `It ${moved} ${from}. With the other sign of δ every update is the same, ` +
        "and so is this loss.",
    };
  },
};

const ACTIVATIONS = {
  identity: {
    of: (z) => z,
    at: () => "",
    because: "There is no activation function: what came in goes out.",
    slope: () => "1",
    slopeOf: "g′(z), which is 1 everywhere",
  },
  sigmoid: {
    of: (z) => `σ(${z})`,
    at: (z) => `1~/~(1~+~e^{${exact(-z)}})`,
    because: "The activation function: a number between 0 and 1.",
    slope: (z, a) => `${exact(a)}~·~(1~−~${exact(a)})`,
    slopeOf: "g′(z) = a(1 − a)",
  },
  tanh: {
    of: (z) => `tanh(${z})`,
    at: (z) => `tanh(${exact(z)})`,
    because: "The activation function: a number between −1 and 1.",
    slope: (z, a) => `(1~−~${a < 0 ? `(${exact(a)})` : exact(a)}²)`,
    slopeOf: "g′(z) = 1 − a²",
  },
  relu: {
    of: (z) => `max(0,~${z})`,
    at: (z) => `max(0,~${exact(z)})`,
    because: "The activation function: nothing below 0 passes.",
    slope: (z) => (z > 0 ? "1" : "0"),
    slopeOf: "g′(z), 1 above 0 and 0 elsewhere",
  },
};

// The same step in both signs: θ − η·∂J/∂θ, and θ + η·(−∂E/∂θ).
function update({ frame: { learning_rate: eta }, letters, values, name }, old, title) {
  const slope = derivative(old);
  const [theta, by] = [values[old], values[slope]];
  const steps = { 1: `${exact(theta)} − ${exact(eta)}~·~${inFormula(by)}` };
  steps[-1] = `${exact(theta)} + ${exact(eta)}~·~${inFormula(-by + 0)}`;
  const same = theta - eta * by === theta + eta * -by;
  const change = letters.sign > 0 ? `− η~${name(slope)}` : `+ η~·~(${name(slope)})`;
  return {
    title,
    symbols: `${name(old)} ${change}`,
    numbers: steps[letters.sign],
    because: same ? `The other sign of δ gives the same number: ${steps[-letters.sign]}.` : "",
  };
}

function squares(sizes, output, target) {
  const terms = units(sizes, sizes.length - 1).map((k) => `½(${output(k)}~−~${target(k)})²`);
  return terms.join(" + ");
}

// A number in a product or a sum: in brackets where it is negative.
const inFormula = (value) => (value < 0 ? `(${exact(value)})` : exact(value));

const products = (pairs, write, times) => pairs.map((pair) => pair.map(write).join(times));

// The weights that lead on from a unit, each with the δ at its end.
const onwards = (sizes, layer, unit) =>
  units(sizes, layer + 1).map((k) => [key("w", layer + 1, unit, k), key("dz", layer + 1, k)]);

// Output and target, in the order in which the letters subtract.
function difference(layer, unit, letters) {
  const pair = [key("a", layer, unit), key("t", layer, unit)];
  return letters.sign > 0 ? pair : pair.reverse();
}

function place(sizes, layer, unit) {
  const last = sizes.length - 1;
  if (layer === 0) return `input ${unit + 1}`;
  if (layer === last) return `output ${unit + 1}`;
  return last > 2 ? `unit ${unit + 1} of hidden layer ${layer}` : `hidden unit ${unit + 1}`;
}

const way = (sizes, layer, from, to) =>
  `from ${place(sizes, layer - 1, from)} to ${place(sizes, layer, to)}`;
