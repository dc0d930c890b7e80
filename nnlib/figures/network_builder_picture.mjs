// The network builder's first picture: a circle for every unit and a line for every weight, as many
// as can be told apart. A negative weight is dashed, so that its sign shows without colour.

const CLOSEST = 25; // distance of two units of a layer
const LABEL = 20; // room for the label of a layer, when layers stand side by side
const SIDE = 84; // the same, when they lie below each other
const MARGIN = 22;
const INSIDE = 13; // least radius of a circle that holds its number

/**
 * Where the units are that are drawn: by layer, [{unit, x, y, radius}], unit counted from 1. Of a
 * layer with more units than there is room for, the last one stands behind a gap.
 */
function places({ width, height }, sizes) {
  const isWide = width > height;
  const [along, across] = isWide ? [width, height - LABEL] : [height, width - SIDE];
  const most = Math.floor(across / CLOSEST);
  return sizes.map((units, layer) => {
    const shown = Math.min(units, most);
    const slot = Math.min(across / shown, 64);
    const reach = along - 2 * MARGIN;
    const at = MARGIN + (sizes.length > 1 ? (reach * layer) / (sizes.length - 1) : reach / 2);
    const radius = Math.min(17, 0.42 * slot);
    return Array.from({ length: shown }, (_, place) => {
      const middle = (isWide ? 0 : SIDE) + across / 2 + slot * (place - (shown - 1) / 2);
      const [x, y] = isWide ? [at, middle] : [middle, at];
      const isBehindGap = units > shown && place === shown - 1;
      return { unit: isBehindGap ? units : place + 1, x, y, radius, isBehindGap };
    }).filter(({ unit }) => units === shown || unit !== shown - 1);
  });
}

/** Paints, and returns where the units are. */
export function paintNetwork(surface, look) {
  const { frame, net } = look;
  const layers = places(surface, frame.sizes);
  const isWide = surface.width > surface.height;
  links(surface, layers, frame, net);
  layers.forEach((units, layer) => {
    units.forEach((place, index) => {
      if (place.isBehindGap) gap(surface, units[index - 1], place);
      circle(surface, place, frame.A[layer][place.unit - 1], isWritten(frame, layer, place.unit));
    });
    const [{ x, y }] = units;
    const style = { fill: "muted", baseline: "middle", size: 12 };
    const name = `${nameOf(layer, frame.sizes)}:`;
    const drawn = units.length < frame.sizes[layer] ? `, ${units.length} drawn` : "";
    const count = `${frame.sizes[layer]}${drawn}`;
    if (isWide) {
      const isLast = layer === layers.length - 1;
      const align = layer === 0 ? "start" : isLast ? "end" : "center";
      const left = layer === 0 ? 4 : isLast ? surface.width - 4 : x;
      surface.text(`${name} ${count}`, left, surface.height - 8, { ...style, align });
    } else {
      surface.text(name, 2, y - 8, style);
      surface.text(count, 2, y + 8, style);
    }
  });
  return layers;
}

const isWritten = ({ unit }, layer, index) => unit.layer === layer && unit.unit === index;

/** What a layer is called. */
export function nameOf(layer, sizes) {
  if (layer === 0) return "inputs";
  return layer === sizes.length - 1 ? "outputs" : `hidden ${layer}`;
}

/** The unit at a place of the picture, as [layer, unit]; none for an input or between units. */
export function unitAt({ x, y, painted }) {
  for (const [layer, units] of painted.entries()) {
    const hit = units.find((unit) => Math.hypot(unit.x - x, unit.y - y) < unit.radius + 6);
    if (hit && layer > 0) return [layer, hit.unit];
  }
  return null;
}

// Those of the unit that is written out lie above the others.
function links(surface, layers, frame, net) {
  const bold = [];
  for (let layer = 1; layer < layers.length; layer++) {
    for (const to of layers[layer]) {
      for (const from of layers[layer - 1]) {
        const line = [from.x, from.y, to.x, to.y];
        if (isWritten(frame, layer, to.unit)) {
          bold.push([line, frame.unit.weights[from.unit - 1]]);
        } else {
          const weight = net.weight(layer, from.unit, to.unit);
          surface.segments([line], { ...styleOf(weight), width: 0.8 });
        }
      }
    }
  }
  for (const [line, weight] of bold) surface.segments([line], { ...styleOf(weight), width: 2.6 });
}

// Positive, negative, zero; or not known, where there are too many to read.
function styleOf(weight) {
  if (weight === null || weight === 0) return { stroke: "muted" };
  return weight < 0 ? { stroke: "negative", dash: [6, 4] } : { stroke: "positive" };
}

function circle(surface, { x, y, radius }, value, isActive) {
  const frame = isActive ? { stroke: "accent", width: 3 } : { stroke: "muted", width: 1.2 };
  surface.circle(x, y, radius, { fill: "raised", ...frame });
  if (radius < INSIDE) return;
  const style = { size: 0.62 * radius, align: "center", baseline: "middle" };
  surface.text(short(value), x, y + 0.5, style);
}

/** A number in at most five signs. */
export function short(value) {
  const digits = Math.abs(value) < 9.95 ? 2 : Math.abs(value) < 99.5 ? 1 : 0;
  const isLong = Math.abs(value) >= 99_999;
  const text = isLong ? value.toExponential(0) : String(Number(value.toFixed(digits)));
  return text.replaceAll("-", "−").replace(/^−0$/, "0");
}

function gap(surface, from, to) {
  for (const share of [0.42, 0.5, 0.58]) {
    const [x, y] = [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
    surface.circle(x, y, 1.6, { fill: "ink" });
  }
}
