// One control for each setting of a figure, made from its limits: native elements with labels.
// A control is {element, update}: `update(state)` shows the values that the model has now.

import { h, say } from "./dom.mjs";

const KINDS = { number: slider, whole: slider, choice: select, switch: tick, numbers: fields, seed: seedField };

/** The control of one setting; it writes to the model whatever the reader chooses. */
export function control(model, name) {
  const limits = model.get("limits")[name];
  if (!limits) throw new Error(`no setting is called ${name}`);
  return KINDS[limits.kind](model, name, limits);
}

/** A value as text: three digits where it is a number. */
export function format(value) {
  return typeof value === "number" ? String(Number(value.toPrecision(3))) : String(value);
}

/** Writes one setting and lets the kernel know, where there is one. */
export function put(model, name, value) {
  model.set(name, value);
  model.save_changes();
}

/** A button with a visible text. */
export function button(text, press) {
  return h("button", { type: "button", class: "nn-button", onclick: press }, text);
}

function slider(model, name, limits) {
  const scale = positions(limits);
  const output = h("output", { class: "nn-value" });
  const input = h("input", {
    type: "range",
    min: scale.position(limits.low),
    max: scale.position(limits.high),
    step: scale.step,
    oninput: () => put(model, name, scale.value(Number(input.value))),
  });
  return {
    element: h("label", { class: "nn-control" }, h("span", {}, limits.label), output, input),
    input,
    update(state) {
      const value = state[name];
      if (scale.value(Number(input.value)) !== value || input.value === undefined) {
        input.value = scale.position(value);
      }
      const text = format(value);
      input.setAttribute("aria-valuetext", text);
      say(output, text);
    },
  };
}

// Where a value lies on a slider, and which value a place means: rounded to what the text shows.
function positions({ kind, low, high, step, log }) {
  const clamp = (value) => Math.min(high, Math.max(low, value));
  if (kind === "whole") return { step: 1, position: (value) => value, value: (place) => place };
  if (!log) return { step, position: (value) => value, value: (place) => clamp(Number(place.toPrecision(12))) };
  return {
    step: 0.02,
    position: (value) => Number(Math.log10(value).toFixed(6)),
    value: (place) => clamp(Number((10 ** place).toPrecision(2))),
  };
}

function select(model, name, { label, options }) {
  const choices = options.map((option) => h("option", { value: option }, option));
  const input = h("select", { onchange: () => put(model, name, input.value) }, ...choices);
  return {
    element: h("label", { class: "nn-control" }, h("span", {}, label), input),
    input,
    update(state) {
      choices.forEach((choice, index) => {
        const selected = options[index] === state[name];
        if (choice.selected !== selected) choice.selected = selected;
      });
    },
  };
}

function tick(model, name, { label }) {
  const input = h("input", { type: "checkbox", onchange: () => put(model, name, input.checked) });
  return {
    element: h("label", { class: "nn-control nn-tick" }, input, h("span", {}, label)),
    input,
    update(state) {
      input.checked = state[name];
    },
  };
}

/**
 * A field for one number, which takes a value once it is finished and says why it took none.
 * @param {{label: string, low: number, high: number, whole?: boolean}} limits
 * @param {(value: number) => void} take
 */
export function numberField({ label, low, high, whole = false }, take) {
  const complaint = h("span", { class: "nn-complaint", role: "status" });
  let current = low;
  const input = h("input", {
    type: "number",
    class: "nn-number",
    min: low,
    max: high,
    step: whole ? 1 : "any",
    "aria-label": label,
    onchange() {
      const value = Number(input.value);
      const good = input.value !== "" && value >= low && value <= high && (!whole || Number.isInteger(value));
      say(complaint, good ? "" : `${label} takes a ${whole ? "whole number" : "number"} from ${low} to ${high}; it stays ${current}`);
      if (good) take(value);
      else input.value = current;
    },
  });
  return {
    element: h("span", { class: "nn-field" }, input, complaint),
    input,
    show(value) {
      current = value;
      if (Number(input.value) !== value) input.value = value;
    },
  };
}

function fields(model, name, { label, low, high, count }) {
  const list = Array.from({ length: count }, (_, index) =>
    numberField({ label: `${label} ${index + 1}`, low, high }, (value) =>
      put(model, name, model.get(name).with(index, value)),
    ),
  );
  return {
    element: h("div", { class: "nn-control", role: "group", "aria-label": label }, h("span", {}, label), ...list.map((field) => field.element)),
    update(state) {
      list.forEach((field, index) => field.show(state[name][index]));
    },
  };
}

function seedField(model, name, { label, low, high }) {
  const field = numberField({ label, low, high, whole: true }, (value) => put(model, name, value));
  const draw = button("New", () => put(model, name, Math.floor(Math.random() * 1000)));
  draw.setAttribute("aria-label", `new ${label}`);
  return {
    element: h("div", { class: "nn-control", role: "group", "aria-label": label }, h("span", {}, label), field.element, draw),
    update(state) {
      field.show(state[name]);
    },
  };
}
