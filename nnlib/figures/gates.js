// One threshold unit on the four corners of its inputs. Takes the settings of gates.py and a frame
// {found}, the functions computed so far; shows the line of the unit, the 16 functions, and the
// four inequalities that the wanted function asks for.

import { pressButton, sendButton } from "./buttons.mjs";
import { button, format, put } from "./controls.mjs";
import { axes, inside, marker, plot } from "./draw.mjs";
import { h, say } from "./dom.mjs";
import { activations } from "./engine.mjs";
import { signedSides } from "./plane.mjs";
import { figure, snapshot } from "./view.mjs";

const N = 50; // the plane is drawn as N × N cells
const AT = plot({ left: 38, top: 36, width: 250, height: 250 }, [-0.5, 1.5], [-0.5, 1.5]);
const SWITCHES = { width: 48, height: 24, above: 6, below: 308 }; // the labels 0 and 1 of a corner
const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];
const POSSIBLE = 14; // Minsky and Papert 1969: all but XOR and XNOR
const MOVED = ["w1", "w2", "b"];
const BOARD = { left: 8, top: 36, cell: 72 }; // the 16 functions, four in a row

const bitsOf = (number) => [8, 4, 2, 1].map((bit) => (number & bit ? 1 : 0));
const numberOf = (bits) => bits.reduce((number, bit) => 2 * number + bit, 0);
const names = ({ limits }) => limits.function.options;
const sum = ({ w1, w2, b }, [x1, x2]) => w1 * x1 + w2 * x2 + b;

function look(state) {
  const wanted = bitsOf(names(state).indexOf(state.function));
  const z = CORNERS.map((corner) => sum(state, corner));
  const outputs = z.map(activations.step.f);
  const right = outputs.map((output, corner) => output === wanted[corner]);
  return { wanted, z, outputs, right, computed: numberOf(outputs) };
}

function paintPlane(surface, state) {
  const { w1, w2, wanted, z, outputs, right } = state;
  signedSides(surface, AT, distanceIn(state), N);
  axes(surface, AT, { x: "x₁", y: "x₂" });
  arrow(surface, state, Math.hypot(w1, w2));
  for (const y of [SWITCHES.above, SWITCHES.below]) {
    const style = { fill: "muted", align: "center", baseline: "middle" };
    surface.text("wanted", AT.x(0.5), y + SWITCHES.height / 2, style);
  }
  CORNERS.forEach(([x1, x2], corner) => {
    const [x, y] = [AT.x(x1), AT.y(x2)];
    labels(surface, switchOf(corner), wanted[corner]);
    marker(surface, x, y, wanted[corner], !right[corner], 8);
    const verdict = right[corner] ? "✓" : "✗";
    const text = `z = ${format(z[corner])} → ${outputs[corner]} ${verdict}`;
    const outwards = y + (x2 ? -24 : 26);
    surface.text(text, x, outwards, { size: 12, align: "center", baseline: "middle" });
  });
}

// From the line; where there is none, all of the plane is on one side.
function distanceIn(state) {
  const length = Math.hypot(state.w1, state.w2);
  if (!length) return () => (state.b > 0 ? Infinity : -Infinity);
  return (x1, x2) => sum(state, [x1, x2]) / length;
}

// From the line's point nearest the middle, towards the side of the ones.
function arrow(surface, { w1, w2, b }, length) {
  if (!length) return;
  const [n1, n2] = [w1 / length, w2 / length];
  const away = sum({ w1, w2, b }, [0.5, 0.5]) / length;
  const foot = [0.5 - away * n1, 0.5 - away * n2];
  const [x, y] = [AT.x(foot[0]), AT.y(foot[1])];
  const [dx, dy] = [n1, -n2];
  const tip = [x + 26 * dx, y + 26 * dy];
  const head = (aside) => [tip[0] - 8 * dx - aside * dy, tip[1] - 8 * dy + aside * dx];
  surface.clip(AT.left, AT.top, AT.width, AT.height, () => {
    surface.line([[x, y], tip], { stroke: "ink", width: 2 });
    surface.line([tip, head(4), head(-4)], { close: true, fill: "ink" });
  });
}

function switchOf(corner) {
  const [x1, x2] = CORNERS[corner];
  const { width, height, above, below } = SWITCHES;
  return { left: AT.x(x1) - width / 2, top: x2 ? above : below, width, height };
}

// The labels 0 and 1 above or below a corner; the wanted one is filled.
function labels(surface, { left, top, width, height }, wanted) {
  surface.rect(left, top, width, height, { fill: "paper", stroke: "muted" });
  for (const label of [0, 1]) {
    const x = left + (label * width) / 2;
    const chosen = label === wanted;
    if (chosen) surface.rect(x, top, width / 2, height, { fill: label ? "positive" : "negative" });
    const style = { size: 13, align: "center", baseline: "middle" };
    const fill = chosen ? "paper" : "ink";
    surface.text(String(label), x + width / 4, top + height / 2 + 1, { ...style, fill });
  }
}

// A press on a label says what is wanted of its corner; in the plane the line comes to the pointer.
function pointAt(place, model, { wanted }) {
  const { function: name, ...state } = snapshot(model);
  const corner = CORNERS.findIndex((_, corner) => inside(place, switchOf(corner)));
  if (corner >= 0 && place.pressed) {
    const { left, width } = switchOf(corner);
    return want(model, corner, place.x > left + width / 2 ? 1 : 0);
  }
  if (!inside(place, AT)) return;
  const [x1, x2] = AT.valueAt(place);
  const { low, high } = state.limits.b;
  const b = -sum({ ...state, b: 0 }, [x1, x2]);
  put(model, "b", Number(Math.min(high, Math.max(low, b)).toFixed(2)));
}

function want(model, corner, label) {
  const state = snapshot(model);
  const bits = look(state).wanted.with(corner, label);
  put(model, "function", names(state)[numberOf(bits)]);
}

// The 16 functions, each as a small square with its four corners.
function paintBoard(surface, state) {
  const { frame, computed } = state;
  names(state).forEach((name, number) => {
    const left = BOARD.left + BOARD.cell * (number % 4);
    const top = BOARD.top + BOARD.cell * Math.floor(number / 4);
    const isWanted = name === state.function;
    const box = [left, top, BOARD.cell - 8, BOARD.cell - 8];
    surface.rect(...box, { fill: number === computed ? "raised" : "paper", stroke: "grid" });
    if (isWanted) surface.rect(...box, { stroke: "accent", width: 2, dash: [5, 4] });
    if (number === computed) surface.rect(...box, { stroke: "ink", width: 2 });
    bitsOf(number).forEach((bit, corner) => {
      const [x1, x2] = CORNERS[corner];
      marker(surface, left + 21 + 22 * x1, top + 35 - 22 * x2, bit, false, 4.2);
    });
    surface.text(name, left + 32, top + 56, { size: 9, align: "center", baseline: "middle" });
    if (!frame.found.includes(number)) return;
    surface.text("✓", left + 56, top + 13, { size: 13, align: "center", fill: "right" });
  });
  surface.text("✓ computed so far   ▭ now   ┄ wanted", BOARD.left, 22, { size: 12, fill: "muted" });
}

function chooseOnBoard({ x, y }, model) {
  const [column, row] = [x - BOARD.left, y - BOARD.top].map((at) => Math.floor(at / BOARD.cell));
  if (Math.min(column, row) < 0 || Math.max(column, row) > 3) return;
  put(model, "function", model.get("limits").function.options[4 * row + column]);
}

// How each of the three forms writes the sum over a corner, what it must exceed, and its bound.
const FORMS = [
  { extra: ["+ b", ({ b }) => b], bound: ["0", () => 0] },
  { extra: null, bound: ["τ", ({ b }) => -b] },
  { extra: ["− W₀", ({ b }) => b], bound: ["0", () => 0] },
];
const formOf = ({ form, limits }) => limits.form.options.indexOf(form);

function inequality(state, corner) {
  const [x1, x2] = CORNERS[corner];
  const { extra, bound } = FORMS[formOf(state)];
  const weights = [x1 ? "w₁" : "", x2 ? "w₂" : ""].filter(Boolean).join(" + ");
  const left = [weights, extra?.[0]].filter(Boolean).join(" ").replace(/^\+ /, "") || "0";
  const value = state.w1 * x1 + state.w2 * x2 + (extra?.[1](state) ?? 0);
  const sign = state.wanted[corner] ? ">" : "≤";
  return {
    letters: `${left.replace(/^− /, "−")} ${sign} ${bound[0]}`,
    numbers: `${format(value)} ${sign} ${format(bound[1](state))}`,
  };
}

function formulaOf(state) {
  const { w1, w2, b } = state;
  const terms = `${format(w1)}·x₁ ${signed(w2)}·x₂`;
  return [
    `a = H(${terms} ${signed(b)})`,
    `a = 1 if ${terms} > ${format(-b)}, else 0`,
    `a = H(${format(-b)}·(−1) ${signed(w1)}·x₁ ${signed(w2)}·x₂)`,
  ][formOf(state)];
}

const signed = (value) => `${value < 0 ? "−" : "+"} ${format(Math.abs(value))}`;

// A table of the four inequalities, with a button in each row for what is wanted there.
function inequalities(model) {
  const caption = h("caption", {});
  const rows = CORNERS.map(([x1, x2], corner) => {
    const toggle = button("", () => want(model, corner, 1 - look(snapshot(model)).wanted[corner]));
    const parts = [h("td", {}), h("td", {})];
    const name = h("th", { scope: "row" }, `(${x1}, ${x2})`);
    return { parts, toggle, element: h("tr", {}, name, h("td", {}, toggle), ...parts) };
  });
  const heads = ["corner", "wanted", "so it needs", "here"];
  const head = h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)));
  const body = h("tbody", {}, ...rows.map(({ element }) => element));
  return {
    element: h("table", { class: "nn-inequalities" }, caption, h("thead", {}, head), body),
    update(state) {
      say(caption, formulaOf(state));
      rows.forEach(({ parts, toggle }, corner) => {
        const { letters, numbers } = inequality(state, corner);
        const wanted = String(state.wanted[corner]);
        say(toggle, wanted);
        toggle.setAttribute("aria-label", `${wanted}, wanted for (${CORNERS[corner].join(", ")})`);
        say(parts[0], letters);
        say(parts[1], `${numbers} ${state.right[corner] ? "✓" : "✗"}`);
      });
    },
  };
}

// NOT of the whole unit, wherever no corner lies on the line.
const negateButton = pressButton("Change all three signs", (model) => {
  for (const name of MOVED) model.set(name, 0 - model.get(name));
  model.save_changes();
});

function describe(state) {
  const { frame, computed, wanted, z, right, limits } = state;
  const left = names({ limits }).filter((_, number) => !frame.found.includes(number));
  const outputs = bitsOf(computed).map((bit, corner) => `(${CORNERS[corner].join(", ")}) ${bit}`);
  const onLine = CORNERS.filter((_, corner) => z[corner] === 0);
  return [
    `The unit computes ${names(state)[computed]}: ${outputs.join("; ")}.`,
    `Wanted is ${state.function}: ${right.filter(Boolean).length} of 4 corners are right.`,
    onLine.length ? `On the line itself, at (${onLine.join("), (").replaceAll(",", ", ")}), the output is 0.` : "",
    `Computed so far: ${frame.found.length} of 16; still missing: ${left.join(", ")}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function answer({ frame }) {
  const count = frame.found.length;
  if (count < POSSIBLE) return { solved: false, text: `${count} of 16 so far.` };
  return { solved: true, text: "Fourteen. XOR and XNOR are left: no line parts their corners." };
}

// The page's driver: it ticks what the unit computes, as gates.py does in the kernel.
function drive({ model }) {
  const start = snapshot(model);
  const note = () => {
    const { found } = model.get("frame");
    const { computed } = look(snapshot(model));
    if (!found.includes(computed)) model.set("frame", { found: [...found, computed] });
  };
  // Only once all of a change is made: a link, or the change of signs, sets one after another.
  for (const name of MOVED) model.on(`change:${name}`, () => queueMicrotask(note));
  return (message) => {
    if (message.do !== "reset") return;
    for (const name of [...MOVED, "function", "form"]) model.set(name, start[name]);
    model.set("frame", { found: [look(snapshot(model)).computed] });
  };
}

export default figure({
  title: "One threshold unit, four corners, sixteen functions",
  question: {
    ask:
      "Move the line. Whatever function of two inputs the unit computes is ticked on the board. " +
      "How many of the 16 can you tick, and which remain?",
    answer,
    why: {
      ask: "Predict first: what stands in the way of XOR?",
      options: [
        "The weights would have to be larger than the sliders allow.",
        "Its two ones and its two zeros have the same middle.",
        "The step function is too coarse; a sigmoid would do.",
      ],
      right: 1,
      because:
        "z at the middle of two corners is the mean of their z. The ones ask for z > 0 there, the " +
        "zeros for z ≤ 0, and it is the same place. No weights, however large, and no other " +
        "increasing activation can change that.",
    },
  },
  parts: [inequalities],
  buttons: [negateButton, sendButton("Reset", { do: "reset" })],
  controls: ["function", "w1", "w2", "b", "form"],
  panels: [
    {
      label: "The four corners, the unit's line, and the side of its ones",
      ...{ width: 300, height: 336, paint: paintPlane, point: pointAt },
    },
    {
      label: "The sixteen functions of two inputs, ticked where the unit has computed them",
      ...{ width: 300, height: 336, paint: paintBoard, point: chooseOnBoard },
    },
  ],
  look,
  describe,
  drive,
});
