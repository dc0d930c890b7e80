// Layers from the plane to the plane. Takes the settings of linear_collapse.py and a frame with the
// layers' numbers and their product; shows a grid and a line after every layer, and the one layer
// that does the same as long as all are linear.

import { resetButton } from "./buttons.mjs";
import { format, numberField } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { inside } from "./draw.mjs";
import { drive, frameOf } from "./linear_collapse_driver.mjs";
import { paintStages, stagesOf } from "./linear_collapse_picture.mjs";
import { figure, snapshot } from "./view.mjs";

const EACH = 6; // numbers of a layer
const BENT = 0.05; // from here on it is to be seen

// A press in the first plane puts the line through that place.
function pointAt(place, model, { angle, limits }) {
  const plane = place.painted;
  if (!inside(place, plane)) return;
  const [x1, x2] = plane.valueAt(place);
  const turn = (angle * Math.PI) / 180;
  const offset = Math.cos(turn) * x2 - Math.sin(turn) * x1;
  const { low, high } = limits.offset;
  model.set("offset", Number(Math.min(high, Math.max(low, offset)).toFixed(2)));
  model.save_changes();
}

// A number field for every weight and bias in use, and the product beside them.
function matrices(model) {
  const { names, low, high } = model.get("limits").own;
  const fields = names.map((label, place) => {
    const field = numberField({ label, low, high }, (value) => change(place, value));
    field.input.setAttribute("aria-label", label);
    return field;
  });

  // Whoever changes a number of the seed's makes all of them their own.
  function change(place, value) {
    const used = frameOf({ ...snapshot(model), depth: names.length / EACH }).params;
    model.set("own", used.map((old, other) => (other === place ? value : old)));
    model.set("weights_from", "own");
    model.save_changes();
  }

  const layers = Array.from({ length: names.length / EACH }, (_, layer) => {
    const own = fields.slice(EACH * layer, EACH * (layer + 1));
    return h(
      "div",
      { class: "nn-layer", role: "group", "aria-label": `layer ${layer + 1}` },
      h("span", {}, `W[${layer + 1}]`),
      ...own.slice(0, 4).map(({ input }) => input),
      h("span", {}, `b[${layer + 1}]`),
      ...own.slice(4).map(({ input }) => input),
      ...own.map(({ complaint }) => complaint),
    );
  });
  const values = Array.from({ length: EACH }, () => h("output", { class: "nn-value" }));
  const title = h("span", {});
  const single = h(
    "div",
    { class: "nn-layer nn-single", role: "group", "aria-label": "the product" },
    title,
    ...values.slice(0, 4),
    h("span", {}, "b"),
    ...values.slice(4),
  );
  return {
    element: h("div", { class: "nn-layers" }, ...layers, single),
    update({ frame }) {
      layers.forEach((element, layer) => (element.hidden = layer >= frame.depth));
      fields.forEach(({ show }, place) => show(frame.params[place] ?? ""));
      say(title, `W = ${factors(frame.depth)}`);
      [...frame.W, ...frame.b].forEach((value, place) => say(values[place], format(tidy(value))));
    },
  };
}

const factors = (depth) =>
  depth === 1 ? "W[1]" : `W[1]${depth > 2 ? "···" : ""}W[${depth}]`;

// Sums of tenths: what differs from 0 by rounding alone is 0.
const tidy = (value) => (Math.abs(value) < 1e-12 ? 0 : value);

function describe({ frame }) {
  const { depth, activation, difference, bend } = frame;
  const W = frame.W.map((value) => format(tidy(value)));
  const b = frame.b.map((value) => format(tidy(value)));
  const hidden = depth > 1 ? `, ${activation} between them` : "";
  return [
    `${count(depth)}${hidden}. Multiplied: W = (${W[0]}, ${W[1]}; ${W[2]}, ${W[3]}),`,
    `b = (${b[0]}, ${b[1]}).`,
    difference < 1e-9
      ? `This one layer does the same: on the grid the two differ by ${tiny(difference)} at most.`
      : `This one layer does another thing: on the grid they differ by ${format(difference)}.`,
    bend < 1e-9
      ? "The line is still straight."
      : `The line is bent: it lies up to ${format(bend)} beside the straight way between its ends.`,
  ].join(" ");
}

const count = (depth) => (depth === 1 ? "One layer" : `${depth} layers`);
const tiny = (value) => (value === 0 ? "0" : value.toExponential(0).replace("-", "−"));

function notice({ frame }) {
  const [w11, w12, w21, w22] = frame.W;
  const determinant = w11 * w22 - w12 * w21;
  if (frame.activation !== "identity" || Math.abs(determinant) >= 0.05) return "";
  const size = format(tidy(determinant));
  return `The layers squeeze the plane onto a line, or nearly: the determinant of W is ${size}.`;
}

function answer({ frame }) {
  const { depth, activation, bend } = frame;
  const not = (text) => ({ solved: false, text });
  if (activation === "identity") {
    return depth === 5 ? not("Five layers, and the line is straight. What does bend it?") : null;
  }
  if (depth === 1) return not("One layer has no units between, so there is no tanh in it.");
  if (bend < BENT) return not(`Bent by ${format(bend)}: hardly to be seen. Take other weights.`);
  if (depth > 2) return not("It bends. Do fewer layers bend it, too?");
  return {
    solved: true,
    text: "One tanh between two layers bends it. Without any, five layers are one layer.",
  };
}

export default figure({
  title: "Many layers, or one?",
  question: {
    ask:
      "Can five linear layers bend the line? Try any weights. Then find the fewest layers, " +
      "linear or not, that bend it.",
    answer,
    why: {
      ask:
        "Predict first: five linear layers of two units have 30 numbers. How many does the one " +
        "layer have that does the same?",
      options: ["30", "10, two for each layer", "6", "No one layer does the same."],
      right: 2,
      because:
        "A product of 2×2 matrices is a 2×2 matrix, however many there are: four weights and two " +
        "biases. The other 24 can be learnt, but add nothing that the network could say.",
    },
  },
  parts: [matrices],
  buttons: [resetButton],
  controls: ["depth", "activation", "angle", "offset", "seed", "weights_from"],
  enabled: { seed: ({ weights_from }) => weights_from === "seed" },
  panels: [
    {
      label:
        "A grid and a line after each layer; dashed, at the end, what the product of the layers " +
        "makes of them",
      ...{ width: 720, height: 470, narrow: { width: 340, height: 540 } },
      ...{ paint: paintStages, point: pointAt },
    },
  ],
  look: stagesOf,
  describe,
  notice,
  drive,
});
