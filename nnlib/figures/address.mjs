// A figure's state as a link, `#figure.setting=value&…`: written, read and checked.

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

/** What is wrong with a link's entries, and what becomes of them: one sentence each. */
export function problems(entries, states) {
  return entries.flatMap(({ id, name, text }) => {
    const state = states.find((state) => state.id === id);
    if (!state) return [`The link means a figure “${id}”, which is not on this page; it was ignored.`];
    return read(name, text, state).complaint || [];
  });
}

/** Applies the entries that are for this model, as far as they make sense. */
export function apply(model, entries) {
  for (const { id, name, text } of entries) {
    if (id !== model.get("id")) continue;
    const { value } = read(name, text, { id, limits: model.get("limits") });
    if (value !== undefined) model.set(name, value);
  }
  model.save_changes();
}

// {value, complaint}: value is undefined where the setting stays as it is.
function read(name, text, { id, limits: all, [name]: current }) {
  if (!Object.hasOwn(all, name)) {
    return { complaint: `The link sets “${name}”, which ${id} does not have; that was ignored.` };
  }
  const { kind, label, low, high } = all[name];
  const asked = READERS[kind](text, all[name]);
  if (asked === undefined) {
    const stays = `it takes ${EXPECTED[kind](all[name])}, so it stays ${current}.`;
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
