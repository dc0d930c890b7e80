// Where the reader stands in a round: buttons and a bar to go on and back, and the operation that
// was just done, in symbols and in numbers.

import { nextStage } from "./backpropagation_script.mjs";
import { button } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { formula } from "./formula.mjs";

const PHASES = [["forward", ["forward", "loss"]], ["backward", ["backward"]], ["update", ["update", "again"]]];

/** The stage of a figure whose model has `round` and `position`. */
export function stage(model) {
  let look = null;

  function go(round, position) {
    model.set("round", round);
    model.set("position", position);
    model.save_changes();
  }
  const moves = {
    first: () => (look.done > 0 ? go(look.round, 0) : go(look.round - 1, 0)),
    previousStage: () => go(look.round, nextStage(look.operations, look.done, -1)),
    back: () => (look.done > 0 ? go(look.round, look.done - 1) : go(look.round - 1, look.operations.length)),
    next: () => (look.done < look.operations.length ? go(look.round, look.done + 1) : go(look.round + 1, 0)),
    nextStage: () => go(look.round, nextStage(look.operations, look.done, 1)),
    last: () => go(look.round, look.operations.length),
  };
  const possible = {
    first: () => look.done > 0 || look.round > 1,
    previousStage: () => look.done > 0,
    back: () => look.done > 0 || look.round > 1,
    next: () => look.done < look.operations.length || look.goesOn,
    nextStage: () => look.done < look.operations.length,
    last: () => look.done < look.operations.length,
  };
  // A button that cannot go further keeps the focus, so that the keyboard does not lose its place.
  const buttons = Object.entries({
    first: ["⇤", "First operation"],
    previousStage: ["«", "Back to the layer before"],
    back: ["‹ Back", "Back by one operation"],
    next: ["Next ›", "Next operation"],
    nextStage: ["»", "On to the next layer"],
    last: ["⇥", "Last operation"],
  }).map(([name, [text, label]]) => {
    const element = button(text, () => possible[name]() && moves[name]());
    element.className = `nn-button nn-${name === "next" ? "play" : "move"}`;
    element.setAttribute("aria-label", label);
    element.setAttribute("title", label);
    return { name, element };
  });

  const count = h("span", { class: "nn-count" });
  const bar = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "operation",
    oninput: () => go(look.round, Number(bar.value)),
  });
  const phases = PHASES.map(([name]) => h("span", { class: `nn-phase nn-phase-${name}` }, name));
  const operation = operationCard();

  return {
    element: h(
      "div",
      { class: "nn-stage" },
      h(
        "div",
        { class: "nn-transport" },
        h("div", { class: "nn-moves" }, ...buttons.map(({ element }) => element)),
        bar,
        h("div", { class: "nn-phases", "aria-hidden": "true" }, ...phases),
        count,
      ),
      operation.element,
    ),
    update(seen) {
      look = seen;
      const { operations, done, round } = look;
      for (const { name, element } of buttons) element.setAttribute("aria-disabled", String(!possible[name]()));
      bar.setAttribute("max", operations.length);
      if (Number(bar.value) !== done || bar.value === "") bar.value = done;
      bar.setAttribute("aria-valuetext", look.told);
      PHASES.forEach(([, names], place) => {
        const size = operations.filter(({ phase }) => names.includes(phase)).length;
        phases[place].setAttribute("style", `flex-grow: ${size}`);
      });
      say(count, `Round ${round}, operation ${done} of ${operations.length}`);
      operation.update(look);
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
    update({ words, current, about, round }) {
      const key = JSON.stringify([words, about, round]);
      if (key === shown) return;
      shown = key;
      const { title: heading, name, symbols, numbers, result, because: reason } = words ?? begin(about, round);
      title.replaceChildren(...formula(heading));
      because.replaceChildren(...formula(reason));
      const sign = current && (current.phase === "update") ? "←" : "=";
      const rows = words
        ? [[name, sign, ...formula(symbols)], ...(numbers ? [["", "=", ...formula(numbers)]] : []), ["", "=", h("strong", {}, ...formula(result))]]
        : [];
      lines.replaceChildren(...rows.map(([left, relation, ...right]) => h("p", { class: left ? "nn-line" : "nn-line nn-more" }, ...formula(left), ` ${relation} `, ...right)));
    },
  };
}

function begin(about, round) {
  return {
    title: round === 1 ? "The start" : `Round ${round} begins`,
    because: round === 1 ? `${about} Inputs, targets, weights and biases are given. Press Next.` : "The updated weights are now the weights. Everything else is to be computed anew.",
  };
}
