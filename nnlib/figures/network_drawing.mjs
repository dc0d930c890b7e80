// A network as a drawing: layers one after another, units as cards of numbers, weights as lines.
// From left to right, or from top to bottom where there is little room. Colours are names of the
// palette; a negative weight is dashed, so that its sign shows without colour.

const LETTERS = 11.5; // size of the letters
const LINE = 15.5; // height of a line of numbers
const PADDING = 4; // of a card
const MARGIN = 3; // of the drawing

/**
 * Where the cards of a network lie.
 * @param {{width: number, height: number}} surface wide: from left to right; else downwards
 * @param {{units: number, lines: number, width: number}[]} layers how many cards, how many lines
 *   each, and how wide; downwards two lines stand side by side, where there is room for it
 * @returns {Object[][]} by layer and unit: {x, y} of the middle, {width, height, columns}, and
 *   `inwards` and `outwards`, where lines arrive and leave
 */
export function arrange({ width, height }, layers) {
  return width > height ? rightwards(width, height, layers) : downwards(width, height, layers);
}

function rightwards(width, height, layers) {
  const gaps = shares(width, layers.map((layer) => layer.width));
  let left = MARGIN;
  return layers.map((layer, index) => {
    const x = left + layer.width / 2;
    left += layer.width + gaps[index];
    const slot = height / layer.units;
    return Array.from({ length: layer.units }, (_, unit) => {
      const y = slot * (unit + 0.5);
      const size = { width: layer.width, height: layer.lines * LINE + 2 * PADDING, columns: 1 };
      return { x, y, ...size, inwards: [x - layer.width / 2, y], outwards: [x + layer.width / 2, y] };
    });
  });
}

function downwards(width, height, layers) {
  const shapes = layers.map(({ units, lines }) => {
    const columns = units < 3 && lines > 3 ? 2 : 1;
    const slot = width / units;
    const wide = Math.min(slot - 6, columns * 82);
    return { columns, slot, wide, tall: Math.ceil(lines / columns) * LINE + 2 * PADDING };
  });
  const gaps = shares(height, shapes.map(({ tall }) => tall));
  let top = MARGIN;
  return layers.map((layer, index) => {
    const { columns, slot, wide, tall } = shapes[index];
    const y = top + tall / 2;
    top += tall + gaps[index];
    return Array.from({ length: layer.units }, (_, unit) => {
      const x = slot * (unit + 0.5);
      const size = { width: wide, height: tall, columns };
      return { x, y, ...size, inwards: [x, y - tall / 2], outwards: [x, y + tall / 2] };
    });
  });
}

// The room between layers; the last layer, a loss, is near the one before.
function shares(room, taken) {
  const gaps = taken.length - 1;
  const free = room - 2 * MARGIN - taken.reduce((sum, size) => sum + size);
  const last = Math.min(30, free / gaps);
  return taken.map((_, gap) => (gap < gaps - 1 ? (free - last) / (gaps - 1) : last));
}

/**
 * A unit: lines of a name and a number, one of which may be the news.
 * @param {{name: string, text: string, tone: string, mark: string}[]} lines in two columns the first
 *   half goes left; tone: colour of the text; mark: "made" fills the line, "used" frames it
 * @param {{active: string}} look colour of the frame, empty where nothing happens
 */
export function card(surface, box, lines, { active = "" } = {}) {
  const { x, y, width, height, columns } = box;
  rounded(surface, x, y, width, height, { fill: "raised", stroke: active || "muted", width: active ? 2.2 : 1 });
  const rows = Math.ceil(lines.length / columns);
  const wide = width / columns;
  lines.forEach((line, place) => {
    const column = Math.floor(place / rows);
    const row = place % rows;
    const left = x - width / 2 + column * wide;
    number(surface, left, y - height / 2 + PADDING + (row + 0.5) * LINE, wide, line);
  });
}

/**
 * A weight: a line from unit to unit, with its numbers on it.
 * @param {{weight: number, lines: Object[], active: string, arrow: number}} look lines as of a card;
 *   active: colour where something happens; arrow: +1 for a head at `to`, −1 at `from`, 0 for none
 */
export function connection(surface, from, to, { weight, active = "", arrow = 0 }) {
  const [start, end] = [from.outwards, to.inwards];
  const style = { stroke: weight < 0 ? "negative" : "positive", width: 1 + 1.5 * Math.min(1, Math.abs(weight)) };
  if (active) surface.segments([[...start, ...end]], { stroke: "grid", width: 9 });
  surface.segments([[...start, ...end]], { ...style, dash: weight < 0 ? [6, 4] : [] });
  if (arrow > 0) head(surface, start, end, active);
  if (arrow < 0) head(surface, end, start, active);
}

/** The numbers on a line from unit to unit, one below the other. */
export function connectionNumbers(surface, from, to, lines, { active = "" } = {}) {
  const [start, end] = [from.outwards, to.inwards];
  const along = start[1] === end[1] || start[0] === end[0] ? 0.5 : 0.3;
  const width = Math.max(...lines.map(widthOf));
  const height = lines.length * LINE;
  const share = surface.width > surface.height
    ? clamp(along, (width / 2 + 3) / (end[0] - start[0]))
    : clamp(along === 0.5 ? 0.66 : 0.3, (height / 2 + 3) / (end[1] - start[1]));
  const [x, y] = [0, 1].map((axis) => start[axis] + share * (end[axis] - start[axis]));
  const style = { fill: "paper", stroke: active || "paper", width: 1.5 };
  rounded(surface, x, y, width, height, style);
  lines.forEach((line, row) => number(surface, x - width / 2, y - height / 2 + (row + 0.5) * LINE, width, line));
}

const clamp = (share, least) => Math.min(Math.max(share, least), 1 - least);

const widthOf = ({ name, text }) => 0.56 * LETTERS * (name.length + text.length) + (name ? 8 : 4) + 4;

// A line of a card: the name left, the number right.
function number(surface, left, y, width, { name, text, tone, mark }) {
  if (mark) {
    const style = mark === "made" ? { fill: tone } : { stroke: tone, width: 1.3 };
    rounded(surface, left + width / 2, y, width - 4, LINE - 0.5, style);
  }
  const made = mark === "made";
  const style = { size: LETTERS, baseline: "middle" };
  surface.text(name, left + 6, y + 0.5, { ...style, fill: made ? "paper" : "muted" });
  surface.text(text, left + width - 6, y + 0.5, { ...style, align: "end", fill: made ? "paper" : tone });
}

function head(surface, from, to, colour) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const corner = (back, aside) => [to[0] - back * dx - aside * dy, to[1] - back * dy + aside * dx];
  surface.line([corner(0, 0), corner(11, 5), corner(11, -5)], { close: true, fill: colour });
}

// A rectangle with round corners about a middle.
function rounded(surface, x, y, width, height, style) {
  const radius = Math.min(5, height / 2);
  const points = [];
  for (const [sx, sy, start] of [[1, -1, -90], [1, 1, 0], [-1, 1, 90], [-1, -1, 180]]) {
    for (let step = 0; step <= 4; step++) {
      const angle = ((start + 22.5 * step) * Math.PI) / 180;
      points.push([
        x + sx * (width / 2 - radius) + radius * Math.cos(angle),
        y + sy * (height / 2 - radius) + radius * Math.sin(angle),
      ]);
    }
  }
  surface.line(points, { close: true, ...style });
}
