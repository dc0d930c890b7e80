// One example goes through a network and back, one operation a click. Takes the settings of
// backpropagation_stepper.py and a frame with every number of a round; shows those that the first
// `position` operations have made.

import { drive } from "./backpropagation_driver.mjs";
import { fixed } from "./backpropagation_letters.mjs";
import { lookAt } from "./backpropagation_look.mjs";
import { paintRound } from "./backpropagation_picture.mjs";
import { stage } from "./backpropagation_stage.mjs";
import { valueTables } from "./backpropagation_values.mjs";
import { controlGroup } from "./controls.mjs";
import { figure } from "./view.mjs";

const PUBLISHED = "0.291028"; // the loss of the public example after one update
const SETTINGS = ["preset", "sign", "activation", "learning_rate", "freeze_biases", "compare"];

// Says when a run leaves all bounds, or a step goes too far, and why.
function notice({ frame, round, isCutShort, done, operations, letters }) {
  const { loss, loss_after: after, learning_rate: rate } = frame;
  const cure = `the learning rate ${rate} is too large here. Try a tenth of it.`;
  if (isCutShort) return `After round ${round} the numbers are too large to go on: ${cure}`;
  if (done < operations.length || (after !== null && after <= loss)) return "";
  return `${letters.loss} rose from ${fixed(loss)} to ${fixed(after)}: ${cure}`;
}

function answer({ preset, frame, freeze_biases, done, operations, round }) {
  const isSeen = round > 1 || done === operations.length;
  if (preset !== "public example" || !isSeen) return null;
  const after = fixed(frame.losses[1] ?? frame.loss_after);
  if (after !== PUBLISHED) {
    const hint = frame.as_given
      ? "Something moves here that stays there."
      : "Reset first: these are other numbers.";
    return { solved: false, text: `Here it is ${after}. ${hint}` };
  }
  if (!(frame.as_given && freeze_biases)) {
    return { solved: false, text: `${after}, but from another start or with another η.` };
  }
  return { solved: true, text: `${after}: the public example leaves its biases alone.` };
}

export default figure({
  title: "Backpropagation, one operation at a time",
  question: {
    ask:
      `The public example prints the loss ${PUBLISHED} after one update. Go through one round: ` +
      "this figure gets another number. Which setting makes it the same?",
    answer,
    why: {
      ask: "Predict first: which weight of the public example changes most in the first update?",
      options: [
        "The one from input 2 to hidden unit 2.",
        "The one from hidden unit 1 to output 1.",
        "The one from hidden unit 2 to output 1.",
        "The one from hidden unit 2 to output 2.",
      ],
      right: 2,
      because:
        "Its derivative is what went in times what comes back. Output 1 is furthest from its " +
        "target, so the largest δ is there; and hidden unit 2 sends slightly more than hidden " +
        "unit 1. Go to the last operation and compare all eight.",
    },
  },
  controls: [],
  parts: [stage, controlGroup(SETTINGS), valueTables],
  panels: [
    {
      label: "The network with every number computed so far; the tables below have them all",
      ...{ width: 720, height: 330, narrow: { width: 340, height: 580 }, paint: paintRound },
    },
  ],
  look: lookAt,
  describe: ({ told }) => told,
  notice,
  drive,
  given: ({ preset, frame }) => (preset === "own" ? { sizes: frame.sizes } : {}),
});
