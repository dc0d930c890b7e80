// The question that a figure opens with, which the figure itself recognises as answered, and the
// why-question, which asks for a commitment before it answers.

import { h, say } from "./dom.mjs";

/**
 * @param {Object} asked
 * @param {string} asked.ask the question to answer by playing
 * @param {(look: Object) => ?{solved: boolean, text: string}} asked.answer what to say of a state
 * @param {{ask: string, options: string[], right: number, because: string}} asked.why
 */
export function question({ ask, answer, why }) {
  const verdict = h("p", { class: "nn-verdict", role: "status" });
  const opening = h("p", { class: "nn-ask" }, ask);
  let solved = false;
  return {
    element: h("div", { class: "nn-question" }, opening, verdict, prediction(why)),
    update(look) {
      if (solved) return; // what was found out stays found out
      const found = answer(look);
      solved = Boolean(found?.solved);
      verdict.className = solved ? "nn-verdict nn-solved" : "nn-verdict";
      say(verdict, found?.text ?? "");
    },
  };
}

function prediction({ ask, options, right, because }) {
  const reply = h("p", { class: "nn-reply", role: "status" });
  const inputs = options.map(() =>
    h("input", { type: "radio", name: "nn-prediction", onchange: () => (commit.disabled = false) }),
  );
  const labels = options.map((option, index) =>
    h("label", { class: "nn-option" }, inputs[index], option),
  );
  const commit = h(
    "button",
    { type: "submit", class: "nn-button", disabled: true },
    "This is my prediction",
  );

  function reveal(event) {
    event.preventDefault();
    const chosen = inputs.findIndex((input) => input.checked);
    say(reply, `${chosen === right ? "So it is." : `Not so: “${options[right]}”`} ${because}`);
    for (const input of [...inputs, commit]) input.disabled = true;
  }

  // A form of its own keeps the choices apart from those of a second view on the same page.
  const form = h(
    "form",
    { onsubmit: reveal },
    h("div", { role: "radiogroup", "aria-label": ask }, ...labels),
    commit,
  );
  return h("details", { class: "nn-why" }, h("summary", {}, ask), form, reply);
}
