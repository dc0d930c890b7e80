// The tiny model: what a view finds in JupyterLab, without a kernel behind it.

/**
 * A model of named values. `set` tells the listeners of `change:name` and `change` at once.
 * @param {Object} state the values, by name
 * @returns {Object} get, set, on, off, save_changes, send
 */
export function createModel(state, receive = () => {}) {
  const listeners = new Map();
  const emit = (event) => {
    for (const callback of [...(listeners.get(event) ?? [])]) callback();
  };
  return {
    get: (name) => state[name],
    set(name, value) {
      if (Object.is(state[name], value)) return;
      state[name] = value;
      emit(`change:${name}`);
      emit("change");
    },
    on(event, callback) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(callback);
    },
    off(event, callback) {
      listeners.get(event)?.delete(callback);
    },
    save_changes() {},
    send(message) {
      receive(message);
    },
  };
}

/** The state of a figure: every setting by name, and what its driver writes. */
export function snapshot(model) {
  const names = ["id", "limits", "playing", "frame", ...Object.keys(model.get("limits"))];
  return Object.fromEntries(names.map((name) => [name, model.get(name)]));
}
