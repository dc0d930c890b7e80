// What a teacher has locked or hidden: names of settings, and of buttons and parts.

/** A part that is not shown where its name is hidden, and not usable where it is locked. */
export function lockable(name, create) {
  return (model) => {
    const part = create(model);
    let wasLocked = false;

    function disable(disabled) {
      const inside = part.element.querySelectorAll?.("button, input, select") ?? [];
      for (const element of [part.element, ...inside]) element.disabled = disabled;
    }

    return {
      element: part.element,
      update(seen) {
        const { locked, hidden } = model.get("locks");
        if (wasLocked) disable(false);
        part.update?.(seen);
        wasLocked = locked.includes(name);
        if (wasLocked) disable(true);
        part.element.hidden = hidden.includes(name);
      },
    };
  };
}

/** Whether something may be changed by pointing at a picture. */
export function isFree(model, name) {
  const { locked, hidden } = model.get("locks");
  return !locked.includes(name) && !hidden.includes(name);
}
