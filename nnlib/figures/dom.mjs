// Elements of a page, made in one line. Views make all their elements with `h`, so that the same
// code also writes the still picture, where there is no page.

/**
 * An element with attributes and children.
 * @param {string} tag
 * @param {Object} attributes true sets an empty attribute; false and null set none; a name such as
 *   `onclick` adds a listener
 * @param {...(Node|string)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Sets the text only where it differs: a rewritten text is read out again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
