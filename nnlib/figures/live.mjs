// A view in a browser: it follows the model, the size, the theme and the reader's attention.

import { followLinks } from "./links.mjs";

// With reduced motion a run is shown as two still pictures a second.
const CALM_PAUSE = 500;

/** Puts a built view into `el` and keeps it up to date; returns the cleanup. */
export function live(view, model, el) {
  const cleanups = [];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let [asked, visible, paintedAt] = [0, true, 0];

  function paint() {
    asked = 0;
    if (!visible) return;
    view.update();
    paintedAt = performance.now();
    // The driver makes the next frame once this one is seen, so none is ever made in vain.
    if (model.get("playing")) model.send({ do: "painted" });
  }

  function schedule() {
    if (asked || !visible) return;
    const wait = calm.matches && model.get("playing") ? CALM_PAUSE - (performance.now() - paintedAt) : 0;
    if (wait > 0) {
      asked = -1;
      setTimeout(() => (asked = requestAnimationFrame(paint)), wait);
    } else asked = requestAnimationFrame(paint);
  }

  function recolour() {
    for (const { surface } of view.panels) surface.recolour();
    schedule();
  }

  function listen(target, event, callback) {
    target.addEventListener(event, callback);
    cleanups.push(() => target.removeEventListener(event, callback));
  }

  function observe(observer, ...targets) {
    for (const [target, options] of targets) observer.observe(target, options);
    cleanups.push(() => observer.disconnect());
  }

  el.classList.add("nn-figure");
  el.replaceChildren(...view.elements);
  for (const { surface } of view.panels) surface.recolour();
  view.update();

  model.on("change", schedule);
  cleanups.push(() => model.off("change", schedule), () => cancelAnimationFrame(asked));
  observe(new ResizeObserver(schedule), ...view.panels.map(({ element }) => [element]));
  observe(
    new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      if (visible) schedule();
    }),
    [el],
  );
  const themes = { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] };
  observe(new MutationObserver(recolour), [document.documentElement, themes], [document.body, themes]);
  listen(matchMedia("(prefers-color-scheme: dark)"), "change", recolour);
  cleanups.push(followLinks(model, el, (text) => view.notice.complain(text)));
  schedule();
  return () => cleanups.forEach((cleanup) => cleanup());
}
