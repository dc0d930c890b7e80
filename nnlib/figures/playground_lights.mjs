// The health lights: which of four troubles a network has, why, and where to read on.

import { h, say } from "./dom.mjs";
import { LIGHTS } from "./playground_health.mjs";

export function lights(model) {
  const inNotebook = Boolean(model.widget_manager);
  const rows = LIGHTS.map(({ name, section }) => {
    const state = h("span", { class: "nn-light" });
    const text = h("span", {});
    // A notebook does not stand beside the book's pages.
    const more = inNotebook
      ? ""
      : h("a", { href: section, "aria-label": `More about: ${name}` }, "why");
    const said = h("span", { class: "nn-said", role: "status" }, text, " ", more);
    return { name, state, text, said, element: h("li", {}, state, said) };
  });
  return {
    element: h(
      "ul",
      { class: "nn-lights", "aria-label": "Health" },
      ...rows.map(({ element }) => element),
    ),
    update({ health }) {
      for (const { name, state, text, said } of rows) {
        const why = health.said[name] ?? "";
        state.className = why ? "nn-light nn-on" : "nn-light";
        say(state, why ? `▲ ${name}: ` : `○ ${name}`);
        say(text, why);
        said.hidden = !why;
      }
    },
  };
}
