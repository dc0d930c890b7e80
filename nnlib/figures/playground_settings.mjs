// The playground's settings in groups, each of which a teacher may lock or hide.

import { control } from "./controls.mjs";
import { h } from "./dom.mjs";
import { features } from "./playground_features.mjs";
import { layers } from "./playground_layers.mjs";
import { lockable } from "./playground_locks.mjs";

const GROUPS = [
  { title: "Data", names: ["dataset", "noise", "train_share", "data_seed"] },
  { title: "Features", names: features.map(({ name }) => name), narrow: true },
  { title: "Network", names: ["layers", "activation", "loss", "initial", "seed"] },
  {
    title: "Training",
    names: [
      ...["optimizer", "learning_rate", "momentum", "batch", "penalty", "penalty_rate", "speed"],
    ],
  },
  { title: "Pictures", names: ["show_test", "discretize", "log_loss", "place"] },
  {
    title: "The ways of TensorFlow Playground, to compare",
    names: ["reshuffle", "carry", "links_die"],
    folded: true,
  },
];

// When a setting means something.
const USES = {
  noise: ({ dataset }) => dataset !== "your own",
  loss: ({ regression }) => !regression,
  momentum: ({ optimizer }) => ["momentum", "Nesterov"].includes(optimizer),
  penalty_rate: ({ penalty }) => penalty !== "none",
  links_die: ({ penalty }) => penalty === "L1",
};

/** Every name that may be locked, with its label. */
export function lockableSettings(model) {
  const limits = model.get("limits");
  const label = (name) => (name === "layers" ? "hidden layers" : limits[name].label);
  return GROUPS.flatMap(({ names }) => names).map((name) => ({ name, label: label(name) }));
}

/** The part that holds all groups. */
export function settings(model) {
  const groups = GROUPS.map(({ title, names, folded, narrow }) => {
    const parts = names.map((name) => lockable(name, createOf(name))(model));
    const list = h(
      "div",
      { class: narrow ? "nn-controls nn-ticks" : "nn-controls" },
      ...parts.map(({ element }) => element),
    );
    const element = folded
      ? h("details", { class: "nn-group" }, h("summary", {}, title), list)
      : h("fieldset", { class: "nn-group" }, h("legend", {}, title), list);
    return {
      element,
      update(seen) {
        for (const part of parts) part.update(seen);
        element.hidden = parts.every((part) => part.element.hidden);
      },
    };
  });
  return {
    element: h("div", { class: "nn-groups" }, ...groups.map(({ element }) => element)),
    update: (seen) => groups.forEach((group) => group.update(seen)),
  };
}

function createOf(name) {
  if (name === "layers") return layers;
  return (model) => {
    const { element, update, disable } = control(model, name);
    return {
      element,
      update(seen) {
        update(seen);
        if (USES[name]) disable(!USES[name](seen));
      },
    };
  };
}
