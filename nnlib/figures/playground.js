// The playground: a network of your own learns data in the plane while you watch each of its units.
// Takes the settings and frames of playground.py; grown from the trainer after TensorFlow Playground
// (Smilkov, Carter, Sculley, Viégas and Wattenberg 2017).

import { bar } from "./playground_bar.mjs";
import { classroom } from "./playground_classroom.mjs";
import { drive } from "./playground_driver.mjs";
import { pickers } from "./playground_edit.mjs";
import { experiments } from "./playground_experiments.mjs";
import { lights } from "./playground_lights.mjs";
import { look } from "./playground_look.mjs";
import { paintNetwork } from "./playground_network.mjs";
import { paintLoss, paintPlane } from "./playground_pictures.mjs";
import { hovering, pressNetwork, pressPlane } from "./playground_pointing.mjs";
import { settings } from "./playground_settings.mjs";
import { answer, describe, notice } from "./playground_words.mjs";
import { figure } from "./view.mjs";

export default figure({
  title: "The playground",
  question: {
    ask: "Take all hidden layers away. Which features let the output alone part the circle?",
    answer,
    why: {
      ask: "Predict first: with x₁ and x₂ alone, how many tanh units in one hidden layer does the circle need?",
      options: ["One", "Two", "Three"],
      right: 2,
      because:
        "Each unit cuts the plane with a straight line. Two lines leave a direction in which the " +
        "region stays open, and the ring is crossed there; three close a triangle.",
    },
  },
  parts: [bar, lights, experiments, settings, pickers, classroom, hovering],
  controls: [],
  panels: [
    {
      label: "The network: a map of the plane for each feature and unit, and lines for the weights",
      ...{ width: 660, height: 330, narrow: { width: 330, height: 330 } },
      ...{ paint: paintNetwork, point: pressNetwork },
    },
    {
      label: "The plane, shaded by the unit that is shown large, with the data and a cross",
      ...{ width: 300, height: 312, paint: paintPlane, point: pressPlane },
    },
    { label: "Training and test loss by epoch", width: 300, height: 312, paint: paintLoss },
  ],
  look,
  describe,
  notice,
  drive,
});
