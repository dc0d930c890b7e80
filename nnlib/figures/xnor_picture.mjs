// The XNOR network as a drawing, with the numbers of the row on show. In the slides' notation a
// unit that is always 1 sends each bias; in the book's a bias stands on the card of its unit.

import { plain } from "./formula.mjs";
import { arrange, card, connection, connectionNumbers } from "./network_drawing.mjs";
import { numberPlace, UNITS, weightPlace } from "./xnor_network.mjs";
import { BOOK, short, shown } from "./xnor_words.mjs";

/** Draws the network as `look` of xnor_stepper.js has it. */
export function paintNetwork(surface, look) {
  const { letters, nine, current, row, inputs, targets } = look;
  const ones = letters === BOOK ? 0 : 1;
  const lines = letters === BOOK ? 3 : 2;
  const boxes = arrange(surface, [
    { units: 2 + ones, groups: [1], width: 72 },
    { units: 2 + ones, groups: [lines], width: 104 },
    { units: 1, groups: [lines], width: 104 },
    { units: 1, groups: [1], width: 84 },
  ]);
  const boxOf = (layer, unit) => boxes[layer][layer === 2 ? 0 : unit - 1 + ones];
  const isAt = (layer, unit) => current?.layer === layer && current.unit === unit;

  const wires = UNITS.flatMap(({ layer, unit }) =>
    [0, 1, 2].slice(1 - ones).map((from) => ({
      ends: [boxOf(layer - 1, from), boxOf(layer, unit)],
      weight: nine[weightPlace(layer, from, unit)],
      active: isAt(layer, unit) && current.kind === "z" ? "accent" : "",
    })),
  );
  connection(surface, boxOf(2, 1), boxes[3][0], { weight: null });
  for (const { ends, weight, active } of wires) {
    connection(surface, ...ends, { weight, active, arrow: active ? 1 : 0 });
  }
  for (const { ends, weight, active } of wires) {
    const number = { name: "", text: short(weight), tone: active || "ink", mark: "" };
    connectionNumbers(surface, ...ends, [number]);
  }

  const line = (name, text) => ({ name: plain(name), text, tone: "ink", mark: "" });
  if (ones) {
    card(surface, boxes[0][0], [[line("x_{0}", "1")]]);
    card(surface, boxes[1][0], [[line("a_{0}", "1")]]);
  }
  card(surface, boxes[3][0], [[line("wanted", String(targets[row]))]]);
  inputs.forEach((value, index) => {
    card(surface, boxOf(0, index + 1), [[line(`x_{${index + 1}}`, short(value))]]);
  });
  for (const { layer, unit } of UNITS) {
    const made = ["z", "a"].map((kind) => {
      const place = numberPlace(row, layer, unit, kind);
      const text = look.known(place) ? shown(place, look) : "";
      const news = current?.place === place ? { tone: "accent", mark: "made" } : {};
      return { ...line(`${kind}_{${unit}}`, text), ...news };
    });
    const bias = line(`b_{${unit}}`, short(nine[weightPlace(layer, 0, unit)]));
    const active = isAt(layer, unit) ? "accent" : "";
    card(surface, boxOf(layer, unit), [ones ? made : [bias, ...made]], { active });
  }
}
