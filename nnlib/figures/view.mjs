// A figure's view: a description made into elements that follow a model. `figure` is what every
// figure's .js file exports; README.md says what a description holds.

import { controlGroup } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { live } from "./live.mjs";
import { snapshot } from "./model.mjs";
import { createPanel } from "./panel.mjs";
import { question } from "./question.mjs";
import { shareButton } from "./share.mjs";
import { canvasSurface } from "./surface.mjs";

export { snapshot } from "./model.mjs";

/** What a .js file exports: `render` for JupyterLab and the host, `drive` for the host. */
export function figure(description) {
  return {
    description,
    drive: description.drive,
    render: ({ model, el }) => live(build(description, model, canvasSurface), model, el),
  };
}

/**
 * The elements of a figure, made without anything that needs a browser.
 * @returns {{elements: Element[], fieldset: Element, pictures: Object[],
 *   complain: (text: string) => void, update: () => void}}
 */
export function build(description, model, createSurface) {
  const { title, look = () => ({}), notice = () => "" } = description;
  const asked = question(description.question);
  const panels = description.panels.map((panel) => createPanel(panel, model, createSurface));
  const parts = (description.parts ?? []).map((create) => create(model));
  const buttons = (description.buttons ?? []).map((create) => create(model));
  const controls = controlGroup(description.controls, description.enabled)(model);
  const twin = h("div", { class: "nn-twin" });
  const noticed = h("p", { class: "nn-notice", role: "status" });
  const fieldset = h(
    "fieldset",
    { class: "nn-settings", "aria-label": `Settings: ${title}` },
    ...elementsOf(parts),
    h("div", { class: "nn-buttons" }, ...elementsOf(buttons), shareButton(model, description.given)),
    controls.element,
  );
  let complaint = ""; // about a link; it stands until the next link

  function update() {
    const state = snapshot(model);
    const seen = { ...state, ...look(state) };
    controls.update(state);
    for (const part of [...parts, ...buttons, asked, ...panels]) part.update?.(seen);
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
