// Half-planes combined. Takes the settings of half_planes.py; shows the lines over the data with
// the region of the output unit, and the network: what each unit says of the plane.

import { resetButton } from "./buttons.mjs";
import { format, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { axes, marker, plot } from "./draw.mjs";
import { activations, datasets, mlp } from "./engine.mjs";
import { signedSides } from "./plane.mjs";
import { figure, snapshot } from "./view.mjs";

const BOX = { left: 38, top: 22, width: 290, height: 290 };
const GRAB = 15; // how near to a line's number a press must be to take it, in the panel's units
const ENOUGH = 4; // lines for the disc

// [radius, points, label]: no triangle round this disc slips between the points of this ring.
const CIRCLES = [
  ...[0.5, 1, 1.5, 2, 2.5].map((radius) => [radius, 8 * radius, 1]),
  ...[4.25, 4.75, 5.25].map((radius) => [radius, 48, 0]),
];

const SETS = {
  "disc in a ring": { data: discInRing, reach: [-6.5, 6.5] },
  blobs: { data: (seed) => datasets.blobs(200, 1, seed), reach: [-6.5, 6.5] },
  XOR: { data: () => datasets.xorGate(), reach: [-0.5, 1.5] },
};

// How many of k hidden units must say 1, so that the output unit does.
const UNITS = { AND: (k) => k, OR: () => 1, majority: (k) => Math.floor(k / 2) + 1 };

function discInRing() {
  const points = CIRCLES.flatMap(([radius, count, label]) =>
    Array.from({ length: count }, (_, place) => {
      const angle = (2 * Math.PI * place) / count;
      return { inputs: [radius * Math.cos(angle), radius * Math.sin(angle)], label };
    }),
  );
  return {
    X: Float64Array.from(points.flatMap(({ inputs }) => inputs)),
    T: Float64Array.from(points, ({ label }) => label),
    rows: points.length,
  };
}

function look(state) {
  const { dataset, unit, count, seed } = state;
  const { data, reach } = SETS[dataset];
  const at = plot(BOX, reach, reach);
  const lines = linesOf(state, reach);
  const needed = UNITS[unit](count);
  const { X, T, rows } = data(seed);
  const net = mlp({ sizes: [2, count, 1], hidden: activations.step, output: activations.step });
  const outputs = net.predict(paramsOf(lines, needed), X, rows);
  const missed = Array.from(outputs, (output, row) => output !== T[row]);
  const right = missed.filter((wrong) => !wrong).length;
  return { at, lines, needed, X, T, rows, missed, right };
}

// Each line: w and b of its unit, with w of length 1, and the foot of the perpendicular on it.
function linesOf({ count, directions, distances }, [low, high]) {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  return Array.from({ length: count }, (_, line) => {
    const angle = (directions[line] * Math.PI) / 180;
    const normal = [Math.cos(angle), Math.sin(angle)];
    const distance = (distances[line] / 100) * half;
    return {
      w: normal.map((part) => -part),
      b: distance + middle * (normal[0] + normal[1]),
      foot: normal.map((part) => middle + distance * part),
    };
  });
}

function paramsOf(lines, needed) {
  const weights = [0, 1].flatMap((input) => lines.map(({ w }) => w[input]));
  const biases = lines.map(({ b }) => b);
  return Float64Array.from([...weights, ...biases, ...lines.map(() => 1), 0.5 - needed]);
}

const zOf = ({ w, b }, x1, x2) => w[0] * x1 + w[1] * x2 + b;

// Where at least `needed` of the lines say 1: the sign of the needed-th largest z is the output,
// and its size the distance from the border.
const inRegion = (lines, needed) => (x1, x2) =>
  lines.map((line) => zOf(line, x1, x2)).sort((a, b) => b - a)[needed - 1];

function paintPlane(surface, { at, lines, needed, line, X, T, rows, missed }) {
  signedSides(surface, at, inRegion(lines, needed), 58);
  axes(surface, at, { x: "x₁", y: "x₂" });
  surface.clip(at.left, at.top, at.width, at.height, () => {
    lines.forEach((each, index) => {
      const chosen = index === line - 1;
      const [from, to] = across(each, at);
      surface.line([from, to], { stroke: chosen ? "accent" : "muted", width: chosen ? 2.2 : 1.2 });
    });
  });
  for (let row = 0; row < rows; row++) {
    marker(surface, at.x(X[2 * row]), at.y(X[2 * row + 1]), T[row] > 0.5, missed[row]);
  }
  lines.forEach((each, index) => handle(surface, handlePlace(each, at), index, line));
}

// Two points of a line, far outside the plot.
function across({ w, foot }, at) {
  const far = 3 * (at.xs[1] - at.xs[0]);
  return [far, -far].map((way) => [at.x(foot[0] - way * w[1]), at.y(foot[1] + way * w[0])]);
}

function handlePlace({ foot }, at) {
  return [at.x(foot[0]), at.y(foot[1])];
}

function handle(surface, [x, y], index, line) {
  const chosen = index === line - 1;
  const stroke = chosen ? "accent" : "muted";
  surface.circle(x, y, 9, { fill: chosen ? "accent" : "paper", stroke, width: 1.5 });
  const fill = chosen ? "paper" : "ink";
  surface.text(String(index + 1), x, y + 1, { fill, align: "center", baseline: "middle" });
}

// A press on a number chooses its line; a drag leads the chosen one, whose foot follows the pointer.
function pointAt(place, model, { at }) {
  const state = snapshot(model);
  const distances = linesOf(state, at.xs).map((line) => {
    const [x, y] = handlePlace(line, at);
    return Math.hypot(place.x - x, place.y - y);
  });
  const nearest = distances.indexOf(Math.min(...distances));
  const grabs = place.pressed && distances[nearest] < GRAB;
  const moved = grabs ? nearest : Math.min(state.line, state.count) - 1;
  model.set("line", moved + 1);
  const middle = (at.xs[0] + at.xs[1]) / 2;
  const [x1, x2] = at.valueAt(place).map((value) => value - middle);
  const reach = (at.xs[1] - at.xs[0]) / 2;
  change(model, "directions", moved, (Math.atan2(x2, x1) * 180) / Math.PI);
  change(model, "distances", moved, (100 * Math.hypot(x1, x2)) / reach);
}

function change(model, name, line, value) {
  const { low, high } = model.get("limits")[name];
  const rounded = Math.min(high, Math.max(low, Math.round(value)));
  put(model, name, model.get(name).map((old, index) => (index === line ? rounded : old)));
}

// The network: what each hidden unit says of the plane, and what the output unit makes of it.
function paintNetwork(surface, { lines, needed, unit, at, line }) {
  const size = 40;
  const gap = 50;
  const top = 22 + (6 - lines.length) * (gap / 2);
  const end = { left: 178, top: 110, width: 112, height: 112 };
  lines.forEach((each, index) => {
    const box = { left: 36, top: top + index * gap, width: size, height: size };
    const small = plot(box, at.xs, at.ys);
    const middle = small.top + size / 2;
    const arrow = [small.left + size, middle, end.left, end.top + end.height / 2];
    surface.segments([arrow], { stroke: "muted", width: 1.5 });
    signedSides(surface, small, inRegion([each], 1), 14);
    const stroke = index === line - 1 ? "accent" : "muted";
    surface.rect(small.left, small.top, size, size, { stroke });
    handle(surface, [16, middle], index, line);
  });
  const large = plot(end, at.xs, at.ys);
  signedSides(surface, large, inRegion(lines, needed), 28);
  surface.rect(end.left, end.top, end.width, end.height, { stroke: "muted" });
  const centre = end.left + end.width / 2;
  surface.text(unit, centre, end.top - 26, { align: "center", size: 14 });
  const small = { align: "center", fill: "muted" };
  surface.text(`weights 1, bias ${format(0.5 - needed)}`, centre, end.top - 9, small);
  surface.text(`1 where ${needed} or more`, centre, end.top + end.height + 18, small);
  surface.text("of the units say 1", centre, end.top + end.height + 34, small);
}

// Two sliders for the chosen line.
function chosenLine(model) {
  const sliders = ["directions", "distances"].map((name) => slider(model, name));
  return {
    element: h("div", { class: "nn-controls nn-chosen" }, ...sliders.map(({ element }) => element)),
    update: (state) => sliders.forEach(({ update }) => update(state)),
  };
}

function slider(model, name) {
  const { low, high } = model.get("limits")[name];
  const chosen = () => Math.min(model.get("line"), model.get("count")) - 1;
  const [label, output] = [h("span"), h("output", { class: "nn-value" })];
  const oninput = () => change(model, name, chosen(), Number(input.value));
  const input = h("input", { type: "range", min: low, max: high, step: 1, oninput });
  return {
    element: h("label", { class: "nn-control" }, label, output, input),
    update(state) {
      const value = state[name][chosen()];
      const what = name === "directions" ? "direction" : "distance";
      const unit = name === "directions" ? "°" : " %";
      say(label, `${what} of line ${chosen() + 1}`);
      input.setAttribute("aria-label", label.textContent);
      if (input.value === "" || Number(input.value) !== value) input.value = value;
      const text = `${format(value)}${unit}`;
      input.setAttribute("aria-valuetext", text);
      say(output, text);
    },
  };
}

function describe({ lines, needed, unit, rows, right }) {
  const each = lines.map(({ w, b }, index) => {
    const sum = `${format(round(w[0]))}·x₁ ${signed(w[1])}·x₂ ${signed(b)}`;
    return `unit ${index + 1}: ${sum} > 0`;
  });
  return [
    `${right} of ${rows} points are on the right side.`,
    `Hidden units, 1 where ${each.join("; ")}.`,
    `The output unit, ${unit}, says 1 where at least ${needed} of ${lines.length} do.`,
  ].join(" ");
}

const round = (value) => Number(value.toFixed(2)) + 0; // without a sign on 0
const signed = (value) => `${round(value) < 0 ? "−" : "+"} ${format(Math.abs(round(value)))}`;

function answer({ dataset, count, right, rows, unit }) {
  if (dataset !== "disc in a ring" || right < rows) return null;
  const solved = count === ENOUGH;
  const text = solved
    ? `Four lines and ${unit} shut the disc in, and no fewer can.`
    : `${count} lines do it. Can fewer?`;
  return { solved, text };
}

export default figure({
  title: "Half-planes combined",
  question: {
    ask:
      "Every point of the disc should be on the side of the ones, every point of the ring outside. " +
      "What is the least number of lines that can do it? Drag them.",
    answer,
    why: {
      ask: "Predict first: could three lines do with OR or majority what they cannot with AND?",
      options: [
        "Yes, with majority: two of three are easier to please.",
        "Yes, with OR, if the sides are turned.",
        "No: three lines close one piece of the plane, the triangle, and its corners are too long.",
      ],
      right: 2,
      because:
        "Of the pieces into which three lines cut the plane only the triangle is closed; all " +
        "others run through the ring to infinity, whatever the output unit makes of them. And a " +
        "triangle round a disc of radius 2.5 reaches to 5, right through the ring.",
    },
  },
  parts: [chosenLine],
  buttons: [resetButton],
  controls: ["line", "count", "unit", "dataset", "seed"],
  panels: [
    {
      label: "The data, the lines with their numbers, and the region of the output unit",
      ...{ width: 340, height: 352, paint: paintPlane, point: pointAt },
    },
    {
      label: "The network: what each line's unit says of the plane, and the output unit's region",
      ...{ width: 300, height: 352, paint: paintNetwork },
    },
  ],
  enabled: { seed: ({ dataset }) => dataset === "blobs" },
  look,
  describe,
});
