// Symbols and numbers of a round in the letters of the book, δ = ∂J/∂z, or of the slides,
// δ = −∂E/∂z. Symbols are text with marks for indices, "δ_{1}^{[2]}"; formula.mjs sets them.

import { parts } from "./backpropagation_script.mjs";

const index = (...units) => units.map((unit) => unit + 1).join("");

const BOOK = Object.freeze({
  sign: 1,
  loss: "J",
  target: "t",
  weight: (layer, from, to) => `w_{${index(from, to)}}^{[${layer}]}`,
  bias: (layer, unit) => `b_{${index(unit)}}^{[${layer}]}`,
  unit: (letter, layer, unit) => `${letter}_{${index(unit)}}^{[${layer}]}`,
  by: (symbol) => `∂J/∂${symbol}`,
});

// The inputs are layer 1, W^(l) leads from layer l to the next, its first index is the receiving
// unit, and its column 0 holds the biases.
const SLIDES = Object.freeze({
  sign: -1,
  loss: "E",
  target: "y",
  weight: (layer, from, to) => `w_{${index(to, from)}}^{(${layer})}`,
  bias: (layer, unit) => `w_{${index(unit)}0}^{(${layer})}`,
  unit: (letter, layer, unit) => `${letter}_{${index(unit)}}^{(${layer + 1})}`,
  by: (symbol) => `−∂E/∂${symbol}`,
});

/** The letters for what δ is: "derivative" has the book's, "error term" the slides'. */
export const lettersOf = (sign) => (sign === "derivative" ? BOOK : SLIDES);

/** The letters of the other sign. */
export const otherThan = (letters) => (letters === BOOK ? SLIDES : BOOK);

/** The symbol of a number, by its key. */
export function symbol(name, letters) {
  const { kind, layer, from, unit } = parts(name);
  switch (kind) {
    case "J":
    case "newJ":
      return letters.loss;
    case "t":
      return `${letters.target}_{${index(unit)}}`;
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

/** Whether a number is a derivative of the loss, which bears the sign of the letters. */
export const isDerivative = (name) => name.startsWith("d");

/** A number as the letters have it: in the slides' derivatives have the other sign. */
export function signed(name, value, letters) {
  // The sum makes 0 of −0.
  return isDerivative(name) && value !== null ? letters.sign * value + 0 : value;
}

/** Six decimals; ∞ for what is not finite, a power of ten for what is tiny or huge. */
export function fixed(value) {
  if (value === null) return "∞";
  const size = Math.abs(value);
  if (size === 0 || (size >= 5e-5 && size < 1e6)) return minus(value.toFixed(6));
  const [digits, power] = value.toExponential(3).split("e");
  return minus(`${digits}·10${raised(Number(power))}`);
}

/** The same without zeros at the end, where six decimals are exact. */
export function exact(value) {
  const rounded = value === null ? null : Number(value.toFixed(6));
  return value !== null && rounded === value ? minus(String(rounded)) : fixed(value);
}

/** Four decimals, or three digits where there are more zeros: for pictures. */
export function short(value) {
  if (value === null) return "∞";
  const size = Math.abs(value);
  if (size === 0 || (size >= 0.01 && size < 1e4)) return minus(String(Number(value.toFixed(4))));
  return minus(size >= 1e-4 && size < 0.01 ? value.toPrecision(3) : value.toExponential(1));
}

const minus = (text) => text.replaceAll("-", "−");

function raised(power) {
  const digits = [...String(Math.abs(power))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  return (power < 0 ? "⁻" : "") + digits.join("");
}
