// The picture of a round: the network with every number that is known so far, each beside the
// derivative of the loss by it; what the last operation made and used is marked.

import { isDerivative, short, signed } from "./backpropagation_letters.mjs";
import {
  derivative,
  key,
  parameters,
  parts,
  range,
  renewed,
  units,
} from "./backpropagation_script.mjs";
import { plain } from "./formula.mjs";
import { arrange, card, connection, connectionNumbers } from "./network_drawing.mjs";

// The colours of the phases.
const TONES = { forward: "ink", loss: "ink", backward: "accent", update: "right", again: "right" };

const CROWD = 4; // more weights than this between two layers leave no room for all their numbers

/** Draws a round as `look` of backpropagation_stepper.js has it. */
export function paintRound(surface, look) {
  const { frame: { sizes }, current, letters } = look;
  const last = sizes.length - 1;
  const pen = penOf(look);
  const boxes = arrange(surface, [
    { units: sizes[0], groups: [1], width: 60 },
    ...range(1, last).map((layer) => ({ units: sizes[layer], groups: [3, 3], width: 98 })),
    { units: sizes[last], groups: [4, 3], width: 98 },
    { units: 1, groups: [3], width: 76 },
  ]);
  const lossBox = boxes[last + 1][0];

  for (const k of units(sizes, last)) {
    connection(surface, boxes[last][k], lossBox, { weight: null, ...pen.flow(key("a", last, k)) });
  }
  for (const layer of range(1, last + 1)) paintWeights(surface, boxes, layer, look, pen);
  for (const i of units(sizes, 0)) card(surface, boxes[0][i], [[pen.line(key("a", 0, i))]]);
  for (const layer of range(1, last + 1)) {
    for (const j of units(sizes, layer)) {
      const [b, z, a, t] = ["b", "z", "a", "t"].map((kind) => key(kind, layer, j));
      const forward = [pen.newest(b), pen.line(z), pen.line(a)];
      if (layer === last) forward.push(pen.line(t));
      const box = boxes[layer][j];
      // Side by side each number has its derivative beside it; else they come as they are made.
      const names = [b, z, a].map(derivative);
      const back = box.columns > 1
        ? names.map((name, row) => pen.line(name, row === 1 ? "δ" : pen.by))
        : names.reverse().map((name) => pen.line(name));
      card(surface, box, [forward, back], { active: pen.isAt(layer, j) ? pen.tone : "" });
    }
  }
  const title = { name: `loss ${letters.loss}`, text: "", tone: "ink", mark: "" };
  const active = current && /J$/.test(current.makes) ? pen.tone : "";
  card(surface, lossBox, [[title, pen.line("J", ""), pen.line("newJ", "→")]], { active });
}

function paintWeights(surface, boxes, layer, { frame: { sizes }, values }, pen) {
  const weights = parameters(sizes, layer).filter((name) => parts(name).kind === "w");
  const ends = (name) => {
    const { from, unit } = parts(name);
    return [boxes[layer - 1][from], boxes[layer][unit]];
  };
  for (const name of weights) {
    connection(surface, ...ends(name), { weight: values[name], ...pen.flow(name) });
  }
  for (const name of weights) {
    if (weights.length > CROWD && !pen.touches(name)) continue;
    const lines = [pen.newest(name, ""), pen.line(derivative(name), `${pen.by} `)];
    connectionNumbers(surface, ...ends(name), lines.filter(({ text }) => text));
  }
}

// What the parts of the picture ask of the state of a round.
function penOf({ known, values, letters, current }) {
  const tone = current ? TONES[current.phase] : "";
  const touched = new Set(current ? [current.makes, ...current.uses] : []);
  const made = current ? parts(current.makes) : {};

  function line(name, label = labelOf(name, letters)) {
    const isKnown = known.has(name);
    const news = current?.makes === name ? "made" : touched.has(name) ? "used" : "";
    const mark = isKnown ? news : "";
    const own = isDerivative(name) ? "accent" : name.startsWith("new") ? "right" : "ink";
    const text = isKnown ? short(signed(name, values[name], letters)) : "";
    return { name: label, text, tone: mark ? tone : own, mark };
  }

  return {
    tone,
    by: letters.sign > 0 ? "∂" : "−∂",
    line,
    /** A parameter; once it is updated, its new value. */
    newest(name, label = labelOf(name, letters)) {
      return known.has(renewed(name)) ? line(renewed(name), `${label}→ `) : line(name, label);
    },
    touches: (name) => [name, derivative(name), renewed(name)].some((part) => touched.has(part)),
    isAt: (layer, unit) =>
      made.layer === layer && made.unit === unit && !["dw", "newW"].includes(made.kind),
    /** Which way numbers go along the line of a weight or an output: to a sum, or back from it. */
    flow(name) {
      if (!touched.has(name)) return {};
      const forth = made.kind === "z" || made.kind === "J";
      return { active: tone, arrow: forth ? 1 : made.kind === "da" ? -1 : 0 };
    },
  };
}

// The name of a number without its layer, which its place shows.
function labelOf(name, letters) {
  const { kind, layer, unit } = parts(name);
  const by = letters.sign > 0 ? "∂" : "−∂";
  const own = { t: letters.target, db: `${by}b`, dz: "δ", da: `${by}a` }[kind] ?? kind;
  return plain(`${kind === "a" && layer === 0 ? "x" : own}_{${unit + 1}}`);
}
