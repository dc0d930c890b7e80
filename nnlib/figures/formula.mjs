// Formulas as elements, from text with marks for indices: "δ_{1}^{[2]} · e^{−z}".

import { h } from "./dom.mjs";

const INDEXED = /([^\s(){}·]′?)(?:_\{([^}]*)\})?(?:\^\{([^}]*)\})?/gu;
const PLAIN = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉" };
const VARIABLE = /\p{L}/u;

/** The parts of a formula, for `append`: text, and symbols with their indices one above the other. */
export function formula(text) {
  const nodes = [];
  let rest = 0;
  for (const match of text.matchAll(INDEXED)) {
    const [whole, letter, below, above] = match;
    if (below === undefined && above === undefined) continue;
    nodes.push(text.slice(rest, match.index), indexed(letter, below, above));
    rest = match.index + whole.length;
  }
  return [...nodes, text.slice(rest)].filter((node) => node !== "");
}

/** A formula in one line of plain text, for sentences and pictures: "δ₁[2]", "e^(−z)". */
export function plain(text) {
  return text.replace(INDEXED, (whole, letter, below = "", above) => {
    const low = below.replace(/\d/g, (digit) => PLAIN[digit]);
    if (above === undefined) return letter + low;
    return letter + low + (/^[[(]/.test(above) ? above : `^(${above})`);
  });
}

function indexed(letter, below, above) {
  const name = VARIABLE.test(letter) ? h("i", {}, letter) : letter;
  if (below === undefined) return h("span", { class: "nn-symbol" }, name, h("sup", {}, above));
  if (above === undefined) return h("span", { class: "nn-symbol" }, name, h("sub", {}, below));
  const scripts = h("span", { class: "nn-scripts" }, h("span", {}, above), h("span", {}, below));
  return h("span", { class: "nn-symbol" }, name, scripts);
}
