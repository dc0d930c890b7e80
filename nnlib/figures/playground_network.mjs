// The playground's network as a picture: a small map of the plane for every feature and unit, the
// weights as lines between them, and what a place of the picture means.

import { format } from "./controls.mjs";
import { features as all } from "./playground_features.mjs";
import { cellsOf, featureMap, heatMap, signs } from "./playground_maps.mjs";

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

/** Paints the network; what it returns, `meaningAt` understands. */
export function paintNetwork(surface, look) {
  const { net, maps, features, params, shown, picked, discretize, health } = look;
  const columns = arrange(surface, net.sizes);
  const links = linksOf(net, columns, features);
  for (const link of links) paintLink(surface, link, params[link.index], link.index + 1 === picked);
  const view = (values) => (discretize ? signs(values) : values);
  columns[0].forEach((box, place) => {
    const on = features.includes(all[place]);
    const values = on ? featureMap(all[place], cellsOf(net)) : featureMap(all[place]);
    heatMap(surface, box, view(values), { strongest: on ? 190 : 50 });
    frame(surface, box, { chosen: shown === place + 1, on });
    const right = box.x - box.size / 2 - 6;
    const style = { align: "end", baseline: "middle", fill: on ? "ink" : "muted", size: 11.5 };
    surface.text(all[place].text, right, box.y, style);
    if (on) surface.text("✓", right + 5, box.y - box.size / 2 + 4, { ...style, size: 10 });
  });
  columns.slice(1).forEach((units, layer) => {
    units.forEach((box, unit) => {
      heatMap(surface, box, view(maps[layer + 1][unit]));
      const chosen = shown === numberOf(columns, layer + 1, unit);
      frame(surface, box, { chosen, on: true, ill: health.units[layer]?.[unit] });
      paintBias(surface, biasPlace(box), net.layout[layer].biases + unit, params, picked);
    });
  });
  nameWeight(surface, look, columns, links);
  look.painted.network = { columns, links, net };
  return look.painted.network;
}

// What the setting `shown` means: 0 the output, then the features, then the hidden units.
function numberOf(columns, column, unit) {
  if (column === columns.length - 1) return 0;
  return 1 + unit + columns.slice(0, column).reduce((sum, units) => sum + units.length, 0);
}

// The weight or bias that is picked, with its value, beside its line or square.
function nameWeight(surface, { net, params, picked }, columns, links) {
  if (!picked || picked > params.length) return;
  const link = links.find(({ index }) => index === picked - 1);
  const [x, y] = link
    ? [0, 1].map((k) => (link.ends[k] + link.ends[k + 2]) / 2)
    : biasAt(net, columns, picked - 1);
  const text = `${link ? "w" : "b"} = ${format(params[picked - 1])}`;
  const width = 7 * text.length + 8;
  const left = Math.min(surface.width - width, Math.max(0, x - width / 2));
  surface.rect(left, y - 24, width, 19, { fill: "paper", stroke: "accent" });
  surface.text(text, left + width / 2, y - 14, { align: "center", baseline: "middle" });
}

function biasAt(net, columns, index) {
  const layer = net.layout.findIndex(
    ({ biases, nOut }) => index >= biases && index < biases + nOut,
  );
  const { x, y } = biasPlace(columns[layer + 1][index - net.layout[layer].biases]);
  return [x, y];
}

function frame(surface, { x, y, size }, { chosen, on, ill }) {
  const box = (margin) => {
    const side = size + 2 * margin;
    return [x - side / 2, y - side / 2, side, side];
  };
  if (ill) surface.rect(...box(2.5), { stroke: "warning", width: 2 });
  const stroke = chosen ? "accent" : on ? "ink" : "muted";
  surface.rect(...box(0), { stroke, width: chosen ? 3 : on ? 1.2 : 0.6 });
}

const biasPlace = ({ x, y, size }) => ({ x: x - size / 2 - 1, y: y + size / 2 - 1 });

// A square where it is positive, on its corner where it is negative.
function paintBias(surface, { x, y }, index, params, picked) {
  const value = params[index];
  const half = BIAS / 2;
  if (value < 0) {
    const reach = half + 1;
    const corners = [[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]];
    surface.line(corners, { close: true, fill: "negative", stroke: "paper", width: 1 });
  } else {
    surface.rect(x - half, y - half, BIAS, BIAS, { fill: "positive", stroke: "paper", width: 1 });
  }
  if (index + 1 === picked) surface.circle(x, y, BIAS, { stroke: "accent", width: 2.5 });
}

// Only features that are on have lines.
function linksOf(net, columns, features) {
  const senders = [
    columns[0].filter((_, place) => features.includes(all[place])),
    ...columns.slice(1),
  ];
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

/**
 * What a place of the painted network means: {shown, feature?}, what the setting `shown` calls a
 * unit, and the feature's name if it is one; or {parameter}; or nothing.
 */
export function meaningAt({ x, y }, { columns, links, net }) {
  for (const [column, units] of columns.entries()) {
    for (const [unit, box] of units.entries()) {
      const corner = biasPlace(box);
      if (column > 0 && Math.hypot(x - corner.x, y - corner.y) < BIAS) {
        return { parameter: net.layout[column - 1].biases + unit };
      }
      const reach = box.size / 2 + 2;
      if (Math.abs(x - box.x) > reach || Math.abs(y - box.y) > reach) continue;
      const shown = numberOf(columns, column, unit);
      return column === 0 ? { shown, feature: all[unit].name } : { shown };
    }
  }
  let [nearest, distance] = [null, NEAR];
  for (const link of links) {
    const away = distanceTo(link.ends, x, y);
    if (away < distance) [nearest, distance] = [link, away];
  }
  return nearest ? { parameter: nearest.index } : {};
}

function distanceTo([x1, y1, x2, y2], x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
