// The network of the slides that computes XNOR, number by number. Takes the settings of
// xnor_stepper.py; shows the four rows as a table, one of them as a drawing and as matrices, in the
// book's notation or the slides', and says how each number comes about.

import { button, control, numberField, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { activations, datasets, mlp } from "./engine.mjs";
import { formula, plain } from "./formula.mjs";
import { arrange, card, connection, connectionNumbers } from "./network_drawing.mjs";
import { figure, snapshot } from "./view.mjs";

const { X, T, rows } = datasets.xnor();
const UNITS = [
  { layer: 1, unit: 1, title: "hidden unit 1" },
  { layer: 1, unit: 2, title: "hidden unit 2" },
  { layer: 2, unit: 1, title: "output unit" },
];
const COLUMNS = UNITS.flatMap((place) => ["z", "a"].map((kind) => ({ ...place, kind })));
const STEPS = { 0: activations.step, 1: { ...activations.step, f: (z) => (z >= 0 ? 1 : 0) } };
const SURE = 0.1; // how near an output must be to what is wanted

// Places in `weights`, as the slides' matrices have them: a row for each unit, its bias first.
const MATRICES = { 1: [[0, 1, 2], [3, 4, 5]], 2: [[6, 7, 8]] };
const NOR_BIAS = 3;
const BIASES = [0, NOR_BIAS, 6];

const OF_SLIDES = [-0.3, 0.2, 0.2, 0.2, -0.2, -0.2, -0.1, 0.2, 0.2];
const EXAMPLES = {
  "XNOR, as in the slides": ["XNOR", OF_SLIDES],
  "XNOR, NOR with the bias 0.1": ["XNOR", [-0.3, 0.2, 0.2, 0.1, -0.2, -0.2, -0.1, 0.2, 0.2]],
  "XOR: OR, but not AND": ["XOR", [-0.3, 0.2, 0.2, -0.1, 0.2, 0.2, -0.1, -0.2, 0.2]],
  "XOR: neither AND nor NOR": ["XOR", [-0.3, 0.2, 0.2, 0.2, -0.2, -0.2, 0.1, -0.2, -0.2]],
};
const OWN = "your own numbers";

// What a unit computes, by its answers to (0, 0), (0, 1), (1, 0), (1, 1).
const FUNCTIONS = {
  ...{ "0001": "AND", "0111": "OR", "1000": "NOR", "1110": "NAND", "0110": "XOR", 1001: "XNOR" },
  ...{ "0000": "always 0", 1111: "always 1", "0011": "x₁", "0101": "x₂", 1100: "not x₁" },
  ...{ 1010: "not x₂", "0010": "x₁, not x₂", "0100": "x₂, not x₁", 1011: "x₁ or not x₂" },
  1101: "x₂ or not x₁",
};

const BOOK = {
  input: (unit) => `x_{${unit}}`,
  made: (kind, layer, unit) => `${kind}_{${unit}}^{[${layer}]}`,
  weight: (layer, from, to) => (from ? `w_{${from}${to}}^{[${layer}]}` : `b_{${to}}^{[${layer}]}`),
  all: (kind, layer) => `${kind}^{[${layer}]}`,
};
// Inputs are layer 1; a weight's first index is the receiving unit; the bias weighs a constant 1.
const SLIDES = {
  input: (unit) => `x_{${unit}}^{(1)}`,
  made: (kind, layer, unit) => `${kind}_{${unit}}^{(${layer + 1})}`,
  weight: (layer, from, to) => `w_{${to}${from}}^{(${layer})}`,
  all: (kind, layer) => `${kind}^{(${layer + 1})}`,
};

const count = (n) => Array.from({ length: n }, (_, index) => index);
const placeOf = (row, layer, unit, kind) =>
  6 * row + COLUMNS.findIndex((at) => at.layer === layer && at.unit === unit && at.kind === kind);

function look(state) {
  const { weights, scale, activation, step_at_zero, wanted, position, show_all, notation } = state;
  const g = activation === "step" ? STEPS[step_at_zero] : activations.sigmoid;
  const used = weights.map((weight) => scale * weight);
  // nnlib's order: W row by row, a row for each sender, and then b.
  const params = Float64Array.from([1, 4, 2, 5, 0, 3, 7, 8, 6], (place) => used[place]);
  const { Z, A } = mlp({ sizes: [2, 2, 1], hidden: g, output: g }).forward(params, X, rows);
  const numbers = count(rows).flatMap((row) =>
    COLUMNS.map(({ layer, unit, kind }) => {
      const values = kind === "z" ? Z[layer - 1] : A[layer];
      return values[row * (3 - layer) + unit - 1];
    }),
  );
  const at = (row, layer, unit, kind) => numbers[placeOf(row, layer, unit, kind)];
  const row = Math.max(0, Math.ceil(position / 6) - 1);
  const targets = Array.from(T, (target) => (wanted === "XNOR" ? target : 1 - target));
  const seen = {
    ...{ numbers, at, row, used, targets, inputs: [X[2 * row], X[2 * row + 1]] },
    letters: notation === "book" ? BOOK : SLIDES,
    known: (place) => show_all || place < position,
    current: position ? { place: position - 1, row, ...COLUMNS[(position - 1) % 6] } : null,
    errors: targets.map((target, row) => Math.abs(at(row, 2, 1, "a") - target)),
  };
  return { ...seen, words: seen.current && wordsOf({ ...state, ...seen }) };
}

// What a unit receives: symbols and numbers of senders and weights, the constant 1 first.
function arriving({ letters, used, at }, row, layer, unit) {
  const senders = [1, ...[1, 2].map((from) => (layer === 1 ? X[2 * row + from - 1] : at(row, 1, from, "a")))];
  return senders.map((value, from) => ({
    value,
    weight: used[MATRICES[layer][unit - 1][from]],
    symbol: layer === 1 ? letters.input(from) : letters.made("a", 1, from),
    weightSymbol: letters.weight(layer, from, unit),
  }));
}

// The current number in symbols, in numbers, and why.
function wordsOf(look) {
  const { letters, current: { row, layer, unit, kind, place }, numbers } = look;
  const whose = UNITS.find((at) => at.layer === layer && at.unit === unit).title;
  const start = {
    title: `${kind} of ${layer === 1 ? whose : "the output unit"}, for the inputs ${inputsOf(row)}`,
    name: letters.made(kind, layer, unit),
    result: precise(numbers[place]),
  };
  if (kind === "a") return { ...start, ...activationWords(look) };
  const [one, ...others] = arriving(look, row, layer, unit);
  const products = others.map(({ symbol, weightSymbol }) => `${symbol}~${weightSymbol}`);
  const inNumbers = others.map(({ value, weight }) => `${text(value)}~·~${bracketed(weight)}`);
  const isBook = letters === BOOK;
  const bias = isBook ? one.weightSymbol : `${one.symbol}~${one.weightSymbol}`;
  const biasNumber = isBook ? bracketed(one.weight) : `1~·~${bracketed(one.weight)}`;
  const sum = (parts, first) => (isBook ? [...parts, first] : [first, ...parts]).join(" + ");
  return {
    ...start,
    symbols: sum(products, bias),
    numbers: sum(inNumbers, biasNumber),
    because:
      numbers[place] === 0
        ? "Exactly 0: neither above the threshold nor below it."
        : "What arrives, each number times its weight, and the bias.",
  };
}

function activationWords({ activation, step_at_zero, letters, numbers, current }) {
  const { layer, unit, place } = current;
  const [z, name] = [numbers[place - 1], letters.made("z", layer, unit)];
  if (activation === "sigmoid") {
    const because = z === 0 ? "σ(0) is ½, whatever the weights are multiplied by." : "A number between 0 and 1.";
    return { symbols: `σ(${name})`, numbers: `1~/~(1~+~e^{${precise(-z)}})`, because };
  }
  const because = z === 0 ? `z is 0, and g(0) is set to ${step_at_zero}.` : `1 where z > 0, 0 where z < 0.`;
  return { symbols: `g(${name})`, numbers: `g(${precise(z)})`, because };
}

const minus = (text) => text.replaceAll("-", "−");

/** A number of the table: at most three decimals, and few digits where it is large. */
function text(value) {
  const size = Math.abs(value);
  if (size > 0 && size < 5e-4) return "≈0";
  return minus(String(Number(value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 0))));
}
const precise = (value) => {
  const isTiny = value !== 0 && Math.abs(value) < 5e-7;
  return minus(isTiny ? value.toExponential(1) : String(Number(value.toFixed(6))));
};
const bracketed = (value) => (value < 0 ? `(${text(value)})` : text(value));
const answerText = (value, activation) => (activation === "step" ? text(value) : value.toFixed(3));
const inputsOf = (row) => `(${X[2 * row]}, ${X[2 * row + 1]})`;
const markOf = (error) => (error <= SURE ? "✓" : error < 1 - SURE ? "?" : "✗");

// The picture: the row on show, with every number that is known.
function paint(surface, look) {
  const { letters, used, current, row, inputs, activation } = look;
  const isBook = letters === BOOK;
  const ones = isBook ? 0 : 1; // the slides draw a unit that is always 1
  const lines = isBook ? 3 : 2;
  const boxes = arrange(surface, [
    { units: 2 + ones, groups: [1], width: 72 },
    { units: 2 + ones, groups: [lines], width: 104 },
    { units: 1, groups: [lines], width: 104 },
  ]);
  const boxOf = (layer, unit) => boxes[layer][layer === 2 ? 0 : unit - 1 + ones];
  const isUsed = (layer, unit) => current?.layer === layer && current.unit === unit;
  const wires = UNITS.flatMap(({ layer, unit }) =>
    count(3).slice(1 - ones).map((from) => {
      const weight = used[MATRICES[layer][unit - 1][from]];
      const active = isUsed(layer, unit) && current.kind === "z" ? "accent" : "";
      return { ends: [boxOf(layer - 1, from), boxOf(layer, unit)], weight, active };
    }),
  );
  for (const { ends, weight, active } of wires) {
    connection(surface, ...ends, { weight, active, arrow: active ? 1 : 0 });
  }
  for (const { ends, weight, active } of wires) {
    const tone = active || "ink";
    connectionNumbers(surface, ...ends, [{ name: "", text: text(weight), tone, mark: "" }]);
  }
  const line = (name, text, mark = "") => ({ name: plain(name), text, tone: mark ? "accent" : "ink", mark });
  for (const layer of isBook ? [] : [1, 2]) {
    const name = layer === 1 ? "x_{0}" : "a_{0}";
    card(surface, boxes[layer - 1][0], [[line(name, "1")]]);
  }
  inputs.forEach((value, index) => card(surface, boxOf(0, index + 1), [[line(`x_{${index + 1}}`, text(value))]]));
  for (const { layer, unit } of UNITS) {
    const values = ["z", "a"].map((kind) => {
      const place = placeOf(row, layer, unit, kind);
      const value = look.numbers[place];
      const shown = kind === "z" ? text(value) : answerText(value, activation);
      return line(`${kind}_{${unit}}`, look.known(place) ? shown : "", current?.place === place ? "made" : "");
    });
    const bias = line(`b_{${unit}}`, text(used[MATRICES[layer][unit - 1][0]]));
    const active = isUsed(layer, unit) ? "accent" : "";
    card(surface, boxOf(layer, unit), [isBook ? [bias, ...values] : values], { active });
  }
}

// Buttons to go on and back, and the number that is explained.
function stage(model) {
  const slider = control(model, "position");
  const go = (by) => () => {
    const position = model.get("position") + by;
    if (position >= 0 && position <= 24) put(model, "position", position);
  };
  const [back, next] = [button("‹ Back", go(-1)), button("Next ›", go(1))];
  const [title, lines, because] = [
    h("p", { class: "nn-operation-title" }),
    h("div", { class: "nn-formula" }),
    h("p", { class: "nn-because" }),
  ];
  let shown = "";
  return {
    element: h(
      "div",
      { class: "nn-stage" },
      h("div", {}, h("div", { class: "nn-row" }, back, next), slider.element),
      h("div", { class: "nn-operation" }, title, lines, because),
    ),
    update(look) {
      slider.update(look);
      back.setAttribute("aria-disabled", String(look.position === 0));
      next.setAttribute("aria-disabled", String(look.position === 24));
      const now = JSON.stringify(look.words);
      if (now === shown) return;
      shown = now;
      const { words } = look;
      say(title, words ? words.title : "Nothing is computed yet");
      lines.replaceChildren(...(words ? equation(words) : []));
      say(because, words ? words.because : "Say what comes, then press Next.");
    },
  };
}

const equation = ({ name, symbols, numbers, result }) => [
  h("p", {}, ...formula(`${name}~=~${symbols}`)),
  h("p", {}, ...formula(`=~${numbers}~`), h("strong", {}, ...formula(`=~${result}`))),
];

// All 24 numbers, a row for each example, with the written-out sum of hidden unit 1.
function table(model) {
  const named = UNITS.map(({ title }) => ({ title, is: h("b") }));
  const heads = COLUMNS.map(() => h("th", { scope: "col" }));
  const body = count(rows).map((row) => {
    const sum = h("td", { class: "nn-sum" });
    const cells = COLUMNS.map((_, column) =>
      h("td", { onclick: () => put(model, "position", 6 * row + column + 1) }),
    );
    const [wanted, mark] = [h("td"), h("span")];
    const line = h("tr", {}, h("th", { scope: "row" }, inputsOf(row)), sum, ...cells, wanted);
    return { line, sum, cells, wanted, mark };
  });
  let shown = "";
  const group = ({ title, is }) => h("th", { colspan: 2, scope: "colgroup" }, `${title} `, is);
  return {
    element: h(
      "table",
      { class: "nn-table" },
      h("caption", {}, "All four rows: ✓ is within 0.1 of what is wanted, ? is undecided, ✗ is wrong"),
      h(
        "thead",
        {},
        h("tr", {}, h("td"), h("td", { class: "nn-sum" }), ...named.map(group), h("td")),
        h("tr", {}, h("th", { scope: "col" }, "inputs"), h("th", { scope: "col", class: "nn-sum" },
          "sum of unit 1"), ...heads, h("th", { scope: "col" }, "wanted")),
      ),
      h("tbody", {}, ...body.map(({ line }) => line)),
    ),
    update(look) {
      const { letters, numbers, known, current, activation, targets, errors, row, at } = look;
      if (look.notation !== shown) {
        COLUMNS.forEach(({ kind, layer, unit }, column) =>
          heads[column].replaceChildren(...formula(letters.made(kind, layer, unit))),
        );
        shown = look.notation;
      }
      UNITS.forEach(({ layer, unit }, index) => {
        const answers = count(rows).map((row) => at(row, layer, unit, "a")).join("");
        const isTold = activation === "step" && known(placeOf(rows - 1, layer, unit, "a"));
        say(named[index].is, isTold ? FUNCTIONS[answers] : "");
      });
      body.forEach(({ line, sum, cells, wanted }, index) => {
        line.className = index === row && current ? "nn-on-show" : "";
        say(sum, sumOf(look, index));
        cells.forEach((cell, column) => {
          const place = 6 * index + column;
          const shownAs = column % 2 ? answerText(numbers[place], activation) : text(numbers[place]);
          say(cell, known(place) ? shownAs : "·");
          cell.className = current?.place === place ? "nn-made" : "";
        });
        say(wanted, `${targets[index]} ${known(6 * index + 5) ? markOf(errors[index]) : ""}`);
      });
    },
  };
}

function sumOf(look, row) {
  const [one, ...others] = arriving(look, row, 1, 1);
  const product = ({ value, weight }) => `${value}·${text(weight)}`;
  if (look.letters === SLIDES) return [one, ...others].map(product).join(" + ");
  const bias = text(Math.abs(one.weight));
  return `${others.map(product).join(" + ")} ${one.weight < 0 ? "−" : "+"} ${bias}`;
}
