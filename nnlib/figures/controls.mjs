// One control for each setting of a figure, made from its limits: native elements with labels.
// A control is {element, update, disable}: `update(state)` shows the values that the model has now.

import { h, say } from "./dom.mjs";

/** The control of one setting; it writes to the model whatever the reader chooses. */
export function control(model, name) {
  const limits = model.get("limits")[name];
  if (!limits) throw new Error(`no setting is called ${name}`);
  return KINDS[limits.kind](limits, (value) => put(model, name, value), (state) => state[name]);
}

/** The controls of some settings, as a part; `enabled[name](state)` says when one is of use. */
export function controlGroup(names, enabled = {}) {
  return (model) => {
    const controls = names.map((name) => ({ name, ...control(model, name) }));
    return {
      element: h("div", { class: "nn-controls" }, ...controls.map(({ element }) => element)),
      update(state) {
        for (const { name, update, disable } of controls) {
          update(state);
          if (enabled[name]) disable(!enabled[name](state));
        }
      },
    };
  };
}

/** A number as text, with three digits. */
export function format(value) {
  if (!Number.isFinite(value)) return "not a number";
  return String(Number(value.toPrecision(3))).replaceAll("-", "−");
}

/** Writes one setting, and lets the kernel know where there is one. */
export function put(model, name, value) {
  model.set(name, value);
  model.save_changes();
}

/** A button with a visible text. */
export function button(text, press) {
  return h("button", { type: "button", class: "nn-button", onclick: press }, text);
}

const KINDS = {
  number: slider,
  whole: slider,
  choice: select,
  switch: tick,
  numbers: fields,
  seed: seedField,
};

function slider(limits, take, valueOf) {
  const scale = scaleOf(limits);
  const output = h("output", { class: "nn-value" });
  const input = h("input", {
    type: "range",
    min: scale.place(limits.low),
    max: scale.place(limits.high),
    step: scale.step,
    "aria-label": limits.label, // without the value, which is read out with it
    oninput: () => take(scale.value(Number(input.value))),
  });
  return {
    element: h("label", { class: "nn-control" }, h("span", {}, limits.label), output, input),
    update(state) {
      const [value, text] = [valueOf(state), format(valueOf(state))];
      if (scale.value(Number(input.value)) !== value) input.value = scale.place(value);
      input.setAttribute("aria-valuetext", text);
      say(output, text);
    },
    disable: (disabled) => (input.disabled = disabled),
  };
}

// Where a value lies on a slider, and which value a place means: as exact as its text.
function scaleOf({ kind, low, high, step, log }) {
  const clamp = (value) => Math.min(high, Math.max(low, value));
  if (log) {
    return {
      step: 0.02,
      place: (value) => Number(Math.log10(value).toFixed(6)),
      value: (place) => clamp(Number((10 ** place).toPrecision(2))),
    };
  }
  return {
    step: kind === "whole" ? 1 : step,
    place: (value) => value,
    value: (place) => clamp(Number(place.toPrecision(12))),
  };
}

function select({ label, options }, take, valueOf) {
  const choices = options.map((option) => h("option", { value: option }, option));
  const input = h("select", { onchange: () => take(input.value) }, ...choices);
  return {
    element: h("label", { class: "nn-control" }, h("span", {}, label), input),
    update(state) {
      choices.forEach((choice, index) => {
        const selected = options[index] === valueOf(state);
        if (choice.selected !== selected) choice.selected = selected;
      });
    },
    disable: (disabled) => (input.disabled = disabled),
  };
}

function tick({ label }, take, valueOf) {
  const input = h("input", { type: "checkbox", onchange: () => take(input.checked) });
  return {
    element: h("label", { class: "nn-control nn-tick" }, input, h("span", {}, label)),
    update(state) {
      input.checked = valueOf(state);
    },
    disable: (disabled) => (input.disabled = disabled),
  };
}

/**
 * A field for one number, which is taken once it is finished; the field says why it took none. Until
 * then no frame writes over it.
 * @param {{label: string, low: number, high: number, whole?: boolean}} limits
 * @param {(value: number) => void} take
 * @returns {{input: Element, complaint: Element, show: (value: number) => void}}
 */
export function numberField({ label, low, high, whole = false }, take) {
  const kind = whole ? "a whole number" : "a number";
  const complaint = h("span", { class: "nn-complaint", role: "status" });
  let current = low;
  let unfinished = false;
  const input = h("input", {
    type: "number",
    class: "nn-number",
    min: low,
    max: high,
    step: whole ? 1 : "any",
    oninput: () => (unfinished = true),
    onblur: () => (unfinished = false),
    onchange() {
      unfinished = false;
      const value = Number(input.value);
      const inside = input.value !== "" && value >= low && value <= high;
      const good = inside && (!whole || Number.isInteger(value));
      say(complaint, good ? "" : `${label}: ${kind} from ${low} to ${high}. It stays ${current}.`);
      if (good) take(value);
      else input.value = current;
    },
  });
  return {
    input,
    complaint,
    show(value) {
      current = value;
      const shown = input.value !== "" && Number(input.value) === value;
      if (!unfinished && !shown) input.value = value;
    },
  };
}

function fields({ label, low, high, names }, take, valueOf) {
  let current = [];
  const list = names.map((name, place) =>
    numberField({ label: name, low, high }, (value) =>
      take(current.map((old, other) => (other === place ? value : old))),
    ),
  );
  const labelled = list.map(({ input }, place) =>
    h("label", { class: "nn-field" }, h("span", {}, names[place]), input),
  );
  return {
    element: group(label, labelled, list.map(({ complaint }) => complaint)),
    update(state) {
      current = valueOf(state);
      list.forEach((field, place) => field.show(current[place]));
    },
    disable: (disabled) => list.forEach(({ input }) => (input.disabled = disabled)),
  };
}

function seedField({ label, low, high }, take, valueOf) {
  const field = numberField({ label, low, high, whole: true }, take);
  field.input.setAttribute("aria-label", label);
  const fresh = button("New", () => take(Math.floor(Math.random() * 1000)));
  fresh.setAttribute("aria-label", `New ${label}`);
  return {
    element: group(label, [field.input, fresh], [field.complaint]),
    update: (state) => field.show(valueOf(state)),
    disable(disabled) {
      field.input.disabled = fresh.disabled = disabled;
    },
  };
}

function group(label, row, complaints) {
  const attributes = { class: "nn-control", role: "group", "aria-label": label };
  const fields = h("span", { class: "nn-row" }, ...row);
  return h("div", attributes, h("span", {}, label), fields, ...complaints);
}
