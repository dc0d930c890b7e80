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

/** Puts the figures into the state that the page's address asks for, now and when it changes. */
export function followAddress() {
  const notice = h("p", { class: "nn-notice", role: "status" });
  const open = () => {
    const entries = parse(location.hash);
    notice.textContent = apply([...models.values()], entries).join(" ");
    const figures = entries.map(({ id }) => document.getElementById(id)).filter(Boolean);
    if (notice.textContent) (figures[0] ?? document.querySelector(".nn-figure")).before(notice);
    figures[0]?.scrollIntoView();
  };
  open();
  addEventListener("hashchange", open);
}
