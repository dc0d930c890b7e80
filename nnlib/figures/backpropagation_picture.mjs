// The picture of a round: the network with every number that is known so far, in its place, each
// beside the derivative of the loss by it; what the last operation made and used is marked.

import { derivative, key, parameters, parts, range, renewed, units } from "./backpropagation_script.mjs";
import { plain } from "./formula.mjs";
import { arrange, card, connection, connectionNumbers } from "./network_drawing.mjs";

/** The colours of the phases; forward numbers are ink. */
export const TONES = { forward: "ink", loss: "ink", backward: "accent", update: "right", again: "right" };

const CROWD = 4; // more weights than this between two layers leave no room for all their numbers

/** Draws the state of a round, as `look` of backpropagation_stepper.js has it. */
export function paintRound(surface, look) {
  const { frame, current, letters } = look;
  const { sizes } = frame;
  const last = sizes.length - 1;
  const layers = sizes.map((units, layer) => ({ units, lines: layer === 0 ? 1 : layer < last ? 6 : 7, width: layer === 0 ? 72 : 98 }));
  const boxes = arrange(surface, [...layers, { units: 1, lines: 3, width: 82 }]);
  const tone = current ? TONES[current.phase] : "";
  const touched = new Set(current ? [current.makes, ...current.uses] : []);

  const lossBox = boxes[last + 1][0];
  for (const k of units(sizes, last)) connection(surface, boxes[last][k], lossBox, { weight: 1, ...flow(look, touched, key("a", last, k), tone) });
  for (const layer of range(1, last + 1)) drawWeights(surface, boxes, layer, look, touched, tone);

  const line = (name, label = shortName(name, letters)) => lineOf(name, label, look, touched, tone);
  for (const i of units(sizes, 0)) card(surface, boxes[0][i], [line(key("a", 0, i))], {});
  for (const layer of range(1, last + 1)) {
    for (const j of units(sizes, layer)) {
      const [b, z, a] = ["b", "z", "a"].map((kind) => key(kind, layer, j));
      const forward = [newest(b, look, touched, tone), line(z), line(a), ...(layer === last ? [line(key("t", last, j))] : [])];
      const back = ["db", "dz", "da"].map((kind) => line(key(kind, layer, j)));
      const active = current && unitOf(current.makes) === unitOf(z) ? tone : "";
      card(surface, boxes[layer][j], [...forward, ...back], { active });
    }
  }
  const active = current && /J$/.test(current.makes) ? tone : "";
  card(surface, lossBox, [{ name: `${letters.loss}`, text: "", tone: "ink", mark: "" }, line("J", ""), line("newJ", "→")], { active });
}

function drawWeights(surface, boxes, layer, look, touched, tone) {
  const { frame: { sizes }, values } = look;
  const weights = parameters(sizes, layer).filter((name) => parts(name).kind === "w");
  const ends = (name) => {
    const { from, unit } = parts(name);
    return [boxes[layer - 1][from], boxes[layer][unit]];
  };
  for (const name of weights) {
    connection(surface, ...ends(name), { weight: values[name], ...flow(look, touched, name, tone) });
  }
  for (const name of weights) {
    const inUse = [name, derivative(name), renewed(name)].some((part) => touched.has(part));
    if (weights.length > CROWD && !inUse) continue;
    const lines = [newest(name, look, touched, tone, ""), lineOf(derivative(name), "∂", look, touched, tone)];
    connectionNumbers(surface, ...ends(name), lines.filter(({ text }) => text), {});
  }
}

// Which way numbers go along a line: forwards with a sum, back with what comes back.
function flow({ current }, touched, name, tone) {
  if (!current || !touched.has(name)) return {};
  const { kind, layer } = parts(current.makes);
  const back = kind === "da" && (layer < parts(name).layer || parts(name).kind === "a");
  const forth = kind === "z" || kind === "J";
  return { active: tone, arrow: back ? -1 : forth ? 1 : 0 };
}

// A parameter's value; after its update, the new one.
function newest(name, look, touched, tone, label) {
  const after = renewed(name);
  if (!look.known.has(after)) return lineOf(name, label ?? shortName(name, look.letters), look, touched, tone);
  return lineOf(after, `${label ?? shortName(name, look.letters)}→`, look, touched, tone);
}

function lineOf(name, label, { known, values, letters, current }, touched, tone) {
  const derived = name[0] === "d";
  const fresh = name.startsWith("new");
  const value = derived && values[name] !== null ? letters.sign * values[name] : values[name];
  const mark = current?.makes === name ? "made" : touched.has(name) ? "used" : "";
  const own = derived ? "accent" : fresh ? "right" : "ink";
  return { name: label, text: known.has(name) ? short(value) : "", tone: mark ? tone : own, mark: known.has(name) ? mark : "" };
}

// Names without the layer, which the place shows.
function shortName(name, letters) {
  const { kind, unit } = parts(name);
  const sign = letters.sign > 0 ? "∂" : "−∂";
  const letter = { a: name.startsWith("a.0.") ? "x" : "a", t: plain(letters.target(unit))[0], dz: "δ", db: `${sign}b`, da: `${sign}a` }[kind] ?? kind;
  return plain(`${letter}_{${unit + 1}}`);
}

const unitOf = (name) => {
  const { kind, layer, unit } = parts(name);
  return kind === "newW" || kind === "dw" ? "" : `${layer}.${unit}`;
};

/** Four decimals, or three digits where there are more zeros. */
export function short(value) {
  if (value === null) return "∞";
  const size = Math.abs(value);
  const text =
    size === 0 || (size >= 0.01 && size < 1e4) ? String(Number(value.toFixed(4))) : size >= 1e-4 && size < 1e4 ? value.toPrecision(3) : value.toExponential(1);
  return text.replaceAll("-", "−");
}
