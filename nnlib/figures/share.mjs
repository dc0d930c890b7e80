// The button that gives a figure's state away: as a link on a page, as Python in a notebook.

import { hashOf } from "./address.mjs";
import { button } from "./controls.mjs";
import { h } from "./dom.mjs";
import { snapshot } from "./model.mjs";

/**
 * The button, followed by the text that it gave.
 * @param {(state: Object) => Object} [given] what Python must be given beside the settings
 */
export function shareButton(model, given) {
  const inNotebook = Boolean(model.widget_manager);
  const told = h("span", { class: "nn-told", role: "status" });

  async function give() {
    const text = inNotebook ? python(model, given) : link(model);
    if (!inNotebook) history.replaceState(null, "", text);
    told.replaceChildren(`${await copy(text)} `, h("code", {}, text));
  }

  const label = inNotebook ? "This state as Python" : "Link to this state";
  return h("span", { class: "nn-share" }, button(label, give), told);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied:";
  } catch {
    return "To be copied:"; // a browser may refuse the clipboard
  }
}

const link = (model) => location.href.replace(/#.*/s, "") + hashOf(snapshot(model));

/** The call that makes the figure in this state, for a notebook. */
export function python(model, given = () => ({})) {
  const name = model.get("_anywidget_id").split(".").at(-1);
  const words = { true: "True", false: "False" };
  const literal = (value) => words[value] ?? JSON.stringify(value);
  const state = snapshot(model);
  const settings = Object.keys(state.limits).map((name) => [name, state[name]]);
  const all = [...Object.entries(given(state)), ...settings];
  return `${name}(${all.map(([key, value]) => `${key}=${literal(value)}`).join(", ")})`;
}
