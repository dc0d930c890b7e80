// The playground's buttons, and beside them where the run stands.

import { playButton, pressButton, sendButton } from "./buttons.mjs";
import { put } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { lockable } from "./playground_locks.mjs";

const newData = pressButton("New data", (model) => {
  put(model, "data_seed", (model.get("data_seed") + 1) % 2 ** 32);
});

/** The buttons by the names under which they can be locked. */
export const BUTTONS = {
  play: playButton,
  epoch: sendButton("Epoch", { do: "epochs", count: 1 }),
  step: sendButton("Step", { do: "advance", steps: 1 }),
  reset: sendButton("Reset", { do: "reset" }),
  new_data: newData,
};

export function bar(model) {
  const buttons = Object.entries(BUTTONS).map(([name, create]) => lockable(name, create)(model));
  const epoch = readout("epoch");
  const train = readout("training loss");
  const test = readout("test loss");
  const right = readout("right, training and test");
  const readouts = [epoch, train, test, right];
  return {
    element: h(
      "div",
      { class: "nn-bar" },
      h("div", { class: "nn-row" }, ...buttons.map(({ element }) => element)),
      h("dl", { class: "nn-readouts" }, ...readouts.map(({ element }) => element)),
    ),
    update(seen) {
      for (const button of buttons) button.update(seen);
      epoch.show(
        String(seen.frame.epoch)
          .padStart(6, "0")
          .replace(/(...)$/, ",$1"),
      );
      train.show(seen.train.loss.toFixed(3));
      test.show(seen.test.loss.toFixed(3));
      test.element.hidden = model.get("locks").hidden.includes("test_loss");
      right.element.hidden = seen.regression;
      right.show(`${percent(seen.train.right)}, ${percent(seen.test.right)}`);
    },
  };
}

// No mistake is rounded away.
const percent = (share) => `${share === null ? "" : (Math.floor(1000 * share) / 10).toFixed(1)} %`;

function readout(name) {
  const value = h("dd", {});
  return { element: h("div", {}, h("dt", {}, name), value), show: (text) => say(value, text) };
}
