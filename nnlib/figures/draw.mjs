// Parts of pictures that figures share: axes, curves, shaded planes, markers. All draw on a surface
// of surface.mjs or svg.mjs, in its units; colours are names of the palette in figure.css.

/**
 * A plot: where the data's units lie on the surface.
 * @param {{left: number, top: number, width: number, height: number}} box
 * @param {number[]} xs [low, high] @param {number[]} ys [low, high]
 */
export function plot(box, xs, ys) {
  const { left, top, width, height } = box;
  return {
    ...box,
    xs,
    ys,
    x: (value) => left + ((value - xs[0]) / (xs[1] - xs[0])) * width,
    y: (value) => top + height - ((value - ys[0]) / (ys[1] - ys[0])) * height,
    /** The data's units at a place of the surface. */
    valueAt: (place) => [
      xs[0] + ((place.x - left) / width) * (xs[1] - xs[0]),
      ys[0] + ((top + height - place.y) / height) * (ys[1] - ys[0]),
    ],
  };
}

/** Whether a place of the surface lies in a box, such as a plot. */
export function inside({ x, y }, { left, top, width, height }) {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** Round numbers that divide [low, high] into about `count` parts. */
export function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const value = (_, index) => Number(((first + index) * step).toPrecision(12));
  return Array.from({ length: last - first + 1 }, value);
}

/**
 * The frame of a plot with its ticks, and the names of its axes. `grid` draws lines across;
 * `power` takes the y axis as exponents of ten.
 */
export function axes(surface, at, { x = "", y = "", grid = false, power = false } = {}) {
  const bottom = at.top + at.height;
  const small = { fill: "muted", size: 11 };
  for (const value of ticks(...at.xs)) {
    surface.segments([[at.x(value), bottom, at.x(value), bottom + 4]], { stroke: "muted" });
    const below = { ...small, align: "center", baseline: "top" };
    surface.text(label(value), at.x(value), bottom + 7, below);
  }
  for (const value of ticks(...at.ys)) {
    const end = grid ? at.left + at.width : at.left;
    const text = label(power ? Number((10 ** value).toPrecision(1)) : value);
    const stroke = grid ? "grid" : "muted";
    surface.segments([[at.left - 4, at.y(value), end, at.y(value)]], { stroke });
    surface.text(text, at.left - 7, at.y(value), { ...small, align: "end", baseline: "middle" });
  }
  surface.rect(at.left, at.top, at.width, at.height, { stroke: "muted" });
  surface.text(x, at.left + at.width, bottom + 24, { align: "end", baseline: "top" });
  surface.text(y, at.left, at.top - 8);
}

/** A curve through [x, y] in the data's units, cut off at the plot's frame. */
export function curve(surface, at, points, style = { stroke: "accent", width: 2 }) {
  const places = points.map(([x, y]) => [at.x(x), at.y(y)]);
  surface.clip(at.left, at.top, at.width, at.height, () => surface.line(places, style));
}

/** The middles of a plot's n × n cells, row by row from the top: a matrix (n², 2) for a network. */
export function cells({ xs, ys }, n) {
  const X = new Float64Array(2 * n * n);
  for (let row = 0, place = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      X[place++] = xs[0] + ((column + 0.5) / n) * (xs[1] - xs[0]);
      X[place++] = ys[1] - ((row + 0.5) / n) * (ys[1] - ys[0]);
    }
  }
  return X;
}

/** A data point: a disc where the label is 1, a diamond where it is 0; ringed where it is missed. */
export function marker(surface, x, y, positive, missed, radius = 3.8) {
  const scale = radius / 3.8;
  const corner = 5 * scale;
  if (positive) surface.circle(x, y, radius, { fill: "positive", stroke: "paper", width: 1 });
  else {
    const corners = [[x, y - corner], [x + corner, y], [x, y + corner], [x - corner, y]];
    surface.line(corners, { close: true, fill: "negative", stroke: "paper", width: 1 });
  }
  if (missed) surface.circle(x, y, 6.8 * scale, { stroke: "ink", width: scale });
}

function label(value) {
  return String(value).replace("-", "−");
}
