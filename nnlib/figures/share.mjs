// The button that gives a figure's state away: as a link on a page, as Python in a notebook.

import { hashOf } from "./address.mjs";
import { button } from "./controls.mjs";
import { h } from "./dom.mjs";

/** The button, followed by the text that it gave. */
export function shareButton(model) {
  const inNotebook = Boolean(model.widget_manager);
  const told = h("span", { class: "nn-told", role: "status" });

  async function give() {
    const text = inNotebook ? python(model) : link(model);
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

function settingsOf(model) {
  const names = Object.keys(model.get("limits"));
  return Object.fromEntries(names.map((name) => [name, model.get(name)]));
}

function link(model) {
  const state = { ...settingsOf(model), id: model.get("id"), limits: model.get("limits") };
  return location.href.replace(/#.*/s, "") + hashOf(state);
}

function python(model) {
  const name = model.get("_anywidget_id").split(".").at(-1);
  const words = { true: "True", false: "False" };
  const literal = (value) => words[value] ?? JSON.stringify(value);
  const settings = Object.entries(settingsOf(model));
  return `${name}(${settings.map(([key, value]) => `${key}=${literal(value)}`).join(", ")})`;
}
