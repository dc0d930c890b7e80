// A bar for one of many numbers, such as the weight whose field was visited last: drag it, and watch
// all others follow.

import { h, say } from "./dom.mjs";
import { formula, plain } from "./formula.mjs";

/** {element, show}; `take(value)` is told of every drag. */
export function dragBar(take) {
  const [label, output] = [h("span"), h("output", { class: "nn-value" })];
  const oninput = () => take(Number(bar.value));
  const bar = h("input", { type: "range", step: 0.01, oninput });
  return {
    element: h("label", { class: "nn-drag" }, "Drag ", label, bar, output),
    /** symbol: its name for formula.mjs; what: words before it; text: the value as it is written. */
    show({ symbol, what = "", value, low, high, text }) {
      label.replaceChildren(...formula(symbol));
      bar.setAttribute("min", low);
      bar.setAttribute("max", high);
      if (bar.value === "" || Number(bar.value) !== value) bar.value = value;
      bar.setAttribute("aria-label", `Drag ${what}${plain(symbol)}`);
      say(output, text);
    },
  };
}
