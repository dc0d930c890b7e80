// A picture of a figure: a surface that a `paint` function draws on, with a label; where the reader
// may point into it, `point` hears of it.

import { h } from "./dom.mjs";

/**
 * @param {Object} panel
 * @param {string} panel.label what it shows, for those who do not see it
 * @param {number} panel.width @param {number} panel.height
 * @param {(surface: Object, look: Object) => *} panel.paint may return what `point` needs to know
 * @param {{width: number, height: number}} [panel.narrow] its size on a phone, where it differs
 * @param {(place: Object, model: Object, look: Object) => void} [panel.point] what a press or a drag
 *   means; the same must be possible with a control. place: {x, y} in the picture's units, `pressed`
 *   for the press and not for the moves after it, `painted`: what `paint` returned for this size
 * @param {boolean} [panel.drags] whether a finger's drag is for the picture: the page then scrolls
 *   only where it is touched beside it
 * @returns {{pictures: Object[], element: Element, update: (look: Object) => void}}
 */
export function createPanel({ label, width, height, narrow, paint, point, drags }, model, createSurface) {
  let look = null;
  const sizes = [{ width, height, name: narrow ? "nn-picture nn-wide" : "nn-picture" }];
  if (narrow) sizes.push({ ...narrow, name: "nn-picture nn-narrow" });
  const pictures = sizes.map(({ width, height, name }) => {
    const { element, surface } = createSurface();
    const picture = { element, surface, width, height, painted: undefined };
    element.className = name;
    element.setAttribute("style", `--nn-width: ${width}; --nn-height: ${height}`);
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", label);
    if (point) {
      element.className += drags ? " nn-pointed nn-dragged" : " nn-pointed";
      follow(element, surface, (place) => {
        point({ ...place, painted: picture.painted }, model, look);
      });
    }
    return picture;
  });

  return {
    pictures,
    element: h(
      "div",
      { class: "nn-panel", style: `--nn-width: ${width}` },
      ...pictures.map(({ element }) => element),
    ),
    update(next) {
      look = next;
      for (const picture of pictures) {
        const { element, surface, width, height } = picture;
        if (element.clientWidth === 0) continue; // the size for other screens, which is not shown
        surface.begin(width, height);
        picture.painted = paint(surface, look);
      }
    },
  };
}

function follow(element, surface, point) {
  const tell = (event, pressed) => {
    const scale = surface.width / element.clientWidth;
    point({ x: event.offsetX * scale, y: event.offsetY * scale, pressed });
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    element.setPointerCapture(event.pointerId);
    tell(event, true);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) tell(event, false);
  });
}
