// The network builder's second picture: every array of the pass as a rectangle of its shape, in the
// book's form, a row for the example, or in the slides', a column for it and biases in the matrix.
// Arrays whose shape the reader does not know yet stay shut.

import { short } from "./network_builder_picture.mjs";

const CELL = { width: 34, height: 17, letters: 10.2 }; // with a number; up to 1.6 times as large
const GAP = 16;
const LINE = 18; // of text
const NARROWEST = 84; // of a block, for its letters
const SHUT = { W: [64, 40], b: [64, 12], a: [64, 12] };

export function paintArrays(surface, look) {
  const isBook = look.notation === "book";
  const blocks = look.frame.sizes.map((_, layer) => blockOf(look, layer, isBook));
  // On a phone three blocks side by side, or two where that leaves room for numbers.
  const layouts = (surface.width > 400 ? [7] : [3, 2]).map((count) => {
    const lines = [];
    for (let k = 0; k < blocks.length; k += count) lines.push(blocks.slice(k, k + count));
    const tall = surface.height / lines.length;
    return { lines, tall, cell: cellFor(lines, surface.width, tall, isBook) };
  });
  const { lines, tall, cell } = layouts.find((layout) => layout.cell.letters) ?? layouts[0];
  lines.forEach((line, index) => {
    const widths = line.map((block) => widthOf(block, cell, isBook));
    let left = (surface.width - sum(widths) - GAP * (line.length - 1)) / 2;
    line.forEach((block, place) => {
      const top = index * tall + (tall - heightOf(block, cell, isBook)) / 2;
      paintBlock(surface, block, { left, top, wide: widths[place] }, cell, isBook);
      left += widths[place] + GAP;
    });
  });
}

/**
 * The arrays of one layer: name, kind, rows and columns; `numbers(row, column)`, or null where they
 * are too many; `marked(row, column)`, whether the unit that is written out needs the number.
 */
function blockOf({ frame, net, verdicts, shapes }, layer, isBook) {
  const { sizes, A, unit } = frame;
  const isOpen = layer === 0 || shapes || verdicts[layer - 1].right;
  const isSent = unit.layer === layer + 1;
  const isOne = (index) => unit.layer === layer && index === unit.unit - 1;
  const [before, units] = [sizes[layer - 1], sizes[layer]];
  const along = (row, column) => (isBook ? column : row);
  const activations = {
    ...{ kind: "a", isOpen },
    name: layer === 0 ? "x" : isBook ? `a[${layer}]` : `a(${layer + 1})`,
    ...(isBook ? { rows: 1, columns: units } : { rows: units, columns: 1 }),
    numbers: (row, column) => A[layer][along(row, column)],
    marked: (row, column) => isSent || isOne(along(row, column)),
  };
  if (layer === 0) return [activations];
  const weights = {
    ...{ kind: "W", isOpen, marked: (row, column) => isOne(along(row, column)) },
    name: isBook ? `W[${layer}]` : `W(${layer})`,
    ...(isBook ? { rows: before, columns: units } : { rows: units, columns: 1 + before }),
  };
  if (!isBook) {
    const number = (row, column) =>
      column === 0 ? net.bias(layer, row + 1) : net.weight(layer, column, row + 1);
    return [{ ...weights, numbers: net.isKnown ? number : null, isBiasFirst: true }, activations];
  }
  const [weight, bias] = [
    (row, column) => net.weight(layer, row + 1, column + 1),
    (row, column) => net.bias(layer, column + 1),
  ];
  const biases = { ...weights, kind: "b", name: `b[${layer}]`, rows: 1 };
  return [
    { ...weights, numbers: net.isKnown ? weight : null },
    { ...biases, numbers: net.isKnown ? bias : null },
    activations,
  ];
}

// A cell that holds a number, or else the largest square with which all fits.
function cellFor(lines, width, tall, isBook) {
  const all = lines.flat();
  const fits = (cell) =>
    lines.every(
      (line) => sum(line.map((block) => widthOf(block, cell, isBook) + GAP)) - GAP <= width,
    ) && all.every((block) => heightOf(block, cell, isBook) <= tall);
  const canWrite = all.every((block) => block.every(({ numbers }) => numbers));
  for (let factor = 1.6; canWrite && factor > 0.95; factor -= 0.1) {
    const sides = Object.entries(CELL).map(([name, size]) => [name, factor * size]);
    if (fits(Object.fromEntries(sides))) return Object.fromEntries(sides);
  }
  let side = 16;
  while (side > 0.2 && !fits({ width: side, height: side })) side *= 0.95;
  return { width: side, height: side };
}

const sum = (list) => list.reduce((total, number) => total + number, 0);

function sizeOf({ kind, rows, columns, isOpen }, cell) {
  if (!isOpen) return SHUT[kind];
  return [Math.max(columns * cell.width, 4), Math.max(rows * cell.height, 4)];
}

function widthOf(block, cell, isBook) {
  const widths = block.map((array) => sizeOf(array, cell)[0]);
  return Math.max(isBook ? Math.max(...widths) : sum(widths) + 8, NARROWEST);
}

function heightOf(block, cell, isBook) {
  const heights = block.map((array) => sizeOf(array, cell)[1]);
  return (isBook ? sum(heights) : Math.max(...heights)) + block.length * LINE + 14;
}

// In the book's form W, b and a lie below each other, for they have the same columns; in that of the
// slides W and a stand side by side, for they have the same rows.
function paintBlock(surface, block, { left, top, wide }, cell, isBook) {
  let y = top + LINE - 4;
  if (isBook) {
    for (const array of block) {
      const [width, height] = sizeOf(array, cell);
      caption(surface, array, left + wide / 2, y);
      paintArray(surface, array, left + (wide - width) / 2, y + 5, cell);
      y += height + LINE + 4;
    }
    return;
  }
  const widths = block.map((array) => sizeOf(array, cell)[0]);
  let x = left + (wide - sum(widths) - 8 * (block.length - 1)) / 2;
  block.forEach((array, place) => {
    caption(surface, array, left + wide / 2, y + place * LINE);
    paintArray(surface, array, x, y + (block.length - 1) * LINE + 5, cell);
    x += widths[place] + 8;
  });
}

function caption(surface, { name, rows, columns, kind, isOpen }, x, y) {
  const [r, c] = isOpen ? [rows, columns] : ["?", "?"];
  surface.text(`${name}  ${kind === "b" ? c : `${r}×${c}`}`, x, y, { size: 12, align: "center" });
}

function paintArray(surface, array, x, y, cell) {
  const { rows, columns, numbers, marked, kind, isOpen, isBiasFirst } = array;
  const [wide, tall] = sizeOf(array, cell);
  surface.rect(x, y, wide, tall, { fill: kind === "a" || !isOpen ? "raised" : "paper" });
  const outline = { stroke: "ink", width: 1.4, dash: kind === "b" ? [3, 2] : [] };
  if (!isOpen) {
    surface.rect(x, y, wide, tall, { ...outline, stroke: "muted" });
    const style = { size: 13, align: "center", baseline: "middle", fill: "muted" };
    if (kind === "W") surface.text("?", x + wide / 2, y + tall / 2, style);
    return;
  }
  const needed = [];
  for (let row = 0; row < rows && cell.width >= 3; row++) {
    for (let column = 0; column < columns; column++) {
      const box = [x + column * cell.width, y + row * cell.height, cell.width, cell.height];
      const isBias = kind === "b" || (isBiasFirst && column === 0);
      surface.rect(...box, { fill: isBias ? "grid" : undefined, stroke: "grid" });
      if (marked(row, column)) needed.push(box);
      if (!cell.letters) continue;
      const style = { size: cell.letters, align: "center", baseline: "middle" };
      const middle = [box[0] + cell.width / 2, box[1] + cell.height / 2 + 0.5];
      surface.text(short(numbers(row, column)), ...middle, style);
    }
  }
  surface.rect(x, y, wide, tall, outline);
  if (isBiasFirst) {
    const edge = x + cell.width;
    surface.segments([[edge, y, edge, y + tall]], { stroke: "ink", dash: [3, 2] });
  }
  for (const box of needed) surface.rect(...box, { stroke: "accent", width: 2 });
}
