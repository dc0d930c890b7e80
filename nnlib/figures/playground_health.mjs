// How a playground's network is doing: lights that say what is wrong with it, and why.

/** {units: by layer and unit the name of what is wrong, lights: [{name, text, link}]}. */
export function healthOf() {
  return { units: [], lights: [] };
}
