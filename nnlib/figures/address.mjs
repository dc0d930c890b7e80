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
    if (!state) return [`The link means a figure “${id}”, which this page does not have; that was ignored.`];
    return read(name, text, state).complaint || [];
  });
}

/** Applies the entries that are for this model, as far as they make sense. */
export function apply(model, entries) {
  for (const { id, name, text } of entries) {
    if (id !== model.get("id")) continue;
    const { value } = read(name, text, { limits: model.get("limits"), [name]: model.get(name) });
    if (value !== undefined) model.set(name, value);
  }
  model.save_changes();
}

// {value, complaint}: value is undefined where the setting stays as it is.
function read(name, text, { limits: all, [name]: current }) {
  if (!Object.hasOwn(all, name)) {
    return { complaint: `The link sets “${name}”, which this figure does not have; that was ignored.` };
  }
  const { kind, label, low, high } = all[name];
  const asked = READERS[kind](text, all[name]);
  if (asked === undefined) {
    const expected = EXPECTED[kind](all[name]);
    return { complaint: `The link sets ${label} to “${text}”; it takes ${expected}, so it stays ${current}.` };
  }
  const clamp = (value) => (typeof value === "number" ? Math.min(high, Math.max(low, value)) : value);
  const value = Array.isArray(asked) ? asked.map(clamp) : clamp(asked);
  const moved = String(value) !== String(asked);
  const sentence = `The link sets ${label} to ${text}; it takes ${low} to ${high}, so it was set to ${value}.`;
  return { value, complaint: moved ? sentence : "" };
}

// What a text asks for, by the kind of setting; undefined where it makes no sense.
const READERS = {
  number: finite,
  whole: integer,
  seed: integer,
  choice: (text, { options }) => (options.includes(text) ? text : undefined),
  switch: (text) => ({ true: true, false: false })[text],
  numbers(text, { count }) {
    const list = text.split(",").map(finite);
    return list.length === count && !list.includes(undefined) ? list : undefined;
  },
};

const EXPECTED = {
  number: ({ low, high }) => `a number from ${low} to ${high}`,
  whole: ({ low, high }) => `a whole number from ${low} to ${high}`,
  seed: ({ low, high }) => `a whole number from ${low} to ${high}`,
  choice: ({ options }) => `one of ${options.join(", ")}`,
  switch: () => "true or false",
  numbers: ({ count }) => `${count} numbers, with commas`,
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
