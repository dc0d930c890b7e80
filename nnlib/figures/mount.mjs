// Mounting: a figure's state from the page, a tiny model, the page's own driver, and the view.

import { apply, parse } from "./address.mjs";
import { h } from "./dom.mjs";
import { createModel } from "./model.mjs";

const models = new Map(); // id → model, of the figures that live on this page

/** Brings one figure of the page to life in the place of its still picture. */
export function mount(el, figure) {
  const state = JSON.parse(el.querySelector('script[type="application/json"]').textContent);
  let drive = () => {};
  const model = createModel({ playing: false, ...state }, (message) => drive(message));
  drive = figure.drive?.({ model }) ?? drive;
  models.set(state.id, model);
  figure.render({ model, el });
}

/** Puts the figures into the state that the page's address asks for, now and whenever it changes. */
export function openLink() {
  const notice = h("p", { class: "nn-notice", role: "status" });
  const open = () => {
    notice.remove();
    const entries = parse(location.hash);
    const complaints = [...models.values()].flatMap((model) => apply(model, location.hash));
    for (const id of new Set(entries.map(({ id }) => id))) {
      if (!models.has(id)) complaints.push(`The link means a figure “${id}”, which this page does not have; that was ignored.`);
    }
    notice.textContent = complaints.join(" ");
    const named = entries.map(({ id }) => document.getElementById(id)).find(Boolean);
    const place = named ?? document.querySelector(".nn-figure");
    if (complaints.length) place.before(notice);
    if (named) named.scrollIntoView();
  };
  open();
  addEventListener("hashchange", open);
}
