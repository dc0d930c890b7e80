// The units of each layer of a network, to be edited: a field a layer, one layer more or fewer. For
// figures with settings `inputs`, `hidden` (0 for a layer that is not there) and `outputs`.

import { button, numberField, put } from "./controls.mjs";
import { h } from "./dom.mjs";

/** The units of each layer, inputs first. A link may ask for half a unit; half a unit is none. */
export function sizesOf({ inputs, hidden, outputs }) {
  return [inputs, ...hidden.map(Math.floor).filter((units) => units > 0), outputs];
}

/** What to say where a link asked for half a unit. */
export function rounding(hidden) {
  const half = hidden.find((units) => !Number.isInteger(units));
  return half === undefined ? "" : `${half} units were rounded to ${Math.floor(half)}.`;
}

/** A part of a figure; it follows `sizes` in look. */
export function layerSizes(model) {
  const limits = model.get("limits");
  const most = limits.hidden.names.length;
  const present = () => model.get("hidden").map(Math.floor).filter((units) => units > 0);
  const write = (list) => put(model, "hidden", [...list, ...Array(most - list.length).fill(0)]);

  function field(label, { high }, take) {
    const { input, complaint, show } = numberField({ label, low: 1, high, whole: true }, take);
    const element = h("label", { class: "nn-units" }, h("span", {}, label), input, complaint);
    return { element, show };
  }

  const replaced = (place, units) => present().map((old, other) => (other === place ? units : old));
  const hidden = limits.hidden.names.map((name, place) =>
    field(name, limits.hidden, (units) => write(replaced(place, units))),
  );
  const inputs = field("inputs", limits.inputs, (units) => put(model, "inputs", units));
  const outputs = field("outputs", limits.outputs, (units) => put(model, "outputs", units));
  const more = button("+ hidden layer", () => {
    if (present().length < most) write([...present(), present().at(-1) ?? model.get("outputs")]);
  });
  const fewer = button("− hidden layer", () => write(present().slice(0, -1)));

  return {
    element: h(
      "div",
      { class: "nn-sizes" },
      h("div", { class: "nn-row" }, ...[inputs, ...hidden, outputs].map(({ element }) => element)),
      h("div", { class: "nn-row" }, more, fewer),
    ),
    update({ sizes }) {
      const between = sizes.slice(1, -1);
      inputs.show(sizes[0]);
      outputs.show(sizes.at(-1));
      hidden.forEach((one, place) => {
        one.element.hidden = place >= between.length;
        if (place < between.length) one.show(between[place]);
      });
      more.setAttribute("aria-disabled", String(between.length === most));
      fewer.setAttribute("aria-disabled", String(between.length === 0));
    },
  };
}
