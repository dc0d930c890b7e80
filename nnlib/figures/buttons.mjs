// The buttons that several figures have. Each is a function of the model, for a description's
// `buttons`, and gives {element, update}.

import { button, put } from "./controls.mjs";
import { say } from "./dom.mjs";

/** Starts and stops a run. */
export function playButton(model) {
  const element = button("Play", () => put(model, "playing", !model.get("playing")));
  element.className = "nn-button nn-play";
  return { element, update: ({ playing }) => say(element, playing ? "Pause" : "Play") };
}

/** Sends the driver a message, such as {do: "reset"}. */
export function sendButton(text, message) {
  return (model) => ({ element: button(text, () => model.send(message)), update() {} });
}
