// A view in a browser: it follows the model, the size, the theme and the reader's attention.

import { followLinks } from "./links.mjs";

// With reduced motion a run is shown as two still pictures a second.
const CALM = 500; // ms

/** Puts a built view into `el` and keeps it up to date; returns the cleanup. */
export function live(view, model, el) {
  const cleanups = [];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let [visible, paintedAt, request, timer] = [true, 0, 0, 0];

  function paint() {
    request = 0;
    view.update();
    paintedAt = performance.now();
    // The driver goes on once its frames are seen, so none is made in vain.
    if (model.get("playing")) model.send({ do: "painted", step: model.get("frame").step });
  }

  function schedule() {
    if (request || timer || !visible) return;
    const rest = calm.matches && model.get("playing") ? paintedAt + CALM - performance.now() : 0;
    if (rest > 0) timer = setTimeout(() => ((timer = 0), schedule()), rest);
    else request = requestAnimationFrame(paint);
  }

  function recolour() {
    for (const { surface } of view.pictures) surface.recolour();
    schedule();
  }

  function listen(target, event, callback) {
    target.addEventListener(event, callback);
    cleanups.push(() => target.removeEventListener(event, callback));
  }

  function observe(observer, targets, options) {
    for (const target of targets) observer.observe(target, options);
    cleanups.push(() => observer.disconnect());
  }

  el.classList.add("nn-figure");
  // By its name the figure's own .css means it; in a page it stands there from the start.
  el.dataset.figure ??= model.get("_anywidget_id").split(".").at(-2);
  el.replaceChildren(...view.elements);
  recolour();
  view.update();

  model.on("change", schedule);
  cleanups.push(() => {
    model.off("change", schedule);
    cancelAnimationFrame(request);
    clearTimeout(timer);
  });
  observe(new ResizeObserver(schedule), view.pictures.map(({ element }) => element));
  const onSight = ([entry]) => {
    visible = entry.isIntersecting;
    schedule();
  };
  observe(new IntersectionObserver(onSight), [el]);
  const themes = { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] };
  observe(new MutationObserver(recolour), [document.documentElement, document.body], themes);
  listen(matchMedia("(prefers-color-scheme: dark)"), "change", recolour);
  // JupyterLab would take arrows, space and letters for its own commands.
  const keep = ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", "true");
  listen(el, "focusin", keep);
  cleanups.push(followLinks(model, el, view.complain));
  return () => cleanups.forEach((cleanup) => cleanup());
}
