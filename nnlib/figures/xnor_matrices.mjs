// The same network as matrices, for the row on show: W (1 over a) with biases in column 0 and
// columns as examples, as in the slides, or A W + b with rows as examples, as in the book. The
// weights and biases are fields, and a bar drags the one that was visited last.

import { numberField } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { dragBar } from "./drag_bar.mjs";
import { formula, plain } from "./formula.mjs";
import { BIASES, NOR_BIAS, numberPlace, weightPlace } from "./xnor_network.mjs";
import { BOOK, short, shown } from "./xnor_words.mjs";

const UNITS_OF = { 1: [1, 2], 2: [1] };
// The weights from left to right and from top to bottom, by layer, receiving unit and sender.
const PLACES = [1, 2].flatMap((layer) =>
  UNITS_OF[layer].flatMap((to) => [0, 1, 2].map((from) => ({ layer, from, to }))),
);

/** Two equations, one a layer: a part of a figure whose model has the nine `weights`. */
export function matrices(model) {
  let [look, notation] = [null, ""];
  let cells = []; // of the equations on show: functions that renew them
  const { low, high } = model.get("limits").weights;

  function change(place, value) {
    model.set("weights", look.weights.map((old, other) => (other === place ? value : old)));
    model.save_changes();
  }

  let dragged = NOR_BIAS;
  const drag = dragBar((value) => change(dragged, value));

  function showDragged() {
    const { layer, from, to } = PLACES[dragged];
    const value = look.weights[dragged];
    drag.show({
      symbol: look.letters.weight(layer, from, to),
      what: BIASES.includes(dragged) ? "the bias " : "the weight ",
      ...{ value, low: Math.min(-0.5, value), high: Math.max(0.5, value), text: short(value) },
    });
  }

  const fields = PLACES.map((_, place) => {
    const field = numberField({ label: "A weight", low, high }, (value) => change(place, value));
    field.input.setAttribute("step", "0.05");
    field.input.addEventListener("focus", () => {
      dragged = place;
      showDragged();
    });
    return field;
  });
  const equations = h("div", { class: "nn-equations" });

  function rebuild(letters) {
    cells = [];
    const cell = (value) => {
      const element = h("span");
      cells.push(() => say(element, value(look)));
      return element;
    };
    const field = (layer, from, to) => fields[weightPlace(layer, from, to)].input;
    const write = letters === BOOK ? inRows : inColumns;
    equations.replaceChildren(...[1, 2].map((layer) => write(layer, letters, cell, field)));
    PLACES.forEach(({ layer, from, to }, place) => {
      fields[place].input.setAttribute("aria-label", plain(letters.weight(layer, from, to)));
    });
  }

  return {
    element: h(
      "div",
      { class: "nn-matrices nn-stays" },
      equations,
      drag.element,
      ...fields.map(({ complaint }) => complaint),
    ),
    update(seen) {
      look = seen;
      if (look.notation !== notation) rebuild(look.letters);
      notation = look.notation;
      for (const renew of cells) renew();
      fields.forEach((field, place) => field.show(look.weights[place]));
      showDragged();
    },
  };
}

// z = W (1 over a): a row of W for each receiving unit, its bias in column 0.
function inColumns(layer, letters, cell, field) {
  const units = UNITS_OF[layer];
  const W = units.map((to) => [0, 1, 2].map((from) => field(layer, from, to)));
  const column = [0, 1, 2].map((from) => [cell(sender(layer, from))]);
  return equation(
    ...[named(letters.layer("z", layer)), " = ", factor(cell)],
    ...[matrix(W, `W^{(${layer})}`), " · ", matrix(column, "")],
    ...[" = ", matrix(units.map((unit) => [cell(made(layer, unit, "z"))]), ""), ", "],
    activated(layer, letters, matrix(units.map((unit) => [cell(made(layer, unit, "a"))]), "")),
  );
}

// z = a W + b: a column of W for each receiving unit.
function inRows(layer, letters, cell, field) {
  const units = UNITS_OF[layer];
  const W = [1, 2].map((from) => units.map((to) => field(layer, from, to)));
  const b = [units.map((to) => field(layer, 0, to))];
  return equation(
    ...[named(letters.layer("z", layer)), " = "],
    ...[matrix([[1, 2].map((from) => cell(sender(layer, from)))], ""), " · ", factor(cell)],
    ...[matrix(W, `W^{[${layer}]}`), " + ", factor(cell), matrix(b, `b^{[${layer}]}`)],
    ...[" = ", matrix([units.map((unit) => cell(made(layer, unit, "z")))], ""), ", "],
    activated(layer, letters, matrix([units.map((unit) => cell(made(layer, unit, "a")))], "")),
  );
}

const sender = (layer, from) => (look) => {
  if (from === 0) return "1";
  return layer === 1 ? short(look.inputs[from - 1]) : made(1, from, "a")(look);
};

const made = (layer, unit, kind) => (look) => {
  const place = numberPlace(look.row, layer, unit, kind);
  return look.known(place) ? shown(place, look) : "·";
};

const factor = (cell) => cell(({ scale }) => (scale === 1 ? "" : `${short(scale)} · `));
const named = (symbol) => h("span", {}, ...formula(symbol));
const activated = (layer, letters, values) =>
  h("span", { class: "nn-activated" }, named(letters.layer("a", layer)), " = ", values);
const equation = (...parts) => h("div", { class: "nn-equation" }, ...parts);

// A matrix in brackets, its name and shape below it.
function matrix(rows, name) {
  const columns = `grid-template-columns: repeat(${rows[0].length}, auto)`;
  const shape = `${name ? `${name}, ` : ""}${rows.length}×${rows[0].length}`;
  return h(
    "span",
    { class: "nn-matrix" },
    h("span", { class: "nn-entries", style: columns }, ...rows.flat()),
    h("span", { class: "nn-shape" }, ...formula(shape)),
  );
}
