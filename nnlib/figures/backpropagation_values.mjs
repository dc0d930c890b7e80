// Every number of a round in tables, one a layer: what the forward pass made, the derivative of the
// loss by it, and parameters after the update. What is given can be changed there.

import { exact, fixed, signed, symbol } from "./backpropagation_letters.mjs";
import {
  allParameters,
  derivative,
  givens,
  key,
  parameters,
  parts,
  range,
  renewed,
  units,
} from "./backpropagation_script.mjs";
import { numberField } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { dragBar } from "./drag_bar.mjs";
import { formula, plain } from "./formula.mjs";

/** The tables of a figure whose model has `params`, `inputs`, `targets` and `round`: a part. */
export function valueTables(model) {
  let [look, shape, rows] = [null, "", []];
  const tables = h("div", { class: "nn-tables" });
  const check = h("p", { class: "nn-check", role: "status" });
  let dragged = ""; // the number whose field was visited last
  const drag = dragBar((value) => change(dragged, value));
  const limits = model.get("limits").params;

  // Weights that are changed in a later round make that round the first of a new run.
  function change(name, value) {
    const { sizes, params } = model.get("frame");
    const { kind, unit } = parts(name);
    const replaced = (list, place) => list.map((old, other) => (other === place ? value : old));
    const setting = { t: "targets", a: "inputs" }[kind];
    if (setting) model.set(setting, replaced(model.get(setting), unit));
    else {
      const now = model.get("round") === 1 ? model.get("params") : params;
      model.set("params", replaced(now, allParameters(sizes).indexOf(name)));
      model.set("round", 1);
    }
    model.save_changes();
  }

  function visit(name) {
    dragged = name;
    const value = look.values[name];
    const [low, high] = [Math.min(-2, Math.floor(value)), Math.max(2, Math.ceil(value))];
    drag.show({ symbol: symbol(name, look.letters), value, low, high, text: exact(value) });
  }

  function rebuild(sizes, letters) {
    const given = new Set(givens(sizes));
    const made = range(1, sizes.length).map((layer) => {
      const list = namesOf(sizes, layer).map((name) =>
        given.has(name) ? givenRow(name, limits, change, visit) : madeRow(name),
      );
      return { layer, list };
    });
    rows = made.flatMap(({ list }) => list);
    tables.replaceChildren(...made.map(({ layer, list }) => table(layer, list, letters)));
    dragged = parameters(sizes, 1)[0];
  }

  return {
    element: h("div", { class: "nn-values nn-stays" }, drag.element, tables, check),
    update(seen) {
      look = seen;
      const now = `${look.frame.sizes} ${look.sign}`;
      if (now !== shape) rebuild(look.frame.sizes, look.letters);
      shape = now;
      for (const row of rows) row.update(look);
      visit(dragged);
      say(check, comparison(look.frame));
    },
  };
}

// The numbers of one table; inputs are in the first, targets and loss in the last.
function namesOf(sizes, layer) {
  const last = sizes.length - 1;
  const all = (kind, of) => units(sizes, of).map((unit) => key(kind, of, unit));
  return [
    ...(layer === 1 ? all("a", 0) : []),
    ...parameters(sizes, layer),
    ...all("z", layer),
    ...all("a", layer),
    ...(layer === last ? [...all("t", last), "J"] : []),
  ];
}

function table(layer, rows, letters) {
  const by = letters.by("…");
  const heads = ["number", "value", by, "updated"].map((text) => h("th", { scope: "col" }, text));
  const slides = letters.sign < 0 ? `, in the slides from ${layer} to ${layer + 1}` : "";
  return h(
    "table",
    { class: "nn-table" },
    h("caption", {}, `Layer ${layer}${slides}`),
    h("thead", {}, h("tr", {}, ...heads)),
    h("tbody", {}, ...rows.map(({ element }) => element)),
  );
}

// A number that the reader may change, with its derivative, and its new value.
function givenRow(name, { low, high }, change, focus) {
  const field = numberField({ label: "A number", low, high }, (value) => change(name, value));
  const { input, complaint } = field;
  input.setAttribute("step", "0.05");
  input.addEventListener("focus", () => focus(name));
  // Empty, it keeps its line, so that no row grows while the reader goes on.
  const measured = h("span", { class: "nn-measured" });
  const base = row(name, h("td", {}, input, complaint), measured);
  return {
    element: base.element,
    update(look) {
      const { frame: { sizes, numerical }, values, known, letters } = look;
      base.update(look);
      input.setAttribute("aria-label", plain(symbol(name, letters)));
      field.show(Number(values[name].toFixed(6)));
      const place = allParameters(sizes).indexOf(name);
      const isShown = numerical && place >= 0 && known.has(derivative(name));
      const difference = isShown ? signed(derivative(name), numerical[place], letters) : null;
      say(measured, isShown ? `≈ ${fixed(difference)}` : "");
      measured.hidden = !(numerical && place >= 0);
    },
  };
}

// A number that an operation makes.
function madeRow(name) {
  const value = h("td");
  const base = row(name, value);
  return {
    element: base.element,
    update(look) {
      base.update(look);
      say(value, look.known.has(name) ? fixed(look.values[name]) : "");
    },
  };
}

function row(name, value, measured = "") {
  const label = h("th", { scope: "row" });
  const [slope, after] = [h("span"), h("td")];
  const back = h("td", {}, slope, measured);
  const [by, next] = [derivative(name), renewed(name)];
  const cells = [[value, name], [back, by], [after, next]];
  let named = "";
  return {
    element: h("tr", {}, label, value, back, after),
    update({ values, known, letters, current }) {
      const text = symbol(name, letters);
      if (text !== named) label.replaceChildren(...formula(text));
      named = text;
      say(slope, known.has(by) ? fixed(signed(by, values[by], letters)) : "");
      say(after, known.has(next) ? fixed(values[next]) : "");
      for (const [cell, of] of cells) {
        const isMade = current?.makes === of;
        const isUsed = current?.uses.includes(of) && known.has(of);
        const mark = isMade ? `nn-made nn-made-${current.phase}` : isUsed ? "nn-used" : "";
        if (cell.className !== mark) cell.className = mark;
      }
    },
  };
}

function comparison({ numerical, error, activation, Z }) {
  if (!numerical) return "";
  const isAtKink = activation === "relu" && Z.flat().some((z) => Math.abs(z) < 1e-5);
  const size = error === 0 ? "0" : error.toExponential(1).replace("-", "−");
  return [
    "≈ is the definition, [J(θ + ε) − J(θ − ε)] / 2ε with ε = 0.00001.",
    `Over all ${numerical.length} derivatives together the relative error is ${size}.`,
    isAtKink ? "A unit is at the kink of ReLU, where no derivative exists." : "",
  ].join(" ");
}
