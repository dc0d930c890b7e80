// A network as a drawing: layers one after another, units as cards of numbers, weights as lines.
// From left to right, or downwards where there is little room. Colours are names of the palette; a
// negative weight is dashed, so that its sign shows without colour.

const LINE = 16.5; // height of a line of numbers, where there is room
const LETTERS = 0.73; // size of the letters, in lines
const PADDING = 4; // of a card
const APART = 6; // least distance of two cards of a layer
const MARGIN = 3; // of the drawing
const COLUMN = 82; // width of a column of numbers, where two stand side by side
const NEAR = 24; // the last layer is near the one before

/**
 * Where the cards of a network lie.
 * @param {{width: number, height: number}} surface wider than high: from left to right
 * @param {{units: number, groups: number[], width: number}[]} layers how many cards; how many lines
 *   the groups of numbers on each have; and how wide it is from left to right. Downwards, the
 *   groups stand side by side where there is room.
 * @returns {Object[][]} by layer and unit: {x, y} of the middle, {width, height, columns}, `line`,
 *   the height of a line of numbers, and `inwards` and `outwards`, where lines arrive and leave
 */
export function arrange({ width, height }, layers) {
  return width > height ? rightwards(width, height, layers) : downwards(width, height, layers);
}

function rightwards(width, height, layers) {
  const gaps = gapsBetween(width, layers.map((layer) => layer.width));
  let left = MARGIN;
  return layers.map((layer, index) => {
    const lines = sum(layer.groups);
    const slot = height / layer.units;
    const line = Math.min(LINE, (slot - APART - 2 * PADDING) / lines);
    const size = { width: layer.width, height: heightOf(lines, line), columns: 1, line };
    const [x, half] = [left + layer.width / 2, layer.width / 2];
    left += layer.width + gaps[index];
    return each(layer.units, (unit) => {
      const y = slot * (unit + 0.5);
      return { x, y, ...size, inwards: [x - half, y], outwards: [x + half, y] };
    });
  });
}

function downwards(width, height, layers) {
  const shapes = layers.map(({ units, groups }) => {
    const columns = units < 3 ? groups.length : 1;
    const wide = Math.min(width / units - APART, Math.max(columns, 1.3) * COLUMN);
    const lines = columns > 1 ? Math.max(...groups) : sum(groups);
    return { columns, wide, tall: heightOf(lines, LINE) };
  });
  const gaps = gapsBetween(height, shapes.map(({ tall }) => tall));
  let top = MARGIN;
  return layers.map((layer, index) => {
    const { columns, wide, tall } = shapes[index];
    const [y, half] = [top + tall / 2, tall / 2];
    top += tall + gaps[index];
    return each(layer.units, (unit) => {
      const x = (width / layer.units) * (unit + 0.5);
      const ends = { inwards: [x, y - half], outwards: [x, y + half] };
      return { x, y, width: wide, height: tall, columns, line: LINE, ...ends };
    });
  });
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const heightOf = (lines, line) => lines * line + 2 * PADDING;
const each = (count, make) => Array.from({ length: count }, (_, index) => make(index));

function gapsBetween(room, sizes) {
  const free = room - 2 * MARGIN - sum(sizes);
  const gaps = sizes.length - 1;
  const last = Math.min(NEAR, free / gaps);
  return sizes.map((_, index) => (index < gaps - 1 ? (free - last) / (gaps - 1) : last));
}

/**
 * A unit: groups of lines, each line a name and a number.
 * @param {{name: string, text: string, tone: string, mark: string}[][]} groups below each other
 *   with a rule between, or side by side; tone: colour of the number; mark: "made" fills the line
 *   with it, "used" frames the line
 * @param {{active: string}} look active: colour of the frame, empty where nothing happens
 */
export function card(surface, box, groups, { active = "" } = {}) {
  const { x, y, width, height, columns, line } = box;
  const frame = { fill: "raised", stroke: active || "muted", width: active ? 2.4 : 1 };
  rounded(surface, x, y, width, height, frame);
  const wide = width / columns;
  let [left, row] = [x - width / 2, 0];
  groups.forEach((lines, index) => {
    const top = y - height / 2 + PADDING + row * line;
    if (index > 0 && columns === 1) rule(surface, left + 6, top, left + width - 6, top);
    if (index > 0 && columns > 1) rule(surface, left, top + 4, left, top + height - 12);
    lines.forEach((number, place) => {
      numberLine(surface, left, top + (place + 0.5) * line, wide, line, number);
    });
    if (columns > 1) left += wide;
    else row += lines.length;
  });
}

/**
 * A weight: a line from unit to unit.
 * @param {{weight: ?number, active: string, arrow: number}} look weight: null for a line without
 *   one; active: colour of the arrow; arrow: +1 for a head at `to`, −1 at `from`, 0 for none
 */
export function connection(surface, from, to, { weight, active = "", arrow = 0 }) {
  const [start, end] = [from.outwards, to.inwards];
  const strength = weight === null ? 0 : 1.6 * Math.min(1, Math.abs(weight));
  const stroke = weight === null ? "muted" : weight < 0 ? "negative" : "positive";
  if (active) surface.segments([[...start, ...end]], { stroke: "grid", width: 10 });
  const style = { stroke, width: 1 + strength, dash: weight < 0 ? [7, 5] : [] };
  surface.segments([[...start, ...end]], style);
  if (arrow > 0) arrowHead(surface, start, end, active);
  if (arrow < 0) arrowHead(surface, end, start, active);
}

/** The numbers of a weight, one below the other, on its line: lines as on a card. */
export function connectionNumbers(surface, from, to, lines) {
  const [start, end] = [from.outwards, to.inwards];
  const width = Math.max(...lines.map(({ name, text }) => widthOf(`${name}${text}`))) + 6;
  const height = lines.length * LINE;
  // Near where they start, lines that cross later are still apart; straight ones have room on.
  const share =
    surface.width > surface.height
      ? within(start[1] === end[1] ? 0.5 : 0.3, (width / 2 + 2) / (end[0] - start[0]))
      : within(start[0] === end[0] ? 0.68 : 0.25, (height / 2 + 2) / (end[1] - start[1]));
  const [x, y] = [0, 1].map((axis) => start[axis] + share * (end[axis] - start[axis]));
  rounded(surface, x, y, width, height, { fill: "paper" });
  lines.forEach(({ name, text, tone, mark }, row) => {
    const middle = y - height / 2 + (row + 0.5) * LINE;
    highlight(surface, x, middle, width, LINE, tone, mark);
    const style = { size: LETTERS * LINE, align: "center", baseline: "middle" };
    surface.text(`${name}${text}`, x, middle + 0.5, { ...style, fill: textTone(tone, mark) });
  });
}

const within = (share, margin) => Math.min(Math.max(share, margin), 1 - margin);

const widthOf = (text) => 0.57 * LETTERS * LINE * text.length;

const textTone = (tone, mark) => (mark === "made" ? "paper" : tone);

function highlight(surface, x, y, width, line, tone, mark) {
  if (mark === "made") rounded(surface, x, y, width, line - 0.5, { fill: tone });
  if (mark === "used") rounded(surface, x, y, width, line - 1.5, { stroke: tone, width: 1.3 });
}

function numberLine(surface, left, y, width, line, { name, text, tone, mark }) {
  highlight(surface, left + width / 2, y, width - 5, line, tone, mark);
  const style = { size: LETTERS * line, baseline: "middle" };
  const nameTone = mark === "made" ? "paper" : "muted";
  surface.text(name, left + 7, y + 0.5, { ...style, fill: nameTone });
  const end = { ...style, align: "end", fill: textTone(tone, mark) };
  surface.text(text, left + width - 6, y + 0.5, end);
}

function rule(surface, x1, y1, x2, y2) {
  surface.segments([[x1, y1, x2, y2]], { stroke: "grid" });
}

function arrowHead(surface, from, to, fill) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const corner = (back, aside) => [to[0] - back * dx - aside * dy, to[1] - back * dy + aside * dx];
  surface.line([corner(0, 0), corner(12, 5), corner(12, -5)], { close: true, fill });
}

// A rectangle with round corners about its middle.
function rounded(surface, x, y, width, height, style) {
  const radius = Math.min(5, height / 2);
  const points = [];
  for (const [right, down, start] of [[1, -1, -90], [1, 1, 0], [-1, 1, 90], [-1, -1, 180]]) {
    for (let step = 0; step <= 4; step++) {
      const angle = ((start + 22.5 * step) * Math.PI) / 180;
      points.push([
        x + right * (width / 2 - radius) + radius * Math.cos(angle),
        y + down * (height / 2 - radius) + radius * Math.sin(angle),
      ]);
    }
  }
  surface.line(points, { close: true, ...style });
}
