// Addresses that mean a playground by more than its settings: the original's own, the weights, and
// what a teacher has locked or hidden.

import { readOriginal } from "./playground_original.mjs";

const KEYS = { weights: "playground-weights", locked: "playground-lock", hidden: "playground-hide" };

/** Opens what the page's address asks for, after the settings, now and when it changes. */
export function openAddress(model, act) {
  if (!globalThis.location || !isFirst(model)) return;
  const open = () => read(location.hash, model, act);
  setTimeout(() => {
    open();
    addEventListener("hashchange", open);
  });
}

// Of several playgrounds on a page the first is meant.
function isFirst(model) {
  return document.querySelector('[data-figure="playground"]')?.id === model.get("id");
}

function read(hash, model, { tell, setParams }) {
  const told = [];
  const original = readOriginal(hash, model.get("limits"));
  if (original) {
    for (const [name, value] of Object.entries(original.settings)) model.set(name, value);
    for (const name of original.hidden) if (name in model.get("limits") && /^(x|sin|cos)/.test(name)) model.set(name, false);
    told.push("This address is one of TensorFlow Playground's, and trains as it does.", ...original.told);
    document.getElementById(model.get("id")).scrollIntoView();
  }
  const [locked, hidden] = [names(hash, KEYS.locked), names(hash, KEYS.hidden)];
  model.set("locks", { locked, hidden: [...hidden, ...(original?.hidden ?? [])] });
  const text = valueOf(hash, KEYS.weights);
  if (text !== null) {
    const params = text.split(",").map(Number);
    const expected = model.get("frame").params.length;
    const good = params.length === expected && params.every((w) => Number.isFinite(w) && Math.abs(w) <= 1e6);
    if (good) setParams(params);
    else told.push(`The link's weights are not ${expected} numbers from −1,000,000 to 1,000,000; they were ignored.`);
  }
  tell(told.join(" "));
}

const names = (hash, key) => (valueOf(hash, key) ?? "").split(",").filter((name) => /^\w+$/.test(name));

function valueOf(hash, key) {
  const part = hash.replace(/^#/, "").split("&").find((part) => part.startsWith(`${key}=`));
  return part === undefined ? null : part.slice(key.length + 1);
}

/** What a link must say beside the settings. */
export function addition({ params = null, locked = [], hidden = [] }) {
  const parts = [
    params && `${KEYS.weights}=${params.join(",")}`,
    locked.length && `${KEYS.locked}=${locked.join(",")}`,
    hidden.length && `${KEYS.hidden}=${hidden.join(",")}`,
  ];
  return parts.filter(Boolean).map((part) => `&${part}`).join("");
}
