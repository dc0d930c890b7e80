// Links that say more than the settings: with the weights as they are now, and for a class, with
// what it shall not change or not see.

import { hashOf } from "./address.mjs";
import { button } from "./controls.mjs";
import { h } from "./dom.mjs";
import { addition } from "./playground_address.mjs";
import { BUTTONS } from "./playground_bar.mjs";
import { lockableSettings } from "./playground_settings.mjs";
import { snapshot } from "./view.mjs";

const PARTS = { shown: "unit shown large", edit: "editing weights", test_loss: "test loss" };

export function classroom(model) {
  // A notebook has no address of its own.
  if (model.widget_manager) return { element: h("span", { hidden: true }) };
  const told = h("output", { class: "nn-told" });
  const give = (more) => {
    const text = location.href.replace(/#.*/s, "") + hashOf(snapshot(model)) + addition(more());
    history.replaceState(null, "", text);
    told.replaceChildren(h("code", {}, text));
    navigator.clipboard?.writeText(text).catch(() => told.append(" (to be copied by hand)"));
  };
  const names = [
    ...Object.keys(BUTTONS).map((name) => ({ name, label: name.replace("_", " ") })),
    ...lockableSettings(model),
    ...Object.entries(PARTS).map(([name, label]) => ({ name, label })),
  ];
  const choices = names.map(({ name, label }) => {
    const options = ["free", "locked", "hidden"].map((word) => h("option", { value: word }, word));
    const input = h("select", {}, ...options);
    return {
      name,
      input,
      element: h("label", { class: "nn-control" }, h("span", {}, label), input),
    };
  });
  const all = (word) => choices.filter(({ input }) => input.value === word).map(({ name }) => name);
  return {
    element: h(
      "details",
      { class: "nn-group" },
      h("summary", {}, "Links with the weights, and for a class"),
      h("p", {}, "“Link to this state” holds the settings. This one holds the weights as well:"),
      button("Link with these weights", () => give(() => ({ params: model.get("frame").params }))),
      h("p", {}, "For a class: choose what it cannot change, and what it does not see."),
      h("div", { class: "nn-controls" }, ...choices.map(({ element }) => element)),
      button("Link for a class", () =>
        give(() => ({ locked: all("locked"), hidden: all("hidden") })),
      ),
      told,
    ),
  };
}
