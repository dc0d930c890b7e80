// The playground's network as a picture: a small map of the plane for every feature and unit, the
// weights as lines between them, and what a place of the picture means.

import { features as all } from "./playground_features.mjs";
import { featureMap, heatMap } from "./playground_maps.mjs";

const LARGEST = 32; // side of a unit's picture
const BIAS = 7; // side of a bias's square
const NEAR = 7; // how far from a line a press still means it

/** Where everything lies: {columns: [[{x, y, size}]]}, features first; a feature's may be off. */
function arrange({ width, height }, sizes) {
  const counts = [all.length, ...sizes.slice(1)];
  const left = width > 500 ? 74 : 58;
  const right = width - (width > 500 ? 40 : 24);
  const most = Math.max(...counts);
  const wide = (right - left) / (counts.length - 1);
  const size = Math.min(LARGEST, height / most - 5, 0.62 * wide);
  return counts.map((count, column) => {
    const slot = Math.min(height / count, 1.9 * size + 8);
    const top = height / 2 - (slot * count) / 2;
    const x = left + column * wide;
    return Array.from({ length: count }, (_, unit) => ({ x, y: top + slot * (unit + 0.5), size }));
  });
}

/** Paints the network, and returns {columns, links} with what each means. */
export function paintNetwork(surface, look) {
  const { net, maps, features, params, shown, picked, discretize, lights } = look;
  const columns = arrange(surface, net.sizes);
  const links = linksOf(net, columns, features);
  for (const link of links) paintLink(surface, link, params[link.index], link.index + 1 === picked);
  const view = (values) => (discretize ? values.map((value) => (value >= 0 ? 1 : -1)) : values);
  columns[0].forEach(({ x, y, size }, place) => {
    const on = features.includes(all[place]);
    heatMap(surface, x, y, size, view(featureMap(all[place])), { strongest: on ? 190 : 50 });
    frame(surface, x, y, size, { chosen: shown === place + 1, on });
    const name = { align: "end", baseline: "middle", fill: on ? "ink" : "muted", size: 11.5 };
    surface.text(all[place].text, x - size / 2 - 6, y, name);
    if (on) surface.text("✓", x - size / 2 - 1, y - size / 2 + 3, { ...name, size: 9 });
  });
  let number = all.length;
  columns.slice(1).forEach((units, layer) => {
    const isLast = layer === columns.length - 2;
    units.forEach(({ x, y, size }, unit) => {
      heatMap(surface, x, y, size, view(maps[layer + 1][unit]));
      const chosen = shown === (isLast ? 0 : ++number);
      frame(surface, x, y, size, { chosen, on: true, light: lights.units[layer]?.[unit] });
      paintBias(surface, biasPlace({ x, y, size }), net.layout[layer].biases + unit, params, picked);
    });
  });
  return { columns, links, net };
}

function frame(surface, x, y, size, { chosen, on, light }) {
  const box = [x - size / 2, y - size / 2, size, size];
  if (light) surface.rect(x - size / 2 - 2.5, y - size / 2 - 2.5, size + 5, size + 5, { stroke: "warning", width: 2 });
  surface.rect(...box, { stroke: chosen ? "accent" : on ? "ink" : "muted", width: chosen ? 3 : on ? 1.2 : 0.6 });
}

const biasPlace = ({ x, y, size }) => ({ x: x - size / 2 - 1, y: y + size / 2 - 1 });

function paintBias(surface, { x, y }, index, params, picked) {
  const value = params[index];
  const half = BIAS / 2;
  const style = { fill: value < 0 ? "negative" : "positive", stroke: "paper", width: 1 };
  if (value < 0) surface.line([[x, y - half - 1], [x + half + 1, y], [x, y + half + 1], [x - half - 1, y]], { close: true, ...style });
  else surface.rect(x - half, y - half, BIAS, BIAS, style);
  if (index + 1 === picked) surface.circle(x, y, BIAS, { stroke: "accent", width: 2.5 });
}

// Only features that are on have lines.
function linksOf(net, columns, features) {
  const senders = [columns[0].filter((_, place) => features.includes(all[place])), ...columns.slice(1)];
  return net.layout.flatMap(({ weights, nIn, nOut }, layer) =>
    Array.from({ length: nIn * nOut }, (_, k) => {
      const from = senders[layer][Math.floor(k / nOut)];
      const to = columns[layer + 1][k % nOut];
      if (!from) return null;
      const [x1, x2] = [from.x + from.size / 2, to.x - to.size / 2];
      return { index: weights + k, ends: [x1, from.y, x2, to.y] };
    }).filter(Boolean),
  );
}

// The width says how strong, dashes that it is negative.
function paintLink(surface, { ends }, weight, chosen) {
  const width = 0.4 + 1.4 * Math.min(5, Math.abs(weight));
  const stroke = weight < 0 ? "negative" : "positive";
  if (chosen) surface.segments([ends], { stroke: "accent", width: width + 4 });
  surface.segments([ends], { stroke, width, dash: weight < 0 ? [4 + width, 3 + width] : [] });
}

/** What a place of the painted network means: {feature}, {unit} or {parameter}, or nothing. */
export function meaningAt({ x, y }, { columns, links, net }) {
  let number = all.length;
  for (const [column, units] of columns.entries()) {
    for (const [unit, box] of units.entries()) {
      const shown = column === 0 ? unit + 1 : column === columns.length - 1 ? 0 : ++number;
      if (column > 0) {
        const corner = biasPlace(box);
        if (Math.hypot(x - corner.x, y - corner.y) < BIAS) {
          return { parameter: net.layout[column - 1].biases + unit };
        }
      }
      const reach = box.size / 2 + 2;
      if (Math.abs(x - box.x) > reach || Math.abs(y - box.y) > reach) continue;
      return column === 0 ? { feature: all[unit].name, unit: shown } : { unit: shown };
    }
  }
  const [nearest] = links
    .map(({ index, ends }) => ({ index, distance: distanceTo(ends, x, y) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest && nearest.distance < NEAR ? { parameter: nearest.index } : {};
}

function distanceTo([x1, y1, x2, y2], x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
