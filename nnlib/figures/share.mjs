// The button that gives a figure's state away: as a link on a page, as Python in a notebook.

import { hashOf } from "./address.mjs";
import { button } from "./controls.mjs";
import { h, say } from "./dom.mjs";

/** @returns {{element: Element}} a button, and the text that it gave */
export function shareButton(model) {
  const kernel = Boolean(model.widget_manager);
  const told = h("span", { class: "nn-told", role: "status" });
  const press = button(kernel ? "This state as Python" : "Link to this state", async () => {
    const text = kernel ? python(model) : link(model);
    if (!kernel) history.replaceState(null, "", text);
    let copied = "";
    try {
      await navigator.clipboard.writeText(text);
      copied = "Copied";
    } catch {
      copied = kernel ? "Copy this" : "In the address bar"; // the browser may refuse the clipboard
    }
    told.replaceChildren(`${copied}: `, h("code", {}, text));
  });
  return { element: h("span", { class: "nn-share" }, press, told) };
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
  const literal = (value) => (typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value));
  const settings = Object.entries(settingsOf(model)).map(([key, value]) => `${key}=${literal(value)}`);
  return `${name}(${settings.join(", ")})`;
}
