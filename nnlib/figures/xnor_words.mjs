// Symbols and numbers of the XNOR figure, in the book's notation or the slides'. Symbols are text
// for formula.mjs.

import { arriving, COLUMNS, INPUTS } from "./xnor_network.mjs";

export const BOOK = {
  input: (unit) => `x_{${unit}}`,
  unit: (kind, layer, unit) => `${kind}_{${unit}}^{[${layer}]}`,
  weight: (layer, from, to) => (from ? `w_{${from}${to}}^{[${layer}]}` : `b_{${to}}^{[${layer}]}`),
  layer: (kind, layer) => `${kind}^{[${layer}]}`,
};
// Inputs are layer 1. A weight's first index is the receiving unit; a bias weighs a constant 1.
export const SLIDES = {
  input: (unit) => `x_{${unit}}^{(1)}`,
  unit: (kind, layer, unit) => `${kind}_{${unit}}^{(${layer + 1})}`,
  weight: (layer, from, to) => `w_{${to}${from}}^{(${layer})}`,
  layer: (kind, layer) => `${kind}^{(${layer + 1})}`,
};

// What a unit of steps computes, by its answers to (0, 0), (0, 1), (1, 0) and (1, 1).
const FUNCTIONS = {
  ...{ "0001": "AND", "0111": "OR", 1000: "NOR", 1110: "NAND", "0110": "XOR", 1001: "XNOR" },
  ...{ "0000": "always 0", 1111: "always 1", "0011": "x₁", "0101": "x₂", 1100: "not x₁" },
  ...{ 1010: "not x₂", "0010": "x₁, not x₂", "0100": "x₂, not x₁", 1011: "x₁ or not x₂" },
  1101: "x₂ or not x₁",
};

export const functionOf = (answers) => FUNCTIONS[answers.join("")];

export const inputsOf = (row) => `(${INPUTS[row].join(", ")})`;

/** How one of the 24 numbers comes about. */
export function wordsOf(look) {
  const { letters, numbers, current: { place, row, layer, unit, kind, title } } = look;
  const whose = layer === 1 ? title : `the ${title}`;
  return {
    title: `${kind} of ${whose}, for the inputs ${inputsOf(row)}`,
    name: letters.unit(kind, layer, unit),
    result: long(numbers[place]),
    ...(kind === "z" ? sum(look) : activated(look)),
  };
}

function sum({ letters, numbers, nine, current: { place, row, layer, unit } }) {
  const terms = arriving({ nine, numbers }, row, layer, unit).map(([from, value, weight]) => {
    const sender = layer === 1 ? letters.input(from) : letters.unit("a", 1, from);
    const [name, number] = [letters.weight(layer, from, unit), bracketed(weight)];
    const isAlone = letters === BOOK && from === 0;
    return isAlone ? [name, number] : [`${sender}~${name}`, `${short(value)}~·~${number}`];
  });
  if (letters === BOOK) terms.push(terms.shift());
  return {
    symbols: terms.map(([symbols]) => symbols).join(" + "),
    numbers: terms.map(([, inNumbers]) => inNumbers).join(" + "),
    because:
      numbers[place] === 0
        ? "Exactly 0: neither above the threshold nor below it."
        : "What arrives, each number times its weight, and the bias.",
  };
}

function activated({ letters, numbers, activation, step_at_zero, current }) {
  const z = numbers[current.place - 1];
  const name = letters.unit("z", current.layer, current.unit);
  if (activation === "sigmoid") {
    const because = z === 0 ? "σ(0) is ½, whatever 0 is multiplied by." : "Between 0 and 1.";
    return { symbols: `σ(${name})`, numbers: `1~/~(1~+~e^{${long(-z)}})`, because };
  }
  const because = z === 0 ? `z is 0, and g(0) is set to ${step_at_zero}.` : "1 above 0, and 0 below.";
  return { symbols: `g(${name})`, numbers: `g(${long(z)})`, because };
}

/** The written-out sum of hidden unit 1, as in the slides' table. */
export function sumOf({ letters, nine, numbers }, row) {
  const [one, ...others] = arriving({ nine, numbers }, row, 1, 1);
  const product = ([, value, weight]) => `${value}·${short(weight)}`;
  if (letters === SLIDES) return [one, ...others].map(product).join(" + ");
  const bias = one[2];
  return `${others.map(product).join(" + ")} ${bias < 0 ? "−" : "+"} ${short(Math.abs(bias))}`;
}

/** One of the 24 numbers for a table: three decimals at most, all three of a sigmoid's answer. */
export function shown(place, { numbers, activation }) {
  const isAnswer = COLUMNS[place % 6].kind === "a";
  return isAnswer && activation === "sigmoid" ? numbers[place].toFixed(3) : short(numbers[place]);
}

/** At most three decimals, fewer of larger numbers; what is tiny is not called 0. */
export function short(value) {
  const size = Math.abs(value);
  if (size > 0 && size < 5e-4) return "≈0";
  const decimals = [1, 10, 100].filter((limit) => size < limit).length;
  return minus(String(Number(value.toFixed(decimals))));
}

function long(value) {
  const isTiny = value !== 0 && Math.abs(value) < 5e-7;
  return minus(isTiny ? value.toExponential(1) : String(Number(value.toFixed(6))));
}

const bracketed = (value) => (value < 0 ? `(${short(value)})` : short(value));

const minus = (text) => text.replaceAll("-", "−");
