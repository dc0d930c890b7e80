// The buttons that several figures have. Each is a function of the model, for a description's
// `buttons`, and gives {element, update}.

import { button, put } from "./controls.mjs";
import { say } from "./dom.mjs";
import { snapshot } from "./model.mjs";

/** Starts and stops a run. */
export function playButton(model) {
  const element = button("Play", () => put(model, "playing", !model.get("playing")));
  element.className = "nn-button nn-play";
  return { element, update: ({ playing }) => say(element, playing ? "Pause" : "Play") };
}

/** Does something with the model. */
export function pressButton(text, press) {
  return (model) => ({ element: button(text, () => press(model)) });
}

/** Sends the driver a message, such as {do: "reset"}. */
export function sendButton(text, message) {
  return pressButton(text, (model) => model.send(message));
}

/** Puts every setting back to what it was when the figure came to life. */
export function resetButton(model) {
  const start = snapshot(model);
  return pressButton("Reset", () => {
    for (const name of Object.keys(start.limits)) model.set(name, start[name]);
    model.save_changes();
  })(model);
}
