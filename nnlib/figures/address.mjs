// A figure's state as a link, `#figure.setting=value&…`: written, read and checked.

import { createModel } from "./model.mjs";

/** The entries [{id, name, text}] of a hash that mean a figure's setting. */
export function parse(hash) {
  return hash
    .replace(/^#/, "")
    .split("&")
    .map((part) => /^([\w-]+)\.([^=]*)=(.*)$/s.exec(decode(part)))
    .filter(Boolean)
    .map(([, id, name, text]) => ({ id, name, text }));
}

/** The hash that puts a figure into a state {id, limits, …}. */
export function hashOf(state) {
  const settings = Object.keys(state.limits).map(
    (name) => `${state.id}.${name}=${encodeURIComponent(state[name])}`,
  );
  return `#${settings.join("&")}`;
}

/** What would be wrong with a link's entries for figures in these states: one sentence each. */
export function problems(entries, states) {
  return apply(states.map((state) => createModel({ ...state })), entries);
}

/**
 * Puts models into the state that entries ask for, one setting after another as far as each makes
 * sense; returns what was wrong, one sentence each.
 */
export function apply(models, entries) {
  const modelOf = ({ id }) => models.find((model) => model.get("id") === id);
  const complaints = entries
    .filter((entry) => !modelOf(entry))
    .map(({ id }) => `The link means a figure “${id}”, which is not on this page; it was ignored.`);
  for (const model of models) {
    const own = entries.filter((entry) => modelOf(entry) === model);
    if (!own.length) continue;
    // In the order of the figure's class: a setting may change what those after it may be.
    const order = Object.keys(model.get("limits"));
    own.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
    for (const { id, name, text } of own) {
      const { value, complaint } = read(text, name, id, model);
      if (value !== undefined) model.set(name, value);
      if (complaint) complaints.push(complaint);
    }
    model.save_changes();
  }
  return complaints;
}

// {value, complaint}: value is undefined where the setting stays as it is.
function read(text, name, id, model) {
  const all = model.get("limits");
  if (!Object.hasOwn(all, name)) {
    return { complaint: `The link sets “${name}”, which ${id} does not have; that was ignored.` };
  }
  const { kind, label, low, high } = all[name];
  const asked = READERS[kind](text, all[name]);
  if (asked === undefined) {
    const stays = `it takes ${EXPECTED[kind](all[name])}, so it stays ${model.get(name)}.`;
    return { complaint: `The link sets ${label} to “${text}”; ${stays}` };
  }
  const clamp = (number) => Math.min(high, Math.max(low, number));
  const value = Array.isArray(asked) ? asked.map(clamp) : low === undefined ? asked : clamp(asked);
  const moved = String(value) !== String(asked);
  const set = `it takes ${low} to ${high}, so it was set to ${value}.`;
  return { value, complaint: moved ? `The link sets ${label} to ${text}; ${set}` : "" };
}

// What a text asks for, by the kind of setting; undefined where it makes no sense.
const READERS = {
  number: finite,
  whole: integer,
  seed: integer,
  choice: (text, { options }) => (options.includes(text) ? text : undefined),
  switch: (text) => ({ true: true, false: false })[text],
  numbers(text, { names }) {
    const list = text.split(",").map(finite);
    return list.length === names.length && !list.includes(undefined) ? list : undefined;
  },
};

const EXPECTED = {
  number: ({ low, high }) => `a number from ${low} to ${high}`,
  whole: ({ low, high }) => `a whole number from ${low} to ${high}`,
  seed: ({ low, high }) => `a whole number from ${low} to ${high}`,
  choice: ({ options }) => `one of ${options.join(", ")}`,
  switch: () => "true or false",
  numbers: ({ names }) => `${names.length} numbers with commas between`,
};

function finite(text) {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : undefined;
}

function integer(text) {
  return Number.isInteger(finite(text)) ? finite(text) : undefined;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is shown as it came
  }
}
