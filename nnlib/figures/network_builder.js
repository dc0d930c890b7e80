// A fully connected network of any sizes. Takes the settings of network_builder.py and a frame with
// the numbers of one example; shows the units and links, the arrays, and one unit as a sum. The
// reader says which array has which shape.

import { resetButton } from "./buttons.mjs";
import { format, numberField, put } from "./controls.mjs";
import { h } from "./dom.mjs";
import { layerSizes, rounding, sizesOf } from "./layer_sizes.mjs";
import { paintArrays } from "./network_builder_arrays.mjs";
import { drive } from "./network_builder_driver.mjs";
import { nameOf, paintNetwork, unitAt } from "./network_builder_picture.mjs";
import { shapeFields, verdicts } from "./network_builder_shapes.mjs";
import { figure } from "./view.mjs";

const LISTED = 8; // numbers of a layer in the text

function look(state) {
  const { frame } = state;
  const found = verdicts(state, frame.sizes);
  return { sizes: sizesOf(state), net: parametersOf(frame), verdicts: found };
}

// weight(layer, from, to) and bias(layer, to), counted from 1; null where there are too many.
function parametersOf({ sizes, params }) {
  const starts = [0];
  for (let layer = 1; layer < sizes.length; layer++) {
    starts.push(starts[layer - 1] + (sizes[layer - 1] + 1) * sizes[layer]);
  }
  const at = (layer, row, to) => params && params[starts[layer - 1] + row * sizes[layer] + to - 1];
  return {
    isKnown: params !== null,
    weight: (layer, from, to) => at(layer, from - 1, to),
    bias: (layer, to) => at(layer, sizes[layer - 1], to),
  };
}

// A press on a unit writes it out.
function pointAt(place, model) {
  const unit = unitAt(place);
  if (unit) put(model, "unit", unit);
}

function unitText({ frame }) {
  const { layer, unit, weights, bias } = frame.unit;
  const sent = frame.A[layer - 1];
  const terms = weights.map((weight, k) => [weight, `·${bracketed(sent[k])}`]);
  const shown = terms.slice(0, LISTED).map(([weight, rest], k) => signed(weight, k === 0) + rest);
  if (terms.length > LISTED) shown.push("+ …");
  const [z, a] = [frame.Z[layer - 1][unit - 1], frame.A[layer][unit - 1]];
  const name = `unit ${unit} of ${nameOf(layer, frame.sizes)}`;
  const sum = `z = ${shown.join(" ")} ${signed(bias)} = ${format(z)}`;
  return `Written out, ${name}: ${sum}, and a = ${functionOf(frame, layer)}(z) = ${format(a)}.`;
}

const bracketed = (value) => (value < 0 ? `(${format(value)})` : format(value));
const signed = (value, isFirst = false) =>
  isFirst ? format(value) : `${value < 0 ? "−" : "+"} ${format(Math.abs(value))}`;
const functionOf = ({ sizes, activation, output }, layer) =>
  layer === sizes.length - 1 ? output : activation;

function listed(values) {
  const shown = values.slice(0, LISTED).map(format).join(", ");
  const more = values.length - LISTED;
  return more > 0 ? `(${shown} and ${more} more)` : `(${shown})`;
}

function describe(look) {
  const { frame, shapes, notation } = look;
  const { sizes, Z, A } = frame;
  const count = sizes.slice(1).reduce((sum, units, index) => sum + (sizes[index] + 1) * units, 0);
  const passes = Z.map((z, index) => {
    const layer = index + 1;
    const name = nameOf(layer, sizes);
    return `${name}, ${functionOf(frame, layer)}: z = ${listed(z)}, a = ${listed(A[layer])}`;
  });
  const told = sizes.slice(1).map((units, index) => {
    const before = sizes[index];
    return notation === "book"
      ? `W[${index + 1}] ${before}×${units}, b[${index + 1}] ${units}`
      : `W(${index + 1}) ${units}×${before + 1}`;
  });
  return [
    `The network ${sizes.join("–")} has ${count} weights and biases. x = ${listed(A[0])};`,
    `${passes.join("; ")}.`,
    unitText(look),
    shapes ? `The shapes: ${told.join("; ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function notice({ hidden, frame }) {
  const isLarge = frame.A.at(-1).some((value) => Math.abs(value) > 1e6);
  return `${rounding(hidden)} ${isLarge ? "The numbers grow large." : ""}`.trim();
}

function answer({ verdicts: found, shapes, frame, notation }) {
  const { sizes } = frame;
  const right = found.filter((verdict) => verdict.right).length;
  if (!found.some(({ filled }) => filled)) return null;
  if (right < found.length) {
    return { solved: false, text: `${right} of ${found.length} layers are right.` };
  }
  if (shapes) return { solved: false, text: "All right, but you were looking. Hide the shapes." };
  if (found.length < 2 || sizes.some((units, layer) => units === sizes[layer - 1])) {
    return {
      solved: false,
      text: "Right. But only layers of different sizes, two or more, tell rows from columns.",
    };
  }
  const text =
    notation === "book"
      ? "All right: W has a row for each unit that sends, a column for each that receives."
      : "All right: W has a row for each unit that receives, a column for b and each that sends.";
  return { solved: true, text };
}

// Fields for as many inputs as there are.
function exampleFields(model) {
  const { names, low, high } = model.get("limits").x;
  const fields = names.map((label, place) => {
    const { input, complaint, show } = numberField({ label, low, high }, (value) => {
      put(model, "x", model.get("x").map((old, other) => (other === place ? value : old)));
    });
    const element = h("label", { class: "nn-units" }, h("span", {}, label), input, complaint);
    return { element, show };
  });
  return {
    element: h(
      "div",
      { class: "nn-sizes nn-row", role: "group", "aria-label": "the example" },
      ...fields.map(({ element }) => element),
    ),
    update({ sizes, x }) {
      fields.forEach(({ element, show }, place) => {
        element.hidden = place >= sizes[0];
        show(x[place]);
      });
    },
  };
}

export default figure({
  title: "Build a network, and find the shapes of its arrays",
  question: {
    ask:
      "Which array has which shape? Say it of every W and b. An array opens when you are right; " +
      "then build another network.",
    answer,
    why: {
      ask: "Predict first: ten examples go through at once instead of one. What changes its shape?",
      options: [
        "Every array of the network.",
        "x, and with it every z and a: each gets ten rows.",
        "The weights: each example needs its own.",
        "Only the output.",
      ],
      right: 1,
      because:
        "An example is a row. Weights belong to the links between units, biases to units, and " +
        "both are the same for every example. b is added to each of the ten rows.",
    },
  },
  parts: [shapeFields, layerSizes, exampleFields],
  buttons: [resetButton],
  controls: ["activation", "output", "seed", "unit", "notation", "shapes"],
  panels: [
    {
      label: "The units and links of the network, with what each unit sends on",
      ...{ width: 720, height: 300, narrow: { width: 340, height: 400 } },
      ...{ paint: paintNetwork, point: pointAt },
    },
    {
      label: "The arrays of the network as rectangles",
      ...{ width: 720, height: 270, narrow: { width: 340, height: 420 }, paint: paintArrays },
    },
  ],
  look,
  describe,
  notice,
  drive,
});
