// Links of the prose that put a figure into a state, and back: [text](#figure.setting=value).

import { apply, parse } from "./address.mjs";
import { button } from "./controls.mjs";

/** Makes every such link of the page work for one figure; returns the cleanup. */
export function followLinks(model, el, complain) {
  const followed = new Map(); // link → {before, after, back}: settings by name, and the way back

  function onClick(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || link.origin + link.pathname !== location.origin + location.pathname) return;
    const id = model.get("id");
    const entries = parse(link.hash).filter((entry) => entry.id === id);
    // Two views of one model must not undo each other.
    const handled = (event.nnHandled ??= new Set());
    if (!entries.length || handled.has(id)) return;
    handled.add(id);
    event.preventDefault();
    if (followed.has(link)) goBack(link);
    else follow(link, entries);
  }

  function follow(link, entries) {
    const limits = model.get("limits");
    const names = entries.map(({ name }) => name).filter((name) => Object.hasOwn(limits, name));
    const values = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const before = values();
    complain(apply([model], entries).join(" "));
    const back = button("back", () => goBack(link));
    back.className = "nn-back";
    back.setAttribute("aria-label", `Back, from: ${link.textContent}`);
    link.after(back);
    link.classList.add("nn-followed");
    followed.set(link, { before, after: values(), back });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    el.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
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

  // A figure that has moved on is no longer where the link put it: the way back is gone.
  function onChange() {
    for (const [link, { after }] of followed) {
      const moved = Object.entries(after).some(([name, value]) => model.get(name) !== value);
      if (moved) forget(link);
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
