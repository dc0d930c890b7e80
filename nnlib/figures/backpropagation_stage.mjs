// Where the reader stands: buttons and a bar to go on and back in time, and the operation that was
// just done, in symbols, in numbers and in words.

import { fixed } from "./backpropagation_letters.mjs";
import { lookAt } from "./backpropagation_look.mjs";
import { nextStage } from "./backpropagation_script.mjs";
import { playButton, sendButton } from "./buttons.mjs";
import { button } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { formula } from "./formula.mjs";
import { snapshot } from "./view.mjs";

const PHASES = {
  forward: ["forward", "loss"],
  backward: ["backward"],
  update: ["update", "again"],
};
const REMEMBERED = 4; // losses of earlier rounds on show

/** The stage of a figure whose model has `round` and `position`: a part for a description. */
export function stage(model) {
  const go = (round, position) => {
    model.set("round", round);
    model.set("position", position);
    model.save_changes();
  };
  // Of two quick presses the second finds what the first has done, painted or not.
  const time = timeControls(() => lookAt(snapshot(model)), go);
  const count = h("p", { class: "nn-count" });
  const losses = h("p", { class: "nn-losses" });
  const operation = operationCard();
  const [play, reset] = [playButton(model), sendButton("Reset", { do: "reset" })(model)];
  const others = h("div", { class: "nn-row" }, play.element, reset.element);

  return {
    element: h(
      "div",
      { class: "nn-stage nn-stays" },
      h("div", { class: "nn-time" }, ...time.elements, count, others, losses),
      operation.element,
    ),
    update(look) {
      const { frame, letters, operations, done, round } = look;
      time.update(look);
      play.update(look);
      say(count, `Round ${round}, operation ${done} of ${operations.length}`);
      const past = frame.losses.slice(-REMEMBERED).map(fixed).join(" → ");
      const more = round > REMEMBERED ? "… → " : "";
      say(losses, round > 1 ? `${letters.loss} by rounds: ${more}${past}` : "");
      operation.update(look);
    },
  };
}

// Where each button leads from a place in time: [round, position], or false where there is no way.
const MOVES = [
  ["⇤", "First operation", first],
  ["«", "Back by a layer", (at) => back(at, nextStage(at.operations, at.done, -1))],
  ["‹ Back", "Back by one operation", (at) => back(at, at.done - 1)],
  ["Next ›", "Next operation", (at) => onwards(at, at.done + 1)],
  ["»", "On by a layer", (at) => onwards(at, nextStage(at.operations, at.done, 1))],
  ["⇥", "Last operation", last],
];

function first({ round, done }) {
  if (done > 0) return [round, 0];
  return round > 1 && [round - 1, 0];
}

function last({ round, done, operations: { length } }) {
  return done < length && [round, length];
}

function back({ round, done, operations }, position) {
  if (done > 0) return [round, position];
  return round > 1 && [round - 1, operations.length];
}

function onwards({ round, done, operations, goesOn }, position) {
  if (done < operations.length) return [round, position];
  return goesOn && [round + 1, 0];
}

function timeControls(now, go) {
  const buttons = MOVES.map(([text, label, lead]) => {
    const element = button(text, () => {
      const there = lead(now());
      if (there) go(...there);
    });
    element.className = `nn-button ${text.startsWith("Next") ? "nn-next" : "nn-move"}`;
    element.setAttribute("aria-label", label);
    element.setAttribute("title", label);
    // It keeps the focus where it cannot go on, so that the keyboard does not lose its place.
    const update = (look) => element.setAttribute("aria-disabled", String(!lead(look)));
    return { element, update };
  });
  const bar = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "operation",
    oninput: () => go(now().round, Number(bar.value)),
  });
  const phases = Object.keys(PHASES).map((name) =>
    h("span", { class: `nn-phase nn-phase-${name}` }, name),
  );

  return {
    elements: [
      h("div", { class: "nn-moves" }, ...buttons.map(({ element }) => element)),
      bar,
      h("div", { class: "nn-phases", "aria-hidden": "true" }, ...phases),
    ],
    update(look) {
      const { operations, done, told } = look;
      for (const { update } of buttons) update(look);
      bar.setAttribute("max", operations.length);
      if (bar.value === "" || Number(bar.value) !== done) bar.value = done;
      bar.setAttribute("aria-valuetext", told);
      Object.values(PHASES).forEach((names, place) => {
        const length = operations.filter(({ phase }) => names.includes(phase)).length;
        phases[place].setAttribute("style", `flex-grow: ${length}`);
      });
    },
  };
}

function operationCard() {
  const title = h("p", { class: "nn-operation-title" });
  const lines = h("div", { class: "nn-formula" });
  const because = h("p", { class: "nn-because" });
  let shown = "";

  return {
    element: h("div", { class: "nn-operation" }, title, lines, because),
    update({ words, current, frame, round, letters }) {
      const news = words ?? beginning(frame.about, round, letters);
      const now = JSON.stringify(news);
      if (now === shown) return;
      shown = now;
      title.replaceChildren(...formula(news.title));
      lines.replaceChildren(...(words ? equation(words, current.phase === "update") : []));
      because.replaceChildren(...formula(news.because));
    },
  };
}

// name = symbols, = numbers, = result: a line each.
function equation({ name, symbols, numbers, result }, isUpdate) {
  const strong = h("strong", {}, ...formula(result));
  const right = [formula(symbols), formula(numbers), [strong]].filter((side) => side.length > 0);
  return right.map((side, index) =>
    index === 0
      ? h("p", {}, ...formula(name), isUpdate ? " ← " : " = ", ...side)
      : h("p", { class: "nn-more" }, "= ", ...side),
  );
}

function beginning(about, round, { loss, sign }) {
  const by = sign > 0 ? "∂" : "−∂";
  const legend =
    `Each unit has its bias b, its z and its a, and the derivatives of ${loss} by them: ` +
    `${by}b, δ and ${by}a. A dashed line is a negative weight.`;
  return round === 1
    ? { title: "The start", because: `${about} ${legend}` }
    : { title: `Round ${round} begins`, because: `With the updated weights and biases. ${legend}` };
}
