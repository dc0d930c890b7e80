// What pointing at the playground's pictures does. A press keeps, hovering only looks: a unit is
// shown large, a weight is named, and the cross follows, until the pointer leaves.

import { h } from "./dom.mjs";
import { put } from "./controls.mjs";
import { isFree } from "./playground_locks.mjs";
import { meaningAt } from "./playground_network.mjs";

/** A press on the network: switches a feature, shows a unit large, or takes a weight to be edited. */
export function pressNetwork(place, model, { look }) {
  if (!place.pressed) return;
  const { feature, shown, parameter } = meaningAt(place, place.painted);
  if (feature && isFree(model, feature)) put(model, feature, !model.get(feature));
  if (shown !== undefined && isFree(model, "shown")) keep(model, "shown", shown);
  if (parameter !== undefined && isFree(model, "edit")) keep(model, "picked", parameter + 1);
}

/** A press or a drag on the plane moves the cross. */
export function pressPlane(place, model) {
  if (isFree(model, "place")) keep(model, "place", placeOf(place, place.painted));
}

function placeOf(point, at) {
  return at.valueAt(point).map((value) => Math.min(6, Math.max(-6, Number(value.toFixed(2)))));
}

const kept = new WeakMap(); // model → what hovering has changed: {name: the value to go back to}

function keep(model, name, value) {
  delete kept.get(model)?.[name];
  put(model, name, value);
}

function glance(model, name, value) {
  const before = kept.get(model) ?? {};
  kept.set(model, { [name]: model.get(name), ...before });
  put(model, name, value);
}

function lookAway(model, name) {
  const before = kept.get(model) ?? {};
  if (!(name in before)) return;
  put(model, name, before[name]);
  delete before[name];
}

/** A part without a look: it hears the pointer over the pictures, where there is one to hover. */
export function hovering(model) {
  const element = h("span", { hidden: true });
  let [listening, seen] = [false, null];

  function onMove(event) {
    if (event.pointerType === "touch" || event.buttons) return;
    const picture = event.target.closest?.(".nn-picture");
    const width = picture && Number(picture.style.getPropertyValue("--nn-width"));
    const scale = width / picture?.clientWidth;
    const place = { x: event.offsetX * scale, y: event.offsetY * scale };
    const over =
      picture && [...picture.closest(".nn-panels").children].indexOf(picture.parentElement);
    const { network, plane } = seen.painted;
    const { shown, parameter } = over === 0 ? meaningAt(place, network) : {};
    if (picture) picture.style.cursor = over === 0 ? "pointer" : "";
    follow("shown", shown);
    follow("picked", parameter === undefined ? undefined : parameter + 1);
    follow("place", over === 1 ? placeOf(place, plane) : undefined);
  }

  function follow(name, value) {
    if (value === undefined) lookAway(model, name);
    else if (
      isFree(model, name === "picked" ? "edit" : name) &&
      String(model.get(name)) !== String(value)
    ) {
      glance(model, name, value);
    }
  }

  return {
    element,
    update(next) {
      seen = next;
      const figure = element.closest?.(".nn-figure");
      if (listening || !figure) return;
      listening = true;
      figure.addEventListener("pointermove", onMove);
      figure.addEventListener("pointerleave", () => {
        for (const name of ["shown", "picked", "place"]) lookAway(model, name);
      });
    },
  };
}
