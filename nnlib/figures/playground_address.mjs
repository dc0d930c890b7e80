// Addresses that mean a playground by more than its settings: the original's own, the weights, and
// what a teacher has locked or hidden.

import { readOriginal } from "./playground_original.mjs";

const KEYS = {
  weights: "playground-weights",
  locked: "playground-lock",
  hidden: "playground-hide",
};
const LARGEST = 1e6; // a weight that a link may set

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
  const original = readOriginal(hash, model.get("limits"));
  const [weights, locked, hidden] = Object.values(KEYS).map((key) => valueOf(hash, key));
  // Any other address, such as that of a section, leaves the playground as it is.
  if (!original && weights === null && locked === null && hidden === null) return;
  const told = [];
  if (original) {
    for (const [name, value] of Object.entries(original.settings)) model.set(name, value);
    const greeting = "This address is one of TensorFlow Playground's, and trains as it does.";
    told.push(greeting, ...original.told);
    document.getElementById(model.get("id")).scrollIntoView();
  }
  if (original || locked !== null || hidden !== null) {
    const all = [...listOf(hidden), ...(original?.hidden ?? [])];
    model.set("locks", { locked: listOf(locked), hidden: all });
  }
  if (weights !== null) {
    const params = weights.split(",").map(Number);
    const count = model.get("frame").params.length;
    const good = params.every((w) => Math.abs(w) <= LARGEST);
    if (good && params.length === count) setParams(params);
    else
      told.push(
        `The link's weights are not ${count} numbers of at most ${LARGEST}; they were ignored.`,
      );
  }
  tell(told.join(" "));
}

const listOf = (text) => (text ?? "").split(",").filter((name) => /^\w+$/.test(name));

function valueOf(hash, key) {
  const part = hash
    .replace(/^#/, "")
    .split("&")
    .find((part) => part.startsWith(`${key}=`));
  return part === undefined ? null : part.slice(key.length + 1);
}

/** What a link must say beside the settings. */
export function addition({ params = null, locked = [], hidden = [] }) {
  const parts = [
    params && `${KEYS.weights}=${params.join(",")}`,
    locked.length && `${KEYS.locked}=${locked.join(",")}`,
    hidden.length && `${KEYS.hidden}=${hidden.join(",")}`,
  ];
  return parts
    .filter(Boolean)
    .map((part) => `&${part}`)
    .join("");
}
