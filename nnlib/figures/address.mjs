// A figure's state as a link, `#figure.setting=value&…`: written, read, checked, and followed from
// the prose.

/** The entries [{id, name, text}] of a hash that mean some figure's setting. */
export function parse(hash) {
  return hash
    .replace(/^#/, "")
    .split("&")
    .map((part) => /^([\w-]+)\.([^=]+)=(.*)$/s.exec(decode(part)))
    .filter(Boolean)
    .map(([, id, name, text]) => ({ id, name, text }));
}

/** The hash that puts figure `state.id` into this state. */
export function hashOf(state) {
  const settings = Object.keys(state.limits).map(
    (name) => `${state.id}.${name}=${encodeURIComponent(state[name])}`,
  );
  return `#${settings.join("&")}`;
}

/**
 * What a link's text means for a setting.
 * @returns {{value: *, complaint: string}} value is undefined where the setting stays as it is;
 *   complaint says in words what was wrong and what was done, and is empty where nothing was
 */
export function read(name, text, limits, current) {
  if (!limits) return { complaint: `The link sets “${name}”, which this figure does not have; that was ignored.` };
  const stays = (expected) => ({
    complaint: `The link sets ${limits.label} to “${text}”; it takes ${expected}, so it stays ${current}.`,
  });
  switch (limits.kind) {
    case "choice":
      return limits.options.includes(text) ? { value: text, complaint: "" } : stays(`one of ${limits.options.join(", ")}`);
    case "switch":
      return ["true", "false"].includes(text) ? { value: text === "true", complaint: "" } : stays("true or false");
    case "numbers": {
      const read = text.split(",").map((part) => inRange(part, limits));
      if (read.length !== limits.count || read.some(({ value }) => value === undefined)) return stays(`${limits.count} numbers`);
      return { value: read.map(({ value }) => value), complaint: read.some(({ clamped }) => clamped) ? clampedTo(limits, text, read.map(({ value }) => value)) : "" };
    }
    default: {
      const { value, clamped } = inRange(text, limits);
      if (value === undefined) return stays(limits.kind === "number" ? "a number" : "a whole number");
      return { value, complaint: clamped ? clampedTo(limits, text, value) : "" };
    }
  }
}

/** Applies the entries of a hash that are for this model; returns the complaints. */
export function apply(model, hash) {
  const complaints = [];
  for (const { name, text } of parse(hash).filter(({ id }) => id === model.get("id"))) {
    const { value, complaint } = read(name, text, model.get("limits")[name], model.get(name));
    if (value !== undefined) model.set(name, value);
    if (complaint) complaints.push(complaint);
  }
  model.save_changes();
  return complaints;
}

function inRange(text, { kind, low, high }) {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || (kind !== "number" && kind !== "numbers" && !Number.isInteger(number))) return {};
  const value = Math.min(high, Math.max(low, number));
  return { value, clamped: value !== number };
}

function clampedTo({ label, low, high }, text, value) {
  return `The link sets ${label} to ${text}; it takes ${low} to ${high}, so it was set to ${value}.`;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is shown as it came
  }
}
