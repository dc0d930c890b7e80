// A figure without a browser: the few parts of a document that views use, written as HTML, and the
// drawing calls of surface.mjs, written as SVG. Runs in QuickJS, once per still picture.

import { createModel } from "./model.mjs";
import { greyPng } from "./png.mjs";
import { build } from "./view.mjs";

const VOID = new Set(["input", "br", "hr", "img"]);
const FLAGS = new Set(["disabled", "hidden", "checked", "selected", "open"]);

class PaperElement {
  constructor(tag) {
    Object.assign(this, { tag, attributes: new Map(), children: [] });
  }
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
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
    this.children = [text];
  }
  toString() {
    if (this.markup) return this.markup();
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escape(value)}"`);
    const open = `<${this.tag}${attributes.join("")}>`;
    if (VOID.has(this.tag)) return open;
    const inner = this.children.map((child) => (typeof child === "object" ? child : escape(child)));
    return `${open}${inner.join("")}</${this.tag}>`;
  }
}

for (const name of ["value", "className"]) {
  Object.defineProperty(PaperElement.prototype, name, {
    get() {
      return this.attributes.get(name);
    },
    set(value) {
      this.setAttribute(name === "className" ? "class" : name, value);
    },
  });
}
for (const name of FLAGS) {
  Object.defineProperty(PaperElement.prototype, name, {
    get() {
      return this.attributes.has(name);
    },
    set(value) {
      if (value) this.setAttribute(name, "");
      else this.removeAttribute(name);
    },
  });
}

function escape(text) {
  return String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const round = (value) => Math.round(100 * value) / 100;

/** The drawing calls of surface.mjs, kept as SVG; `name` keeps its masks apart from others. */
function svgSurface(name) {
  let parts = [];
  let masks = 0;
  const style = ({ fill, stroke, width = 1, dash = [] }) =>
    ` fill="${fill ? `var(--nn-${fill})` : "none"}"` +
    (stroke ? ` stroke="var(--nn-${stroke})" stroke-width="${width}"` : "") +
    (dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : "");

  const surface = {
    width: 0,
    height: 0,
    begin(width, height) {
      Object.assign(surface, { width, height });
      parts = [];
    },
    recolour() {},
    rect(x, y, width, height, look) {
      parts.push(`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${style(look)}/>`);
    },
    circle(x, y, radius, look) {
      parts.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"${style(look)}/>`);
    },
    line(points, look) {
      if (!points.length) return;
      const path = points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L");
      parts.push(`<path d="M${path}${look.close ? "Z" : ""}"${style(look)}/>`);
    },
    segments(list, look) {
      if (!list.length) return;
      const path = list.map(([x1, y1, x2, y2]) => `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`);
      parts.push(`<path d="${path.join("")}"${style(look)}/>`);
    },
    text(string, x, y, { size = 12, align = "start", baseline = "alphabetic", fill = "ink", weight = 400 } = {}) {
      const anchor = { start: "start", left: "start", center: "middle", end: "end", right: "end" }[align];
      const down = { alphabetic: 0, middle: 0.35 * size, top: 0.8 * size, bottom: -0.2 * size }[baseline];
      parts.push(
        `<text x="${round(x)}" y="${round(y + down)}" font-size="${size}" font-weight="${weight}"` +
          ` text-anchor="${anchor}" fill="var(--nn-${fill})">${escape(string)}</text>`,
      );
    },
    shade(x, y, width, height, { columns, rows, strength, fill }) {
      const mask = `${name}-${masks++}`;
      const box = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
      parts.push(
        `<mask id="${mask}"><image ${box} preserveAspectRatio="none" href="${greyPng(columns, rows, strength)}"/></mask>` +
          `<rect ${box} fill="var(--nn-${fill})" mask="url(#${mask})"/>`,
      );
    },
    clip(x, y, width, height, draw) {
      const outer = parts;
      parts = [];
      draw();
      const inner = parts.join("");
      parts = outer;
      parts.push(
        `<svg x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"` +
          ` viewBox="${round(x)} ${round(y)} ${round(width)} ${round(height)}">${inner}</svg>`,
      );
    },
  };
  const element = new PaperElement("svg");
  element.markup = () => picture(element, surface, parts.join(""));
  return { element, surface };
}

function picture(element, { width, height }, inner) {
  const label = escape(element.attributes.get("aria-label") ?? "");
  return (
    `<svg class="nn-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"` +
    ` width="${width}" height="${height}" role="img" aria-label="${label}" font-family="system-ui, sans-serif">${inner}</svg>`
  );
}

/**
 * Draws a figure in one state.
 * @returns {{html: string, svg: string}} the layout with its pictures, and the pictures alone
 */
export function draw(figure, state) {
  globalThis.document = { createElement: (tag) => new PaperElement(tag) };
  let surfaces = 0;
  const view = build(figure.description, createModel(state), () => svgSurface(`nn-${state.id}-${surfaces++}`));
  view.fieldset.disabled = true;
  view.update();
  return { html: view.elements.join(""), svg: sideBySide(view.panels) };
}

function sideBySide(panels) {
  const gap = 16;
  let width = -gap;
  let height = 0;
  const pictures = panels.map(({ element, surface }) => {
    const svg = String(element).replace("<svg ", `<svg x="${width + gap}" `);
    width += gap + surface.width;
    height = Math.max(height, surface.height);
    return svg;
  });
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${pictures.join("")}</svg>`;
}
