// A figure's view: a description made into elements that follow a model. `figure` is what every
// figure's .js file exports; README.md says what a description holds.

import { control } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { live } from "./live.mjs";
import { createPanel } from "./panel.mjs";
import { question } from "./question.mjs";
import { shareButton } from "./share.mjs";
import { canvasSurface } from "./surface.mjs";

/** What a .js file exports: `render` for JupyterLab and the host, `drive` for the host. */
export function figure(description) {
  return {
    description,
    drive: description.drive,
    render: ({ model, el }) => live(build(description, model, canvasSurface), model, el),
  };
}

/** The state of a figure: every setting by name, and what its driver writes. */
export function snapshot(model) {
  const names = ["id", "limits", "playing", "frame", ...Object.keys(model.get("limits"))];
  return Object.fromEntries(names.map((name) => [name, model.get(name)]));
}

/**
 * The elements of a figure, made without anything that needs a browser.
 * @returns {{elements: Element[], fieldset: Element, pictures: Object[],
 *   complain: (text: string) => void, update: () => void}}
 */
export function build(description, model, createSurface) {
  const { title, enabled = {}, look = () => ({}), notice = () => "" } = description;
  const asked = question(description.question);
  const panels = description.panels.map((panel) => createPanel(panel, model, createSurface));
  const buttons = (description.buttons ?? []).map((create) => create(model));
  const controls = description.controls.map((name) => ({ name, ...control(model, name) }));
  const twin = h("div", { class: "nn-twin" });
  const noticed = h("p", { class: "nn-notice", role: "status" });
  const fieldset = h(
    "fieldset",
    { class: "nn-settings", "aria-label": `Settings: ${title}` },
    h("div", { class: "nn-buttons" }, ...elementsOf(buttons), shareButton(model)),
    h("div", { class: "nn-controls" }, ...elementsOf(controls)),
  );
  let complaint = ""; // about a link; it stands until the next link

  function update() {
    const state = snapshot(model);
    const seen = { ...state, ...look(state) };
    for (const { name, update, disable } of controls) {
      update(state);
      if (enabled[name]) disable(!enabled[name](state));
    }
    for (const part of [...buttons, asked, ...panels]) part.update(seen);
    say(noticed, [complaint, notice(seen)].filter(Boolean).join(" "));
    // A text that changes sixty times a second is not read out; one that rests is.
    twin.setAttribute("aria-live", state.playing ? "off" : "polite");
    say(twin, description.describe(seen));
  }

  return {
    elements: [
      h("p", { class: "nn-title" }, title),
      asked.element,
      h("div", { class: "nn-panels" }, ...elementsOf(panels)),
      noticed,
      fieldset,
      twin,
    ],
    fieldset,
    pictures: panels.flatMap(({ pictures }) => pictures),
    complain(text) {
      complaint = text;
      update();
    },
    update,
  };
}

const elementsOf = (parts) => parts.map(({ element }) => element);
