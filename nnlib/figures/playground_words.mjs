// What the playground says: its state in words, what is odd about it, and its answer.

import { format } from "./controls.mjs";

const STOPPED = {
  "no rule":
    "A rule of your own is Python, and runs in JupyterLab: Playground(optimizer=MyRule()). " +
    "Choose another optimizer here.",
  "no g":
    "An activation of your own is Python, and comes from JupyterLab: Playground(activation=my_g). " +
    "Choose another one here.",
};

/** The text twin. */
export function describe(look) {
  const { frame, train, test, net, features, regression, place, seenAt, enlarged } = look;
  const right = (part) => (regression ? "" : `, ${(100 * part.right).toFixed(1)} % right`);
  return [
    `After epoch ${frame.epoch}, step ${frame.step}: training loss ${train.loss.toFixed(3)}${right(train)};`,
    `test loss ${test.loss.toFixed(3)}${right(test)}.`,
    `The network is ${net.sizes.join("–")}, with ${features.map(({ text }) => text).join(", ")}.`,
    `At the cross, (${place.map(format).join(", ")}), the output is ${format(seenAt.output)}`,
    enlarged.name === "the output" ? "" : `and ${enlarged.name} is ${format(seenAt.enlarged)}`,
  ]
    .filter(Boolean)
    .join(" ")
    .concat(".");
}

/** What is odd about a state, and its likely cause. */
export function notice({
  frame,
  features,
  dataset,
  batch,
  carry,
  training,
  regression,
  loss,
  edge,
}) {
  return [
    frame.told,
    STOPPED[frame.stopped],
    features[0].name === "nothing" &&
      "No feature is on: the network sees nothing, and learns one value for the whole plane.",
    dataset === "your own" &&
      !frame.own.data &&
      "Data of your own come from JupyterLab: Playground(data=(X, T)). This is the circle.",
    carry &&
      batch > training &&
      `A batch of ${batch} is never filled by ${training} examples: as in the original, nothing is learned.`,
    regression &&
      loss === "cross-entropy" &&
      "Heights have no cross-entropy: this is the squared error.",
    edge,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether the question is answered. */
export function answer({ frame, net, features, train, test }) {
  if (frame.made.dataset !== "circle" || net.sizes.length > 2 || frame.step === 0) return null;
  const names = features.map(({ text }) => text).join(", ");
  if (train.right < 1 || test.right < 0.99) {
    return {
      solved: false,
      text: `With ${names} the output is right in ${Math.floor(100 * train.right)} %.`,
    };
  }
  return { solved: true, text: `${names}: of these, the circle is a straight cut.` };
}
