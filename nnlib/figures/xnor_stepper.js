// The network of the slides that computes XNOR, number by number. Takes the settings of
// xnor_stepper.py; shows the four rows as a table, one of them as a drawing and as matrices, and
// says how each number comes about, in the book's notation or the slides'.

import { resetButton } from "./buttons.mjs";
import { button, control, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { formula } from "./formula.mjs";
import { figure } from "./view.mjs";
import { matrices } from "./xnor_matrices.mjs";
import {
  BIASES,
  COLUMNS,
  INPUTS,
  LABELS,
  NOR_BIAS,
  numberPlace,
  numbersOf,
} from "./xnor_network.mjs";
import { paintNetwork } from "./xnor_picture.mjs";
import { numberTable, verdict } from "./xnor_table.mjs";
import { BOOK, inputsOf, short, shown, SLIDES, wordsOf } from "./xnor_words.mjs";

const OF_SLIDES = [-0.3, 0.2, 0.2, 0.2, -0.2, -0.2, -0.1, 0.2, 0.2];
const EXAMPLES = {
  "XNOR, as in the slides": ["XNOR", OF_SLIDES],
  "XNOR, NOR with the bias 0.1": ["XNOR", [-0.3, 0.2, 0.2, 0.1, -0.2, -0.2, -0.1, 0.2, 0.2]],
  "XOR: OR, but not AND": ["XOR", [-0.3, 0.2, 0.2, -0.1, 0.2, 0.2, -0.1, -0.2, 0.2]],
  "XOR: neither AND nor NOR": ["XOR", [-0.3, 0.2, 0.2, 0.2, -0.2, -0.2, 0.1, -0.2, -0.2]],
};
const OWN = "numbers of your own";
const columnOf = (place) => COLUMNS[place % COLUMNS.length];
const LAST = INPUTS.length * COLUMNS.length;

function look(state) {
  const { weights, scale, wanted, position, show_all, notation } = state;
  const nine = weights.map((weight) => scale * weight);
  const numbers = numbersOf(nine, state);
  const at = (row, layer, unit, kind) => numbers[numberPlace(row, layer, unit, kind)];
  const row = Math.max(0, Math.ceil(position / COLUMNS.length) - 1);
  const targets = LABELS.map((label) => (wanted === "XNOR" ? label : 1 - label));
  const place = position - 1;
  const seen = {
    ...{ nine, numbers, at, row, targets, inputs: INPUTS[row] },
    letters: notation === "book" ? BOOK : SLIDES,
    known: (other) => show_all || other < position,
    current: position ? { place, row, ...columnOf(place) } : null,
    errors: targets.map((target, row) => Math.abs(at(row, 2, 1, "a") - target)),
  };
  return { ...seen, words: seen.current && wordsOf({ ...state, ...seen }) };
}

// Buttons and a bar to go on and back, and the number that is explained.
function stage(model) {
  const bar = control(model, "position");
  const go = (by) => () => {
    const position = model.get("position") + by;
    if (position >= 0 && position <= LAST) put(model, "position", position);
  };
  const [back, next] = [button("‹ Back", go(-1)), button("Next ›", go(1))];
  next.className = "nn-button nn-next";
  const title = h("p", { class: "nn-operation-title" });
  const lines = h("div", { class: "nn-formula" });
  const because = h("p", { class: "nn-because" });
  let told = "";

  return {
    element: h(
      "div",
      { class: "nn-stage" },
      h("div", {}, h("div", { class: "nn-row" }, back, next), bar.element),
      h("div", { class: "nn-operation" }, title, lines, because),
    ),
    update(look) {
      const { position, words } = look;
      bar.update(look);
      // A button keeps the focus where it cannot go on: the keyboard does not lose its place.
      back.setAttribute("aria-disabled", String(position === 0));
      next.setAttribute("aria-disabled", String(position === LAST));
      const now = JSON.stringify(words);
      if (now === told) return;
      told = now;
      say(title, words ? words.title : "The start");
      lines.replaceChildren(...(words ? equation(words) : []));
      say(because, words ? words.because : "Say what the first number will be. Then press Next.");
    },
  };
}

const equation = ({ name, symbols, numbers, result }) => [
  h("p", {}, ...formula(`${name} = ${symbols}`)),
  h("p", {}, ...formula(`= ${numbers}`)),
  h("p", {}, "= ", h("strong", {}, ...formula(result))),
];

// Other weights to start from.
function examples(model) {
  const names = [...Object.keys(EXAMPLES), OWN];
  const options = names.map((name) => h("option", { value: name, disabled: name === OWN }, name));
  const select = h("select", { onchange: () => choose(select.value) }, ...options);

  function choose(name) {
    const [wanted, weights] = EXAMPLES[name];
    model.set("wanted", wanted);
    put(model, "weights", weights);
  }

  return {
    element: h("label", { class: "nn-examples" }, "start from ", select),
    update({ weights }) {
      const isHere = (name) => String(EXAMPLES[name]?.[1]) === String(weights);
      const shown = names.find(isHere) ?? OWN;
      names.forEach((name, index) => (options[index].selected = name === shown));
    },
  };
}

// Says where a sum is 0, for there a convention decides, or a rounding error.
function notice({ numbers, activation, step_at_zero }) {
  const sums = numbers.map((_, place) => place).filter((place) => columnOf(place).kind === "z");
  const places = (near) => sums.filter((place) => near(numbers[place]));
  const ties = places((z) => z === 0);
  const almost = places((z) => z !== 0 && Math.abs(z) < 1e-12);
  const decides = activation === "step" ? "g(0) = 1 decides" : "the sigmoid says ½";
  const isTelling = activation !== "step" || step_at_zero === "1";
  return [
    ties.length > 0 && isTelling ? `z is exactly 0 ${where(ties)}: there ${decides}.` : "",
    almost.length > 0
      ? `z would be 0 ${where(almost)}, were it not for the rounding of the last digit.`
      : "",
  ].join(" ").trim();
}

function where(places) {
  const titles = new Set(places.map((place) => columnOf(place).title));
  const rowsOf = (title) =>
    places
      .filter((place) => columnOf(place).title === title)
      .map((place) => inputsOf(Math.floor(place / COLUMNS.length)))
      .join(" and ");
  return [...titles].map((title) => `in ${title} for ${rowsOf(title)}`).join(", ");
}

function describe(look) {
  const { words, errors, targets } = look;
  const answers = INPUTS.map((_, row) => {
    const answer = shown(numberPlace(row, 2, 1, "a"), look);
    return `${inputsOf(row)} ${answer}, wanted ${targets[row]}`;
  });
  const right = errors.filter((error) => verdict(error) === "right").length;
  const current = words ? `${words.title}: ${words.result}. ` : "";
  if (!look.known(LAST - 1)) return `${current}The answers are still to come.`;
  return `${current}The answers: ${answers.join("; ")}. ${right} of 4 are right.`;
}

function answer({ weights, activation, scale, wanted, errors, at }) {
  if (activation !== "sigmoid" || wanted !== "XNOR" || scale < 20) return null;
  const moved = OF_SLIDES.flatMap((weight, place) => (weights[place] === weight ? [] : [place]));
  const no = (text) => ({ solved: false, text });
  if (moved.length === 0) return no("Two rows are undecided. Which z is 0 there?");
  if (moved.length > 1) return no("More than one number was changed. One is enough.");
  const [place] = moved;
  if (!BIASES.includes(place)) return no("That is a weight, not a bias.");
  const outputs = INPUTS.map((_, row) => at(row, 2, 1, "a").toFixed(3)).join(", ");
  if (errors.some((error) => verdict(error) !== "right")) {
    return no(`Not yet: ${outputs}. Move it further, or move another bias.`);
  }
  const [from, to] = [OF_SLIDES[place], weights[place]].map(short);
  const way = `The bias ${from} is now ${to}, and the answers are ${outputs}.`;
  const why =
    place === NOR_BIAS
      ? "No sum of NOR is 0 any more."
      : "NOR is still undecided; here the output unit makes up for it.";
  return { solved: true, text: `${way} ${why}` };
}

export default figure({
  title: "The XNOR network, number by number",
  question: {
    ask:
      "Put sigmoids in the place of steps, and multiply all weights by 50: two rows stay " +
      "undecided. Which one bias must move, and where to, so that all four rows are right?",
    answer,
    why: {
      ask: "Predict first: what do the four rows say if the step has g(0) = 1 instead of 0?",
      options: ["The same as before.", "1 in every row.", "0 in every row.", "XOR."],
      right: 1,
      because:
        "For (0, 1) and (1, 0) the sum of NOR is exactly 0. With g(0) = 1 the unit fires there, " +
        "and OR passes it on. The other two rows had 1 anyway.",
    },
  },
  parts: [stage, numberTable, matrices],
  buttons: [examples, resetButton],
  controls: ["activation", "step_at_zero", "scale", "wanted", "notation", "show_all"],
  enabled: { step_at_zero: ({ activation }) => activation === "step" },
  panels: [
    {
      label: "The network with the numbers of one row; the table below has all rows",
      ...{ width: 640, height: 250, narrow: { width: 330, height: 400 }, paint: paintNetwork },
    },
  ],
  look,
  describe,
  notice,
});
