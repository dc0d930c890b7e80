// A plane of signed values, drawn so that the sign shows without colour: the negative part is
// hatched, and a line runs where the value is 0.

import { cells } from "./draw.mjs";

/**
 * Draws the side of the ones, with a sharp border.
 * @param {(x1: number, x2: number) => number} distance of a place from the border, in the plot's
 *   units; above 0 on the side of the ones
 */
export function signedSides(surface, at, distance, n) {
  const places = cells(at, n);
  const soft = (2 * (at.xs[1] - at.xs[0])) / n; // the cells that the border runs through are paler
  const values = Float64Array.from({ length: n * n }, (_, cell) => {
    const value = distance(places[2 * cell], places[2 * cell + 1]) / soft;
    return Math.min(0.5, Math.max(-0.5, value));
  });
  signedPlane(surface, at, values, n);
}

/** Draws values −1 … 1 at the n × n `cells` of a plot. */
export function signedPlane(surface, at, values, n) {
  const { left, top, width, height } = at;
  for (const [fill, sign] of [["positive", 1], ["negative", -1]]) {
    const strength = Uint8Array.from(values, (value) => 160 * Math.min(1, Math.max(0, sign * value)));
    surface.shade(left, top, width, height, { columns: n, rows: n, strength, fill });
  }
  const x = (column) => left + ((column + 0.5) / n) * width;
  const y = (row) => top + ((row + 0.5) / n) * height;
  const place = (segments) => segments.map(([c1, r1, c2, r2]) => [x(c1), y(r1), x(c2), y(r2)]);
  surface.clip(left, top, width, height, () => {
    surface.segments(place(hatching(values, n)), { stroke: "negative", width: 0.7 });
    surface.segments(place(zeroLine(values, n)), { stroke: "ink", width: 1.6 });
  });
}

// Rising lines, four cells apart, wherever the values are negative; in units of cells.
function hatching(values, n) {
  const segments = [];
  for (let sum = 2; sum < 2 * n - 1; sum += 4) {
    const last = Math.min(n - 1, sum);
    let start = null;
    for (let column = Math.max(0, sum - n + 1); column <= last; column++) {
      const negative = values[(sum - column) * n + column] < 0;
      if (negative) start ??= column;
      if (start === null || (negative && column < last)) continue;
      const end = negative ? column : column - 1;
      segments.push([start - 0.4, sum - start + 0.4, end + 0.4, sum - end - 0.4]);
      start = null;
    }
  }
  return segments;
}

// Marching squares: where the values cross 0, on the edges between neighbouring cells.
function zeroLine(values, n) {
  const segments = [];
  const part = (a, b) => a / (a - b);
  for (let row = 0; row < n - 1; row++) {
    for (let column = 0; column < n - 1; column++) {
      const k = row * n + column;
      const [a, b, c, d] = [values[k], values[k + 1], values[k + n + 1], values[k + n]];
      if (a < 0 === b < 0 && b < 0 === c < 0 && c < 0 === d < 0) continue;
      const crossings = [];
      if (a < 0 !== b < 0) crossings.push([column + part(a, b), row]);
      if (b < 0 !== c < 0) crossings.push([column + 1, row + part(b, c)]);
      if (c < 0 !== d < 0) crossings.push([column + 1 - part(c, d), row + 1]);
      if (d < 0 !== a < 0) crossings.push([column, row + 1 - part(d, a)]);
      for (let k = 0; k < crossings.length; k += 2) {
        segments.push([...crossings[k], ...crossings[k + 1]]);
      }
    }
  }
  return segments;
}
