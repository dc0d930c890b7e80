// Every number of a round in tables, one a layer: each number of the forward pass beside the
// derivative of the loss by it. Inputs, targets, weights and biases can be changed there.

import { derivative, givens, key, parameters, parts, range, renewed, units } from "./backpropagation_script.mjs";
import { exact, signed, symbol } from "./backpropagation_words.mjs";
import { numberField } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { formula, plain } from "./formula.mjs";

const LARGEST = 1000;

/** The tables of a figure whose model has `params`, `inputs`, `targets` and `round`. */
export function valueTables(model) {
  const element = h("div", { class: "nn-values" });
  const check = h("p", { class: "nn-check", role: "status" });
  let [shape, rows, heads, look] = ["", [], [], null];

  // A weight that is changed in a later round makes that round the first of a new run.
  function change(name, value) {
    const { frame } = look;
    const { kind, layer, unit } = parts(name);
    const replaced = (list, place) => list.map((old, other) => (other === place ? value : old));
    if (kind === "t") model.set("targets", replaced(frame.targets, unit));
    else if (kind === "a" && layer === 0) model.set("inputs", replaced(frame.A[0], unit));
    else {
      const place = range(1, frame.sizes.length).flatMap((layer) => parameters(frame.sizes, layer)).indexOf(name);
      model.set("params", replaced(frame.params, place));
      model.set("round", 1);
    }
    model.save_changes();
  }

  function rebuild(sizes, letters) {
    const given = new Set(givens(sizes));
    const last = sizes.length - 1;
    [rows, heads] = [[], []];
    const tables = range(1, last + 1).map((layer) => {
      const numbersOf = (kinds) => kinds.flatMap((kind) => units(sizes, layer).map((j) => key(kind, layer, j)));
      const names = [
        ...(layer === 1 ? units(sizes, 0).map((i) => key("a", 0, i)) : []),
        ...parameters(sizes, layer),
        ...numbersOf(["z", "a"]),
        ...(layer === last ? [...units(sizes, last).map((k) => key("t", last, k)), "J"] : []),
      ];
      const made = names.map((name) => row(name, given.has(name), (value) => change(name, value)));
      rows.push(...made);
      const by = h("th", { scope: "col" });
      heads.push(by);
      return h(
        "table",
        { class: "nn-table" },
        h("caption", {}, `Layer ${layer}${letters.sign < 0 ? ` (the slides’ ${layer + 1})` : ""}`),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "number"), h("th", { scope: "col" }, "value"), by, h("th", { scope: "col" }, "updated"))),
        h("tbody", {}, ...made.map(({ element }) => element)),
      );
    });
    element.replaceChildren(...tables, check);
  }

  return {
    element,
    update(seen) {
      look = seen;
      const { frame, letters, sign } = look;
      const wanted = JSON.stringify([frame.sizes, sign]);
      if (wanted !== shape) {
        shape = wanted;
        rebuild(frame.sizes, letters);
      }
      for (const head of heads) say(head, letters.sign > 0 ? `∂${letters.loss}/∂…` : `−∂${letters.loss}/∂…`);
      for (const row of rows) row.update(look);
      say(check, checked(look));
    },
  };
}

function row(name, given, take) {
  const { kind } = parts(name);
  const parameter = kind === "w" || kind === "b";
  const label = h("th", { scope: "row" });
  const field = given ? numberField({ label: "", low: -LARGEST, high: LARGEST }, take) : null;
  const value = h("td", {}, ...(field ? [field.input, field.complaint] : []));
  const slope = h("span", {});
  const measured = h("span", { class: "nn-measured" });
  const back = h("td", {}, slope, measured);
  const after = h("td", {});
  const element = h("tr", {}, label, value, back, after);
  field?.input.setAttribute("step", "0.05");
  let named = "";

  return {
    element,
    update({ frame, values, known, letters, current, measure }) {
      const text = symbol(name, letters);
      if (text !== named) {
        named = text;
        label.replaceChildren(...formula(text));
        field?.input.setAttribute("aria-label", plain(text));
      }
      const by = derivative(kind === "z" ? name : name);
      const next = name === "J" ? "newJ" : renewed(name);
      if (field) field.show(values[name]);
      else say(value, known.has(name) ? exact(values[name]) : "");
      say(slope, known.has(by) ? exact(signed(by, values[by], letters)) : "");
      say(measured, parameter && frame.numerical && known.has(by) ? `≈ ${exact(letters.sign * measure[name])}` : "");
      say(after, known.has(next) ? exact(values[next]) : "");
      for (const [cell, of] of [[value, name], [back, by], [after, next]]) {
        const mark = current?.makes === of ? `nn-made nn-made-${current.phase}` : current?.uses.includes(of) ? "nn-used" : "";
        if (cell.className !== mark) cell.className = mark;
      }
    },
  };
}

function checked({ frame, activation }) {
  if (!frame.numerical) return "";
  const kink = frame.activation === "relu" && frame.Z.flat().some((z) => Math.abs(z) < 1e-5);
  const verdict = `By the definition, [J(θ + ε) − J(θ − ε)] / 2ε with ε = 10⁻⁵: all ${frame.numerical.length} derivatives together differ by a relative error of ${frame.error.toExponential(1).replace("-", "−")}.`;
  return kink ? `${verdict} A unit sits on the kink of ReLU, where no derivative exists.` : verdict;
}
