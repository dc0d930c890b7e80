// A figure without a browser: the few parts of a document that views use, written as HTML.

import { createModel } from "./model.mjs";
import { escape, svgSurface } from "./svg.mjs";
import { build } from "./view.mjs";

const WITHOUT_END = new Set(["input", "br", "hr", "img"]);

class PaperElement {
  constructor(tag, inner = null) {
    Object.assign(this, { tag, inner, attributes: new Map(), children: [] });
  }
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }
  removeAttribute(name) {
    this.attributes.delete(name);
  }
  addEventListener() {}
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  get textContent() {
    return this.children.map((child) => child.textContent ?? child).join("");
  }
  set textContent(text) {
    this.children = text === "" ? [] : [text];
  }
  toString() {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escape(value)}"`);
    const start = `<${this.tag}${attributes.join("")}>`;
    if (WITHOUT_END.has(this.tag)) return start;
    const inside = this.children.map((child) => (child.tag ? String(child) : escape(child)));
    return `${start}${this.inner?.() ?? inside.join("")}</${this.tag}>`;
  }
}

// Properties that stand for attributes.
for (const [property, attribute] of [["value", "value"], ["className", "class"]]) {
  Object.defineProperty(PaperElement.prototype, property, {
    get() {
      return this.attributes.get(attribute) ?? "";
    },
    set(value) {
      this.setAttribute(attribute, value);
    },
  });
}
for (const flag of ["disabled", "hidden", "checked", "selected", "open"]) {
  Object.defineProperty(PaperElement.prototype, flag, {
    get() {
      return this.attributes.has(flag);
    },
    set(on) {
      if (on) this.setAttribute(flag, "");
      else this.removeAttribute(flag);
    },
  });
}

/**
 * Draws a figure in one state.
 * @returns {{html: string, svg: string}} the whole layout, and its pictures alone side by side
 */
export function draw(figure, state) {
  globalThis.document = { createElement: (tag) => new PaperElement(tag) };
  let surfaces = 0;
  const createSurface = () => {
    const { surface, markup } = svgSurface(`nn-${state.id}-${surfaces++}`);
    return { surface, element: new PaperElement("svg", markup) };
  };
  const view = build(figure.description, createModel(state), createSurface);
  view.fieldset.disabled = true;
  view.update();
  for (const { element, width, height } of view.pictures) {
    element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    element.setAttribute("font-family", "system-ui, sans-serif");
  }
  return { html: view.elements.join(""), svg: sideBySide(view.pictures) };
}

// As an image of its own, for PDF. Sizes for a phone are left out.
function sideBySide(pictures) {
  const gap = 16;
  let right = -gap;
  const shown = pictures.filter(({ element }) => !element.className.includes("nn-narrow"));
  const placed = shown.map(({ element, width, height }) => {
    element.setAttribute("x", right + gap);
    element.setAttribute("width", width);
    element.setAttribute("height", height);
    right += gap + width;
    return String(element);
  });
  const tallest = Math.max(...shown.map(({ height }) => height));
  const size = `viewBox="0 0 ${right} ${tallest}" width="${right}" height="${tallest}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${placed.join("")}</svg>`;
}
