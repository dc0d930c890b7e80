// The page's driver of the linear collapse: with nnlib's twin it does what the class in
// linear_collapse.py does with nnlib.

import { activations, mlp, rng } from "./engine.mjs";
import { snapshot } from "./view.mjs";

export const REACH = 2; // the grid and the line run from −2 to 2
const EACH = 6; // numbers of a layer: W row by row, then b
const DEEPEST = 5;
const INPUTS = ["depth", "activation", "angle", "offset", "seed", "weights_from", "own"];

/** Keeps the model's frame up to date. */
export function drive({ model }) {
  const show = () => model.set("frame", frameOf(snapshot(model)));
  for (const name of INPUTS) model.on(`change:${name}`, show);
}

/** The network of a frame. */
export const networkOf = ({ depth, activation }) =>
  mlp({ sizes: Array(depth + 1).fill(2), hidden: activations[activation] });

/** The layers multiplied, and how far the network is from their product. */
export function frameOf({ depth, activation, angle, offset, seed, weights_from, own }) {
  const all = weights_from === "own" ? own : drawn(seed);
  const params = Float64Array.from(all.slice(0, EACH * depth));
  const net = networkOf({ depth, activation });
  const { W, b } = product(params);
  const grid = crossings();
  const outputs = net.predict(params, grid, grid.length / 2);
  const single = throughOne({ W, b }, grid);
  const difference = Math.max(...outputs.map((value, k) => Math.abs(value - single[k])));
  const line = lineOf({ angle, offset });
  const bend = bendOf(net.predict(params, line, line.length / 2));
  return { depth, activation, params: [...params], W, b, difference, bend };
}

// W = W[1] W[2] …, and b takes the way of a row, too: b W[l] + b[l].
function product(params) {
  let [W, b] = [[1, 0, 0, 1], [0, 0]];
  for (let at = 0; at < params.length; at += EACH) {
    const [p, q, r, s, b1, b2] = params.slice(at, at + EACH);
    const times = (x, y) => [x * p + y * r, x * q + y * s];
    W = [...times(W[0], W[1]), ...times(W[2], W[3])];
    const moved = times(b[0], b[1]);
    b = [moved[0] + b1, moved[1] + b2];
  }
  return { W, b };
}

/** Places (x₁, x₂, x₁, …) through one layer. */
export function throughOne({ W, b }, places) {
  return places.map((_, k) => {
    const [from, to] = [k - (k % 2), k % 2];
    return places[from] * W[to] + places[from + 1] * W[2 + to] + b[to];
  });
}

/** Places on the line from end to end. */
export function lineOf({ angle, offset }) {
  const turn = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const places = new Float64Array(82);
  for (let k = 0; k <= 40; k++) {
    const along = (k - 20) / 10;
    places[2 * k] = along * cos - offset * sin;
    places[2 * k + 1] = along * sin + offset * cos;
  }
  return places;
}

function crossings() {
  const ticks = Array.from({ length: 9 }, (_, k) => (k - 4) / 2);
  return Float64Array.from(ticks.flatMap((x) => ticks.flatMap((y) => [x, y])));
}

// The largest distance from the straight line through the first and the last place.
function bendOf(places) {
  const last = places.length - 2;
  const chord = [places[last] - places[0], places[last + 1] - places[1]];
  const length = Math.hypot(...chord);
  let bend = 0;
  for (let k = 0; k <= last; k += 2) {
    const [x, y] = [places[k] - places[0], places[k + 1] - places[1]];
    const isPoint = length < 1e-9;
    const away = isPoint ? Math.hypot(x, y) : Math.abs(x * chord[1] - y * chord[0]) / length;
    bend = Math.max(bend, away);
  }
  return bend;
}

// The numbers of five layers, all in tenths, 1 more on the diagonals.
function drawn(seed) {
  const generator = rng(seed);
  return Array.from({ length: EACH * DEEPEST }, (_, k) => {
    const isDiagonal = k % EACH === 0 || k % EACH === 3;
    return (Math.floor(15 * generator.random()) - 7 + (isDiagonal ? 10 : 0)) / 10;
  });
}
