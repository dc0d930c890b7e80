// The parameters of a fully connected network, a square for each. Takes the settings of
// parameter_counter.py; shows every layer's weights and biases to scale, their number, the total,
// and what the usual slips in counting make of it.

import { resetButton } from "./buttons.mjs";
import { h } from "./dom.mjs";
import { layerSizes, rounding, sizesOf } from "./layer_sizes.mjs";
import { figure } from "./view.mjs";

const OF_SLIDES = { sizes: [8, 9, 9, 9, 4], total: 305 };
const RIGHT = "weights and biases";
const GAP = 26; // between the layers of the picture
const GRID = 4; // smallest side of a square that is drawn by itself

// How many biases a layer of `outputs` units is given, by what is counted.
const BIASES = {
  [RIGHT]: ({ outputs }) => outputs,
  "weights only": () => 0,
  "inputs with biases, too": ({ outputs }) => outputs,
  "last biases twice": ({ outputs, isLast }) => (isLast ? 2 * outputs : outputs),
};

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function look(state) {
  const { inputs, counting, notation } = state;
  const sizes = sizesOf(state);
  const layers = sizes.slice(1).map((units, index) => {
    const isLast = index === sizes.length - 2;
    const layer = { inputs: sizes[index], outputs: units, isLast };
    return { ...layer, weights: sizes[index] * units, biases: BIASES[counting](layer) };
  });
  const extra = counting === "inputs with biases, too" ? inputs : 0;
  return {
    ...{ sizes, layers, extra, isBook: notation === "book" },
    weights: sum(layers.map(({ weights }) => weights)),
    biases: sum(layers.map(({ biases }) => biases)) + extra,
    total: sum(layers.map(({ weights, biases }) => weights + biases)) + extra,
  };
}

// Every layer as its matrix, biases beside the weights; in the book's form a column for each unit,
// in the slides' a row.
function paint(surface, { layers, sizes, isBook, extra }) {
  const blocks = layers.map(({ inputs, outputs, biases, isLast }) => {
    const lines = biases / outputs; // of biases
    const [across, down] = isBook ? [outputs, inputs + lines] : [inputs + lines, outputs];
    return { inputs, outputs, lines, across, down, isLast };
  });
  const room = surface.width - GAP * (blocks.length + 1) - (extra ? GAP : 0);
  const fits = Math.min(
    room / sum(blocks.map(({ across }) => across)),
    (surface.height - 62) / Math.max(...blocks.map(({ down }) => down), extra),
  );
  const side = Math.min(16, fits);
  const wide = ({ across }) => Math.max(side * across, 3);
  let left = (surface.width - sum(blocks.map(wide)) - GAP * (blocks.length - 1)) / 2;
  const middle = (surface.height - 20) / 2 + 8;
  if (extra) {
    const top = middle - (side * extra) / 2;
    squares(surface, left - GAP, top, { side, across: 1, down: extra, fill: "warning" });
  }
  blocks.forEach((block, index) => {
    const { inputs, outputs, lines, across, down, isLast } = block;
    const high = Math.max(side * down, 3);
    const top = middle - high / 2;
    const [x, y] = isBook ? [left, top] : [left + side * lines, top];
    const [columns, rows] = isBook ? [outputs, inputs] : [inputs, outputs];
    squares(surface, x, y, { side, across: columns, down: rows, fill: "positive" });
    for (let line = 0; line < lines; line++) {
      const isSlip = isLast && line === 1;
      const fill = isSlip ? "warning" : "negative";
      const place = isBook ? [left, top + side * (inputs + line)] : [left + side * line, top];
      const [wide, tall] = isBook ? [outputs, 1] : [1, outputs];
      squares(surface, ...place, { side, across: wide, down: tall, fill });
    }
    const above = { size: 12, align: "center" };
    const centre = left + wide(block) / 2;
    surface.text(`layer ${index + 1}`, centre, top - 8, { ...above, fill: "muted" });
    const shape = isBook || lines === 0 ? `${rows}×${columns}` : `${down}×${across}`;
    const below = { ...above, baseline: "top" };
    surface.text(shape, centre, top + high + 7, below);
    if (isBook && lines > 0) {
      const text = lines > 1 ? `and 2·${outputs}` : `and ${outputs}`;
      surface.text(text, centre, top + high + 22, { ...below, fill: "muted" });
    }
    left += wide(block) + GAP;
  });
  const told = side < GRID ? "drawn to scale" : "a square for each number";
  const caption = `${sizes.join("–")}, ${told}`;
  surface.text(caption, surface.width / 2, surface.height - 4, { size: 12, align: "center" });
}

// A matrix as squares, or as one rectangle where they would be too small; biases are hatched, so
// that they differ without colour.
function squares(surface, x, y, { side, across, down, fill }) {
  const [width, height] = [Math.max(side * across, 3), Math.max(side * down, 1)];
  surface.rect(x, y, width, height, { fill });
  if (side < GRID) return;
  const lines = [];
  for (let column = 1; column < across; column++) {
    lines.push([x + side * column, y, x + side * column, y + height]);
  }
  for (let row = 1; row < down; row++) lines.push([x, y + side * row, x + width, y + side * row]);
  surface.segments(lines, { stroke: "paper", width: 1 });
  surface.rect(x, y, width, height, { stroke: "paper", width: 2 });
  if (fill === "positive") return;
  const dots = Array.from({ length: across * down }, (_, place) => [
    x + side * ((place % across) + 0.5),
    y + side * (Math.floor(place / across) + 0.5),
  ]);
  for (const [dotX, dotY] of dots) surface.circle(dotX, dotY, side / 6, { fill: "paper" });
}

// The count of each layer, and the total.
function countTable() {
  const body = h("tbody");
  const titles = ["layer", "weights", "biases", "together"];
  const heads = titles.map((text) => h("th", { scope: "col" }, text));
  let shown = "";
  const row = (name, ...cells) =>
    h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", {}, cell)));
  return {
    element: h("table", { class: "nn-count nn-stays" }, h("thead", {}, h("tr", {}, ...heads)), body),
    update({ layers, extra, weights, biases, total }) {
      const rows = layers.map((layer, index) => {
        const { inputs, outputs } = layer;
        const product = `${inputs}·${outputs} = ${layer.weights}`;
        const own = layer.biases > outputs ? `${outputs} + ${outputs}` : layer.biases;
        return [`${index + 1}`, product, own, layer.weights + layer.biases];
      });
      if (extra) rows.unshift(["inputs", 0, extra, extra]);
      rows.push(["total", weights, biases, total]);
      if (String(rows) === shown) return;
      shown = String(rows);
      body.replaceChildren(...rows.map((cells) => row(...cells.map(String))));
    },
  };
}

function describe({ sizes, counting, layers, extra, total }) {
  const parts = layers.map(({ weights, biases }) => `${weights} + ${biases}`);
  const inputs = extra ? [`${extra} at the inputs`] : [];
  const all = [...inputs, ...parts].join(", ");
  return `${sizes.join("–")}, ${counting}, layer by layer: ${all}; together ${total}.`;
}

function notice({ counting, total, layers, hidden }) {
  const told = rounding(hidden);
  if (counting === RIGHT) return told;
  const really = sum(layers.map(({ inputs, outputs }) => (inputs + 1) * outputs));
  return `${told} ${WHY[counting]} That makes ${total}; the network has ${really}.`.trim();
}

const WHY = {
  "weights only": "Biases are parameters too: they are learnt like all the others.",
  "inputs with biases, too": "Inputs compute nothing, so they have no biases.",
  "last biases twice": "The last biases stand in the matrix already, and were added once more.",
};

function answer({ counting, sizes, total }) {
  if (total !== OF_SLIDES.total) return null;
  if (counting !== RIGHT) {
    return { solved: false, text: `So one gets ${total}, by a slip. Where is it right?` };
  }
  const [first, last] = [sizes[0], sizes.at(-1)];
  const hidden = sizes.slice(1, -1);
  const moved = hidden.map((units) => units - 9).sort((a, b) => a - b);
  const isMove = hidden.length === 3 && String(moved) === "-1,0,1" && first === 8 && last === 4;
  const name = sizes.join("–");
  return isMove
    ? { solved: true, text: `${name}: one unit moved, four parameters more, ${total} in all.` }
    : { solved: false, text: `${name} has ${total}, too. Can you do it by moving one unit?` };
}

export default figure({
  title: "How many parameters?",
  question: {
    ask:
      "Slides count 305 parameters in 8–9–9–9–4. There are 301. Move one unit from one hidden " +
      "layer to another, so that 305 is right.",
    answer,
    why: {
      ask: "Predict first: which slip turns 301 into 305?",
      options: [
        "To give the inputs biases.",
        "To leave the biases out.",
        "To count the biases of the last layer twice.",
        "To count one hidden layer twice.",
      ],
      right: 2,
      because:
        "With a bias in each of its four rows the last matrix has 4·(9 + 1) = 40 entries, and no " +
        "bias is missing. Whoever adds “the four biases” now has 44, and 305 in all. Biases for " +
        "the inputs would make 309, and without any there are 270. Choose a slip below.",
    },
  },
  parts: [layerSizes, countTable],
  buttons: [resetButton],
  controls: ["counting", "notation"],
  panels: [
    {
      label: "Every layer as its matrix of weights, with its biases, a square for each parameter",
      ...{ width: 640, height: 260, narrow: { width: 330, height: 220 }, paint },
    },
  ],
  look,
  describe,
  notice,
});
