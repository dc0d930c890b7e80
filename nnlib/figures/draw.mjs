// Parts of pictures that figures share: axes, curves, shaded planes, markers. All draw on a surface
// of surface.mjs or paper.mjs, in its units; colours are names of the palette in figure.css.

/** Round numbers that divide [low, high] into about `count` parts. */
export function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/**
 * A plot: where the data's units lie on the surface.
 * @param {{left: number, top: number, width: number, height: number}} box
 * @param {number[]} xs [low, high] @param {number[]} ys [low, high]
 */
export function plot(box, xs, ys) {
  return {
    ...box,
    xs,
    ys,
    x: (value) => box.left + ((value - xs[0]) / (xs[1] - xs[0])) * box.width,
    y: (value) => box.top + box.height - ((value - ys[0]) / (ys[1] - ys[0])) * box.height,
  };
}

/** The frame of a plot with its ticks, and the names of its axes. */
export function axes(surface, at, { x = "", y = "", grid = false } = {}) {
  const bottom = at.top + at.height;
  for (const value of ticks(...at.xs)) {
    surface.segments([[at.x(value), bottom, at.x(value), bottom + 4]], { stroke: "muted" });
    surface.text(label(value), at.x(value), bottom + 7, { align: "center", baseline: "top", fill: "muted", size: 11 });
  }
  for (const value of ticks(...at.ys)) {
    const inside = grid ? at.left + at.width : at.left;
    surface.segments([[at.left - 4, at.y(value), inside, at.y(value)]], { stroke: grid ? "grid" : "muted" });
    surface.text(label(value), at.left - 7, at.y(value), { align: "end", baseline: "middle", fill: "muted", size: 11 });
  }
  surface.rect(at.left, at.top, at.width, at.height, { stroke: "muted" });
  surface.text(x, at.left + at.width, bottom + 24, { align: "end", baseline: "top" });
  surface.text(y, at.left - 30, at.top - 8, { baseline: "bottom" });
}

/** A curve through [x, y] in the data's units, cut off at the plot's frame. */
export function curve(surface, at, points, style = { stroke: "accent", width: 2 }) {
  surface.clip(at.left, at.top, at.width, at.height, () =>
    surface.line(points.map(([x, y]) => [at.x(x), at.y(y)]), style),
  );
}

/** The middles of a plot's cells, row by row from the top: a matrix (n², 2) for a network. */
export function cells({ xs, ys }, n) {
  const X = new Float64Array(2 * n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      X[2 * (row * n + column)] = xs[0] + ((column + 0.5) / n) * (xs[1] - xs[0]);
      X[2 * (row * n + column) + 1] = ys[1] - ((row + 0.5) / n) * (ys[1] - ys[0]);
    }
  }
  return X;
}

/**
 * A plane of signed values −1 … 1 at the `cells` of a plot. The sign shows without colour: the
 * negative part is hatched, and a line runs where the value is 0.
 */
export function signedPlane(surface, at, values, n) {
  for (const [fill, sign] of [["positive", 1], ["negative", -1]]) {
    const strength = Uint8Array.from(values, (value) => 170 * Math.min(1, Math.max(0, sign * value)));
    surface.shade(at.left, at.top, at.width, at.height, { columns: n, rows: n, strength, fill });
  }
  const cell = at.width / n;
  const place = ([column, row]) => [at.left + (column + 0.5) * cell, at.top + (row + 0.5) * cell];
  surface.clip(at.left, at.top, at.width, at.height, () => {
    surface.segments(hatch(values, n).map(([a, b]) => [...place(a), ...place(b)]), { stroke: "negative" });
    surface.segments(zeroLine(values, n).map(([a, b]) => [...place(a), ...place(b)]), { stroke: "ink", width: 1.5 });
  });
}

/** A data point: a disc where the label is 1, a diamond where it is 0; a ring where it is missed. */
export function marker(surface, x, y, positive, missed) {
  if (positive) surface.circle(x, y, 4, { fill: "positive", stroke: "paper", width: 1.2 });
  else {
    const corners = [[x, y - 5], [x + 5, y], [x, y + 5], [x - 5, y]];
    surface.line(corners, { close: true, fill: "negative", stroke: "paper", width: 1.2 });
  }
  if (missed) surface.circle(x, y, 7.5, { stroke: "ink", width: 1.5 });
}

function label(value) {
  return String(value).replace("-", "−");
}

// Rising lines, four cells apart, wherever the values are negative; in units of cells.
function hatch(values, n) {
  const lines = [];
  for (let offset = 2; offset < 2 * n - 1; offset += 4) {
    let start = null;
    const first = Math.max(0, offset - n + 1);
    const last = Math.min(n - 1, offset);
    for (let column = first; column <= last; column++) {
      const negative = values[(offset - column) * n + column] < 0;
      if (negative && start === null) start = column;
      if (start !== null && (!negative || column === last)) {
        const end = negative ? column : column - 1;
        lines.push([[start - 0.4, offset - start + 0.4], [end + 0.4, offset - end - 0.4]]);
        start = null;
      }
    }
  }
  return lines;
}

// Marching squares (Lorensen and Cline 1987, in the plane): where the values cross 0.
function zeroLine(values, n) {
  const lines = [];
  const between = (a, b) => a / (a - b);
  for (let row = 0; row < n - 1; row++) {
    for (let column = 0; column < n - 1; column++) {
      const k = row * n + column;
      const [a, b, c, d] = [values[k], values[k + 1], values[k + n + 1], values[k + n]];
      const crossings = [];
      if (a < 0 !== b < 0) crossings.push([column + between(a, b), row]);
      if (b < 0 !== c < 0) crossings.push([column + 1, row + between(b, c)]);
      if (c < 0 !== d < 0) crossings.push([column + 1 - between(c, d), row + 1]);
      if (d < 0 !== a < 0) crossings.push([column, row + 1 - between(d, a)]);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) lines.push([crossings[pair], crossings[pair + 1]]);
    }
  }
  return lines;
}
