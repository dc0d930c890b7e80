// All 24 numbers of the XNOR figure, a row for each example, with the written-out sum of hidden
// unit 1, as the slides have them.

import { put } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { formula } from "./formula.mjs";
import { COLUMNS, INPUTS, numberPlace, UNITS } from "./xnor_network.mjs";
import { functionOf, inputsOf, shown, sumOf } from "./xnor_words.mjs";

const SURE = 0.1;

/** Whether an answer is right, undecided or wrong, by its distance from what is wanted. */
export function verdict(error) {
  if (error <= SURE) return "right";
  return error < 1 - SURE ? "undecided" : "wrong";
}

const MARKS = { right: "✓", undecided: "?", wrong: "✗" };

/** The table, a part of the figure; a press on a number explains it. */
export function numberTable(model) {
  const names = UNITS.map(() => h("b"));
  const symbols = COLUMNS.map(() => h("th", { scope: "col" }));
  const rows = INPUTS.map((_, row) => numberRow(row, (place) => put(model, "position", place + 1)));
  let notation = "";

  function nameUnits({ at, known, activation }) {
    UNITS.forEach(({ layer, unit }, index) => {
      const answers = INPUTS.map((_, row) => at(row, layer, unit, "a"));
      const isKnown = known(numberPlace(INPUTS.length - 1, layer, unit, "a"));
      say(names[index], activation === "step" && isKnown ? functionOf(answers) : "");
    });
  }

  return {
    element: h(
      "table",
      { class: "nn-table nn-stays" },
      h("caption", {}, "✓ within 0.1 of what is wanted, ? undecided, ✗ wrong"),
      h("thead", {}, h("tr", {}, ...groups(names)), h("tr", {}, ...heads(symbols))),
      h("tbody", {}, ...rows.map(({ element }) => element)),
    ),
    update(look) {
      nameUnits(look);
      for (const row of rows) row.update(look);
      if (look.notation === notation) return;
      notation = look.notation;
      COLUMNS.forEach(({ kind, layer, unit }, column) => {
        symbols[column].replaceChildren(...formula(look.letters.unit(kind, layer, unit)));
      });
    },
  };
}

const groups = (names) => [
  h("td"),
  h("td", { class: "nn-sum" }),
  ...UNITS.map(({ title }, index) =>
    h("th", { colspan: 2, scope: "colgroup" }, title.replace(" unit", ""), " ", names[index]),
  ),
  h("td"),
];

const heads = (symbols) => [
  h("th", { scope: "col" }, "inputs"),
  h("th", { scope: "col", class: "nn-sum" }, "sum of hidden unit 1"),
  ...symbols,
  h("th", { scope: "col" }, "wanted"),
];

function numberRow(row, explain) {
  const [sum, wanted] = [h("td", { class: "nn-sum" }), h("td")];
  const cells = COLUMNS.map((_, column) => {
    return h("td", { onclick: () => explain(6 * row + column) });
  });
  const element = h("tr", {}, h("th", { scope: "row" }, inputsOf(row)), sum, ...cells, wanted);
  return {
    element,
    update(look) {
      const { known, current, targets, errors } = look;
      element.className = current?.row === row ? "nn-on-show" : "";
      say(sum, sumOf(look, row));
      cells.forEach((cell, column) => {
        const place = 6 * row + column;
        say(cell, known(place) ? shown(place, look) : "·");
        cell.className = current?.place === place ? "nn-made" : "nn-answer";
      });
      const mark = known(6 * row + 5) ? MARKS[verdict(errors[row])] : "";
      say(wanted, `${targets[row]} ${mark}`);
    },
  };
}
