// The playground: a network of your own, learning data in the plane while you watch each of its
// units. Takes the settings of playground.py and a frame of playground_driver.mjs.

import { playButton, sendButton } from "./buttons.mjs";
import { format, put } from "./controls.mjs";
import { axes, curve, marker, plot } from "./draw.mjs";
import { signedPlane } from "./plane.mjs";
import { drive } from "./playground_driver.mjs";
import { look } from "./playground_look.mjs";
import { CELLS, REACH } from "./playground_maps.mjs";
import { meaningAt, paintNetwork } from "./playground_network.mjs";
import { figure } from "./view.mjs";

const BOX = { left: 38, top: 22, width: 250, height: 250 };

function paintPlane(surface, look) {
  const { values, labels, places, rows, training, show_test: showTest, place } = look;
  const at = plot(BOX, REACH, REACH);
  const clamped = Float64Array.from(values, (value) => Math.min(1, Math.max(-1, value)));
  signedPlane(surface, at, clamped, CELLS);
  axes(surface, at, { x: "x₁", y: "x₂" });
  surface.clip(at.left, at.top, at.width, at.height, () => {
    for (let row = 0; row < (showTest ? rows : training); row++) {
      const [x, y] = [at.x(places[2 * row]), at.y(places[2 * row + 1])];
      marker(surface, x, y, labels[row] >= 0, row >= training, 3);
    }
    const [x, y] = [at.x(place[0]), at.y(place[1])];
    const cross = [[x - 9, y, x + 9, y], [x, y - 9, x, y + 9]];
    surface.segments(cross, { stroke: "paper", width: 4 });
    surface.segments(cross, { stroke: "accent", width: 2 });
  });
  return at;
}

function paintLoss(surface, { frame }) {
  const { losses, stride, epoch } = frame;
  const highest = Math.max(...losses.flat().slice(0, 2), ...losses.flat());
  const at = plot(BOX, [0, Math.max(10, epoch)], [0, 1.05 * highest || 1]);
  axes(surface, at, { x: "epoch", y: "loss", grid: true });
  const curveOf = (which) => losses.map((pair, place) => [place * stride, pair[which]]);
  curve(surface, at, curveOf(1), { stroke: "ink", width: 2 });
  curve(surface, at, curveOf(0), { stroke: "accent", width: 2, dash: [5, 3] });
}

function pressNetwork(place, model) {
  if (!place.pressed) return;
  const { feature, unit, parameter } = meaningAt(place, place.painted);
  if (feature) put(model, feature, !model.get(feature));
  else if (unit !== undefined) put(model, "shown", unit);
  if (parameter !== undefined) put(model, "picked", parameter + 1);
}

function pointAt({ x, y, painted }, model) {
  const within = (value) => Math.min(6, Math.max(-6, Number(value.toFixed(2))));
  put(model, "place", painted.valueAt({ x, y }).map(within));
}

function describe({ frame, train, test, net, place, seenAt }) {
  return (
    `After epoch ${frame.epoch}, step ${frame.step}: training loss ${train.loss.toFixed(3)}, test loss ` +
    `${test.loss.toFixed(3)}. The network is ${net.sizes.join("–")}. At the cross, ` +
    `(${place.map(format).join(", ")}), its output is ${format(seenAt.output)}.`
  );
}

export default figure({
  title: "The playground",
  question: {
    ask: "With one hidden unit and one feature: which feature parts the four quarters of “xor”?",
    answer: () => null,
    why: {
      ask: "Predict first: how many hidden tanh units does the circle need, with x₁ and x₂ alone?",
      options: ["One", "Two", "Three"],
      right: 2,
      because: "Two leave a direction in which the region is open; three close a triangle.",
    },
  },
  parts: [],
  buttons: [
    playButton,
    sendButton("Epoch", { do: "epoch" }),
    sendButton("Step", { do: "advance", steps: 1 }),
    sendButton("Reset", { do: "reset" }),
  ],
  controls: [
    "dataset", "noise", "train_share", "data_seed", "activation", "loss", "optimizer", "learning_rate",
    "momentum", "batch", "penalty", "penalty_rate", "initial", "seed", "speed", "place", "show_test",
    "discretize", "reshuffle", "carry", "links_die",
  ],
  panels: [
    {
      label: "The network: a map of the plane for each feature and unit, and lines for the weights",
      ...{ width: 660, height: 340, narrow: { width: 330, height: 330 } },
      ...{ paint: paintNetwork, point: pressNetwork },
    },
    {
      label: "The plane, shaded by the output, with the data and a cross",
      ...{ width: 300, height: 312, paint: paintPlane, point: pointAt },
    },
    { label: "The training and the test loss by epoch", width: 300, height: 312, paint: paintLoss },
  ],
  look,
  describe,
  drive,
});
