// The plane on its way through the layers: a grid and a line after each, and at the end, dashed,
// what the single layer makes of them.

import { axes, plot } from "./draw.mjs";
import { lineOf, networkOf, REACH, throughOne } from "./linear_collapse_driver.mjs";

const TICKS = Array.from({ length: 9 }, (_, k) => (k - 4) / 2);
const POINTS = 33; // on a line of the grid
const EDGE = { left: 36, right: 8, top: 24, bottom: 24 };

/** Where grid and line are at each stage, [{grid, line}], inputs first; and through one layer. */
export function stagesOf(state) {
  const { frame } = state;
  const [net, params] = [networkOf(frame), Float64Array.from(frame.params)];
  const [grid, line] = [gridLines(), lineOf(state)];
  const gridOf = net.forward(params, grid, grid.length / 2).A;
  const lines = net.forward(params, line, line.length / 2).A;
  return {
    stages: gridOf.map((places, stage) => ({ grid: places, line: lines[stage] })),
    single: { grid: throughOne(frame, grid), line: throughOne(frame, line) },
  };
}

// All lines one after another: those along x₁ first.
function gridLines() {
  const places = [];
  for (const isAcross of [false, true]) {
    for (const tick of TICKS) {
      for (let k = 0; k < POINTS; k++) {
        const along = REACH * ((2 * k) / (POINTS - 1) - 1);
        places.push(...(isAcross ? [tick, along] : [along, tick]));
      }
    }
  }
  return Float64Array.from(places);
}

/** Paints, and returns where the first plane is. */
export function paintStages(surface, { stages, single, frame }) {
  const columns = surface.width < 400 || stages.length <= 4 ? 2 : 3;
  const rows = Math.ceil(stages.length / columns);
  const [wide, tall] = [surface.width / columns, surface.height / rows];
  const side = Math.min(wide - EDGE.left - EDGE.right, tall - EDGE.top - EDGE.bottom);
  const plots = stages.map((stage, index) => {
    const left = wide * (index % columns) + EDGE.left;
    const top = tall * Math.floor(index / columns) + EDGE.top;
    const reach = reachOf([stage.grid, stage.line]);
    const at = plot({ left, top, width: side, height: side }, [-reach, reach], [-reach, reach]);
    const isLast = index === stages.length - 1;
    axes(surface, at);
    surface.clip(left, top, side, side, () => paintStage(surface, at, stage, isLast && single));
    const isBent = index > 0 && !isLast && frame.activation === "tanh";
    const name = index === 0 ? "the plane" : `after layer ${index}${isBent ? " and tanh" : ""}`;
    surface.text(name, left + side / 2, top - 8, { size: 13, align: "center" });
    return at;
  });
  return plots[0];
}

function paintStage(surface, at, { grid, line }, single) {
  const middle = grid.length / 2;
  for (let start = 0; start < grid.length; start += 2 * POINTS) {
    const stroke = start < middle ? "positive" : "muted";
    surface.line(placesOf(at, grid.subarray(start, start + 2 * POINTS)), { stroke });
    if (!single) continue;
    const dashed = { stroke: "ink", width: 1, dash: [2, 5] };
    surface.line(placesOf(at, single.grid.subarray(start, start + 2 * POINTS)), dashed);
  }
  surface.line(placesOf(at, line), { stroke: "accent", width: 3.5 });
  if (single) surface.line(placesOf(at, single.line), { stroke: "ink", width: 1.5, dash: [6, 5] });
}

function placesOf(at, flat) {
  const place = (_, k) => [at.x(flat[2 * k]), at.y(flat[2 * k + 1])];
  return Array.from({ length: flat.length / 2 }, place);
}

// The next round number beyond all that is to be seen.
function reachOf(lists) {
  const most = Math.max(0.1, ...lists.flatMap((list) => Array.from(list, Math.abs)));
  const power = 10 ** Math.floor(Math.log10(most));
  const steps = [1.1, 1.65, 2.2, 3.3, 4.4, 5.5, 7.7, 11];
  return steps.map((step) => step * power).find((reach) => reach >= most);
}
