// Which array has which shape? Fields for the reader's guesses, and what is said of each.

import { numberField, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";

const EACH = 3; // numbers a layer: rows and columns of W, entries of b

/** The right numbers of each layer, [rows, columns, entries]; in the slides' form b is in W. */
export function shapesOf(sizes, notation) {
  return sizes.slice(1).map((units, index) => {
    const before = sizes[index];
    return notation === "book" ? [before, units, units] : [units, before + 1];
  });
}

/** What the reader's guesses are worth, layer by layer: {filled, right, text}. */
export function verdicts({ guesses, notation }, sizes) {
  return shapesOf(sizes, notation).map((shape, layer) => {
    const guess = guesses.slice(EACH * layer, EACH * layer + shape.length);
    const filled = guess.every((number) => number > 0);
    const right = filled && String(guess) === String(shape);
    return { filled, right, text: filled ? comment(guess, shape, right) : "" };
  });
}

function comment([rows, columns, entries], shape, right) {
  if (right) return "✓";
  const isTurned = rows === shape[1] && columns === shape[0];
  if (isTurned) return "✗ the other way round";
  if (shape.length === 2 && rows === shape[0] && columns === shape[1] - 1) {
    return "✗ where are the biases?";
  }
  if (rows === shape[0] && columns === shape[1]) return "✗ W yes, b no";
  return entries === shape[2] && entries ? "✗ b yes, W no" : "✗";
}

/** The fields, a part of the figure; it follows `sizes` and `verdicts` in look. */
export function shapeFields(model) {
  const { names, high } = model.get("limits").guesses;
  const fields = names.map((label, place) =>
    numberField({ label, low: 1, high, whole: true }, (value) => {
      const guesses = model.get("guesses");
      put(model, "guesses", guesses.map((old, other) => (other === place ? value : old)));
    }),
  );
  for (const [place, { input }] of fields.entries()) input.setAttribute("aria-label", names[place]);
  const rows = Array.from({ length: names.length / EACH }, (_, layer) => {
    const [r, c, b] = fields.slice(EACH * layer, EACH * layer + EACH);
    const [W, bias] = [h("span", {}), h("span", {})];
    const verdict = h("span", { class: "nn-guess-verdict", role: "status" });
    const ofBias = h("span", { class: "nn-guess-b" }, bias, b.input);
    const complaints = [r, c, b].map(({ complaint }) => complaint);
    const element = h(
      "div",
      { class: "nn-guess", role: "group", "aria-label": `layer ${layer + 1}` },
      ...[W, r.input, "×", c.input, ofBias, verdict, ...complaints],
    );
    return { element, W, bias, ofBias, verdict };
  });
  return {
    element: h(
      "div",
      { class: "nn-guesses" },
      h("p", {}, "Your shapes: rows × columns, from the first layer to the last"),
      ...rows.map(({ element }) => element),
    ),
    update({ guesses, notation, verdicts: found }) {
      fields.forEach(({ show }, place) => show(guesses[place] || ""));
      rows.forEach(({ element, W, bias, ofBias, verdict }, layer) => {
        element.hidden = layer >= found.length;
        ofBias.hidden = notation !== "book";
        say(W, notation === "book" ? `W[${layer + 1}]` : `W(${layer + 1})`);
        say(bias, `b[${layer + 1}]`);
        say(verdict, found[layer]?.text ?? "");
        verdict.setAttribute("data-right", String(Boolean(found[layer]?.right)));
      });
    },
  };
}
