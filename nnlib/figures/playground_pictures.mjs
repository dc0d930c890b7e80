// The playground's large picture, the plane as one unit sees it, and its loss curve.

import { format } from "./controls.mjs";
import { axes, curve, marker, plot } from "./draw.mjs";
import { signedPlane } from "./plane.mjs";
import { REACH } from "./playground_maps.mjs";

const BOX = { left: 38, top: 22, width: 250, height: 250 };
const LOWEST = 1e-9; // loss, where it is drawn in powers of ten

export function paintPlane(surface, look) {
  const { values, enlarged, seenAt } = look;
  const at = plot(BOX, REACH, REACH);
  const clamped = values.map((value) => Math.min(1, Math.max(-1, value)));
  signedPlane(surface, at, clamped, Math.sqrt(values.length));
  axes(surface, at, { x: "x₁", y: "x₂" });
  paintScale(surface, at, enlarged.name);
  surface.clip(at.left, at.top, at.width, at.height, () => {
    paintData(surface, at, look);
    paintCross(surface, at, look.place, format(seenAt.enlarged));
  });
  look.painted.plane = at;
  return at;
}

// The cross, and what the unit says there; beside it where there is room.
function paintCross(surface, at, place, text) {
  const [x, y] = [at.x(place[0]), at.y(place[1])];
  const cross = [[x - 9, y, x + 9, y], [x, y - 9, x, y + 9]];
  surface.segments(cross, { stroke: "paper", width: 4 });
  surface.segments(cross, { stroke: "accent", width: 2 });
  const width = 7 * text.length + 8;
  const left = x + 12 + width < at.left + at.width ? x + 6 : x - 6 - width;
  const top = y - 26 > at.top ? y - 24 : y + 6;
  surface.rect(left, top, width, 18, { fill: "paper", stroke: "accent" });
  surface.text(text, left + width / 2, top + 9.5, { align: "center", baseline: "middle" });
}

// What is shown, and how strong its colours are from −1 to 1.
function paintScale(surface, at, name) {
  const right = at.left + at.width;
  surface.text(name, at.left + 28, at.top - 8, { fill: "accent" });
  const values = Array.from({ length: 24 }, (_, k) => (k - 11.5) / 12);
  for (const [fill, sign] of [["positive", 1], ["negative", -1]]) {
    const strength = Uint8Array.from(values, (value) => 160 * Math.max(0, sign * value));
    surface.shade(right - 90, at.top - 16, 72, 8, { columns: 24, rows: 1, strength, fill });
  }
  surface.rect(right - 90, at.top - 16, 72, 8, { stroke: "muted", width: 0.5 });
  const small = { size: 10, fill: "muted", baseline: "middle" };
  surface.text("−1", right - 94, at.top - 12, { ...small, align: "end" });
  surface.text("1", right - 14, at.top - 12, small);
}

// Kinds by their shape; heights by the strength of the colour. Test data have a ring.
function paintData(
  surface,
  at,
  { regression, labels, places, training, rows, show_test: showTest },
) {
  for (let row = 0; row < (showTest ? rows : training); row++) {
    const [x, y] = [at.x(places[2 * row]), at.y(places[2 * row + 1])];
    const test = row >= training;
    if (!regression) marker(surface, x, y, labels[row] > 0, test, 2.8);
    else {
      const radius = 0.8 + 2.4 * Math.min(1, Math.abs(labels[row]));
      marker(surface, x, y, labels[row] >= 0, test, radius);
    }
  }
}

export function paintLoss(surface, { frame, train, test, log_loss: log }) {
  const { losses, stride, epoch } = frame;
  const pairs = [
    ...losses.map((pair, place) => [place * stride, ...pair]),
    [epoch, train.loss, test.loss],
  ];
  const value = (loss) => (log ? Math.log10(Math.max(loss, LOWEST)) : loss);
  const all = pairs.flatMap(([, one, other]) => [value(one), value(other)]).filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const range = log
    ? [Math.floor(Math.min(-2, low)), Math.ceil(high + 1e-9)]
    : [0, 1.05 * high || 1];
  const at = plot(BOX, [0, Math.max(10, epoch)], range);
  axes(surface, at, { x: "epoch", y: "loss", grid: true, power: log });
  const drawn = (which, style) =>
    curve(
      surface,
      at,
      pairs.map((pair) => [pair[0], value(pair[which])]),
      style,
    );
  drawn(2, { stroke: "ink", width: 2 });
  drawn(1, { stroke: "accent", width: 2, dash: [6, 3] });
  const [right, top] = [at.left + at.width, at.top - 8];
  surface.segments([[right - 128, top - 4, right - 108, top - 4]], {
    stroke: "accent",
    width: 2,
    dash: [6, 3],
  });
  surface.text("training", right - 104, top, { size: 11 });
  surface.segments([[right - 50, top - 4, right - 30, top - 4]], { stroke: "ink", width: 2 });
  surface.text("test", right - 26, top, { size: 11 });
}
