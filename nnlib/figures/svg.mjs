// The drawing calls of surface.mjs, kept as SVG. Colours stay names, so a still picture follows the
// theme of its page.

import { greyPng } from "./png.mjs";

const ANCHORS = { start: "start", center: "middle", end: "end" };
const DROPS = { alphabetic: 0, middle: 0.35, top: 0.8, bottom: -0.2 }; // of the size of the letters

/** A surface and its `markup()`; `name` keeps its masks apart from those of other pictures. */
export function svgSurface(name) {
  let parts = [];
  let masks = 0;

  const surface = {
    width: 0,
    height: 0,
    begin(width, height) {
      Object.assign(surface, { width, height });
      parts = [];
    },
    recolour() {},
    rect(x, y, width, height, style) {
      parts.push(`<rect ${box(x, y, width, height)}${paint(style)}/>`);
    },
    circle(x, y, radius, style) {
      parts.push(`<circle cx="${r(x)}" cy="${r(y)}" r="${r(radius)}"${paint(style)}/>`);
    },
    line(points, style) {
      if (!points.length) return;
      const path = points.map(([x, y]) => `${r(x)} ${r(y)}`).join("L");
      parts.push(`<path d="M${path}${style.close ? "Z" : ""}"${paint(style)}/>`);
    },
    segments(list, style) {
      if (!list.length) return;
      const path = list.map(([x1, y1, x2, y2]) => `M${r(x1)} ${r(y1)}L${r(x2)} ${r(y2)}`);
      parts.push(`<path d="${path.join("")}"${paint(style)}/>`);
    },
    text(string, x, y, { size = 12, align = "start", baseline = "alphabetic", fill = "ink" } = {}) {
      const place = `x="${r(x)}" y="${r(y + DROPS[baseline] * size)}" text-anchor="${ANCHORS[align]}"`;
      parts.push(`<text ${place} font-size="${size}"${paint({ fill })}>${escape(string)}</text>`);
    },
    shade(x, y, width, height, { columns, rows, strength, fill }) {
      const mask = `${name}-${masks++}`;
      const picture = `preserveAspectRatio="none" href="${greyPng(columns, rows, strength)}"`;
      const place = box(x, y, width, height);
      parts.push(
        `<mask id="${mask}"><image ${place} ${picture}/></mask>`,
        `<rect ${place}${paint({ fill })} mask="url(#${mask})"/>`,
      );
    },
    clip(x, y, width, height, draw) {
      const view = [x, y, width, height].map(r).join(" ");
      parts.push(`<svg ${box(x, y, width, height)} viewBox="${view}">`);
      draw();
      parts.push("</svg>");
    },
  };
  return { surface, markup: () => parts.join("") };
}

/** Text as it stands in markup. */
export function escape(text) {
  return String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function paint({ fill, stroke, width = 1, dash = [] }) {
  const inside = ` fill="${fill ? `var(--nn-${fill})` : "none"}"`;
  const outline = stroke ? ` stroke="var(--nn-${stroke})" stroke-width="${width}"` : "";
  return inside + outline + (dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : "");
}

function box(x, y, width, height) {
  return `x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}"`;
}

function r(value) {
  return Math.round(100 * value) / 100;
}
