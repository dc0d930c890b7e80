// A figure's view: a description made into elements that follow a model. `figure` is what every
// figure's .js file exports; README.md says what a description holds.

import { button, control, put } from "./controls.mjs";
import { h, say } from "./dom.mjs";
import { live } from "./live.mjs";
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

/**
 * The elements of a figure, without anything that needs a browser.
 * @returns {{elements: Element[], panels: Object[], update: (state?: Object) => void}}
 */
export function build(description, model, createSurface) {
  const panels = description.panels.map((panel) => createPanel(panel, createSurface()));
  const controls = description.controls.map((name) => ({ name, ...control(model, name) }));
  const buttons = (description.buttons ?? []).map((make) => make(model));
  const asked = question(description.question);
  const notice = createNotice();
  const twin = h("div", { class: "nn-twin" });
  const share = shareButton(model);
  const fieldset = h(
    "fieldset",
    { class: "nn-settings" },
    h("legend", { class: "nn-hidden" }, `Settings: ${description.title}`),
    h("div", { class: "nn-controls" }, ...controls.map(({ element }) => element)),
    h("div", { class: "nn-buttons" }, ...buttons.map(({ element }) => element), share.element),
  );

  function update() {
    const state = snapshot(model);
    const look = { ...state, ...description.look?.(state) };
    for (const { name, update } of controls) {
      update(state);
    }
    for (const { name, input } of controls) {
      if (input && description.enabled?.[name]) input.disabled = !description.enabled[name](state);
    }
    for (const part of buttons) part.update?.(state);
    asked.update(look);
    for (const panel of panels) panel.update(look);
    notice.update(description.notice?.(look) ?? "");
    // A text that changes sixty times a second is not read out; one that rests is.
    twin.setAttribute("aria-live", state.playing ? "off" : "polite");
    say(twin, description.describe(look));
  }

  const elements = [
    h("p", { class: "nn-title" }, description.title),
    asked.element,
    fieldset,
    notice.element,
    h("div", { class: "nn-panels" }, ...panels.map(({ box }) => box)),
    twin,
  ];
  return { elements, panels, fieldset, notice, update };
}

/** Every value of the model by name. */
export function snapshot(model) {
  const names = ["id", "limits", "playing", "frame", ...Object.keys(model.get("limits"))];
  return Object.fromEntries(names.map((name) => [name, model.get(name)]));
}

/** The button that starts and stops a run. */
export function playButton(model) {
  const element = button("Play", () => put(model, "playing", !model.get("playing")));
  element.className = "nn-button nn-play";
  return {
    element,
    update({ playing }) {
      say(element, playing ? "Pause" : "Play");
    },
  };
}

/** A button that sends the driver a message. */
export function sendButton(text, message) {
  return (model) => ({ element: button(text, () => model.send(message)) });
}

function createPanel({ label, width, height, paint }, { element, surface }) {
  element.className = "nn-picture";
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  const box = h("div", { class: "nn-panel", style: `--nn-width: ${width}; --nn-height: ${height}` }, element);
  return {
    element,
    surface,
    box,
    update(look) {
      surface.begin(width, height);
      paint(surface, look);
    },
  };
}

function createNotice() {
  const element = h("p", { class: "nn-notice", role: "status" });
  let from = { link: "", figure: "" };
  const show = () => say(element, [from.link, from.figure].filter(Boolean).join(" "));
  return {
    element,
    complain(text) {
      from.link = text;
      show();
    },
    update(text) {
      from.figure = text;
      show();
    },
  };
}
