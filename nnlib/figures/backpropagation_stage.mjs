// Where the reader stands: buttons and a bar to go on and back in time, and the operation that was
// just done, in symbols, in numbers and in words.

import { fixed } from "./backpropagation_letters.mjs";
import { nextStage } from "./backpropagation_script.mjs";
import { playButton, sendButton } from "./buttons.mjs";
import { button } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { formula } from "./formula.mjs";

const PHASES = {
  forward: ["forward", "loss"],
  backward: ["backward"],
  update: ["update", "again"],
};
const REMEMBERED = 4; // losses of earlier rounds on show

/** The stage of a figure whose model has `round` and `position`: a part for a description. */
export function stage(model) {
  let look = null;
  const go = (round, position) => {
    model.set("round", round);
    model.set("position", position);
    model.save_changes();
  };
  const time = timeControls(() => look, go);
  const count = h("p", { class: "nn-count" });
  const losses = h("p", { class: "nn-losses" });
  const operation = operationCard();
  const [play, reset] = [playButton(model), sendButton("Reset", { do: "reset" })(model)];
  const others = h("div", { class: "nn-row" }, play.element, reset.element);

  return {
    element: h(
      "div",
      { class: "nn-stage" },
      h("div", { class: "nn-time" }, ...time.elements, count, others, losses),
      operation.element,
    ),
    update(seen) {
      look = seen;
      const { frame, letters, operations, done, round } = look;
      time.update();
      play.update(look);
      say(count, `Round ${round}, operation ${done} of ${operations.length}`);
      const past = frame.losses.slice(-REMEMBERED).map(fixed).join(" → ");
      const more = round > REMEMBERED ? "… → " : "";
      say(losses, round > 1 ? `${letters.loss} by rounds: ${more}${past}` : "");
      operation.update(look);
    },
  };
}

function timeControls(seen, go) {
  const atStart = () => seen().done === 0;
  const atEnd = () => seen().done === seen().operations.length;
  const toStage = (direction) => {
    const { round, operations, done } = seen();
    go(round, nextStage(operations, done, direction));
  };
  const by = (count) => go(seen().round, seen().done + count);
  const before = () => go(seen().round - 1, seen().operations.length);
  const after = () => go(seen().round + 1, 0);
  const first = () => go(atStart() ? seen().round - 1 : seen().round, 0);
  const last = () => go(seen().round, seen().operations.length);
  const hasPast = () => !atStart() || seen().round > 1;
  const hasFuture = () => !atEnd() || seen().goesOn;

  const moves = [
    ["⇤", "First operation", hasPast, first],
    ["«", "Back by a layer", hasPast, () => (atStart() ? before() : toStage(-1))],
    ["‹ Back", "Back by one operation", hasPast, () => (atStart() ? before() : by(-1))],
    ["Next ›", "Next operation", hasFuture, () => (atEnd() ? after() : by(1))],
    ["»", "On by a layer", hasFuture, () => (atEnd() ? after() : toStage(1))],
    ["⇥", "Last operation", () => !atEnd(), last],
  ];
  const buttons = moves.map(([text, label, isPossible, move]) => {
    const element = button(text, () => isPossible() && move());
    element.className = `nn-button ${text.startsWith("Next") ? "nn-next" : "nn-move"}`;
    element.setAttribute("aria-label", label);
    element.setAttribute("title", label);
    // It keeps the focus where it cannot go on, so that the keyboard does not lose its place.
    return { update: () => element.setAttribute("aria-disabled", String(!isPossible())), element };
  });
  const bar = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "operation",
    oninput: () => go(seen().round, Number(bar.value)),
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
    update() {
      const { operations, done, told } = seen();
      for (const { update } of buttons) update();
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
    update({ words, current, frame, round }) {
      const news = words ?? beginning(frame.about, round);
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

const beginning = (about, round) =>
  round === 1
    ? {
        title: "The start",
        because: `${about} Inputs, targets, weights and biases are given. Press Next.`,
      }
    : {
        title: `Round ${round} begins`,
        because: "It computes with the updated weights and biases. Press Next.",
      };
