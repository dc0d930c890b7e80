// Links of the prose that put a figure into a state, and back: [text](#figure.setting=value).

import { apply, parse, problems } from "./address.mjs";
import { button } from "./controls.mjs";

/** Makes every such link of the page work for one figure; returns the cleanup. */
export function followLinks(model, el, complain) {
  const followed = new Map(); // link → {before, after, back}: settings by name, and its button

  function onClick(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || link.origin + link.pathname !== location.origin + location.pathname) return;
    const entries = parse(link.hash).filter(({ id }) => id === model.get("id"));
    // Two views of one model must not undo each other.
    const handled = (event.nnHandled ??= new Set());
    if (!entries.length || handled.has(model.get("id"))) return;
    handled.add(model.get("id"));
    event.preventDefault();
    if (followed.has(link)) goBack(link);
    else follow(link, entries);
  }

  function follow(link, entries) {
    const [id, limits] = [model.get("id"), model.get("limits")];
    const known = entries.map(({ name }) => name).filter((name) => Object.hasOwn(limits, name));
    const values = () => Object.fromEntries(known.map((name) => [name, model.get(name)]));
    const before = values();
    complain(problems(entries, [{ id, limits, ...before }]).join(" "));
    apply(model, entries);
    const back = button("back", () => goBack(link));
    back.className = "nn-back";
    back.setAttribute("aria-label", `back: undo “${link.textContent}”`);
    link.after(back);
    link.classList.add("nn-followed");
    followed.set(link, { before, after: values(), back });
    show(el);
  }

  function goBack(link) {
    const { before } = followed.get(link);
    forget(link);
    for (const [name, value] of Object.entries(before)) model.set(name, value);
    model.save_changes();
    complain("");
    link.focus();
  }

  function forget(link) {
    followed.get(link).back.remove();
    link.classList.remove("nn-followed");
    followed.delete(link);
  }

  // A figure that has moved on is no longer where the link put it: there is no way back to offer.
  function onChange() {
    for (const [link, { after }] of followed) {
      if (Object.entries(after).some(([name, value]) => model.get(name) !== value)) forget(link);
    }
  }

  document.addEventListener("click", onClick);
  model.on("change", onChange);
  return () => {
    document.removeEventListener("click", onClick);
    model.off("change", onChange);
    for (const link of [...followed.keys()]) forget(link);
  };
}

function show(el) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  el.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}
