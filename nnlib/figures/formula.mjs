// Formulas as elements, from text with marks for indices: "δ_{1}^{[2]}~·~e^{−z}". A "~" is a space
// at which no line breaks.

import { h } from "./dom.mjs";

const INDEXED = /([^\s~(){}·]′?)(?:_\{([^}]*)\})?(?:\^\{([^}]*)\})?/gu;
const LETTER = /\p{L}/u;

/** The parts of a formula, for `append`: text, and symbols with their indices. */
export function formula(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INDEXED)) {
    const [whole, name, below, above] = match;
    if (below === undefined && above === undefined) continue;
    nodes.push(spaced(text.slice(end, match.index)), indexed(name, below, above));
    end = match.index + whole.length;
  }
  return [...nodes, spaced(text.slice(end))].filter((node) => node !== "");
}

/** A formula in one line of plain text, for sentences and labels: "δ₁[2]", "e^(−z)". */
export function plain(text) {
  const flat = text.replace(INDEXED, (whole, name, below = "", above = "") => {
    const low = below.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
    const bracketed = above === "" || /^[[(]/.test(above) ? above : `^(${above})`;
    return name + low + bracketed;
  });
  return flat.replaceAll("~", " ");
}

const spaced = (text) => text.replaceAll("~", "\u00a0");

function indexed(name, below, above) {
  const letter = LETTER.test(name) ? h("i", {}, name) : name;
  const [up, down] = [above, below].map((text) => text !== undefined && spaced(text));
  const scripts = up && down
    ? h("span", { class: "nn-scripts" }, h("span", {}, up), h("span", {}, down))
    : h(up ? "sup" : "sub", {}, up || down);
  return h("span", { class: "nn-symbol" }, letter, scripts);
}
