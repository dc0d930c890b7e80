// The playground's driver in a page: frame after frame of training. playground.py does the same with
// nnlib in the kernel.

import { playback } from "./playback.mjs";
import { openAddress } from "./playground_address.mjs";
import { problemOf, start } from "./playground_problem.mjs";
import { optimizerOf, stepper } from "./playground_rules.mjs";
import { createRun } from "./playground_training.mjs";
import { snapshot } from "./view.mjs";

const KEPT = 200; // points of the loss curve that a frame carries
const TOO_LARGE = 1e12; // a loss at which a run has left all bounds
const NETWORK = ["hidden", "activation", "loss", "initial", "seed"]; // what makes it start anew
const DATA = ["dataset", "noise", "train_share"];
const FEATURES = /^(x1|x2|sin_|cos_)/;
const RUN = ["learning_rate", "momentum", "batch", "penalty", "penalty_rate"];
const WAYS = ["reshuffle", "carry", "links_die"];

/** What a frame was made with: the settings that say what its numbers mean. */
export function madeWith(state) {
  const features = Object.keys(state.limits).filter((name) => FEATURES.test(name));
  const names = [...DATA, "data_seed", ...features, ...NETWORK];
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

export function drive({ model }) {
  let run = null; // the training that goes on from the current frame, begun when it is needed

  const show = (changes) => model.set("frame", { ...model.get("frame"), ...changes });

  function begin() {
    const { frame, ...settings } = snapshot(model);
    const problem = problemOf(frame);
    const optimizer = optimizerOf(settings);
    const { params } = frame;
    const step = stepper({
      ...{ net: problem.net, optimizer, penalty: settings.penalty, rate: settings.penalty_rate },
      ...{ learningRate: settings.learning_rate, linksDie: settings.links_die },
    });
    const memory = frame.memory ?? optimizer.init(params);
    const dead = settings.penalty === "L1" && settings.links_die ? frame.dead : [];
    return createRun({
      ...{ problem, step, batchSize: settings.batch, reshuffle: settings.reshuffle },
      ...{ carry: settings.carry, seed: frame.made.seed, position: { ...frame, memory, dead } },
    });
  }

  function advance({ steps = Infinity, epochs = Infinity, late = () => false }) {
    if (!possible()) return;
    run ??= begin();
    const { frame } = snapshot(model);
    const curve = { losses: [...frame.losses], stride: frame.stride };
    for (let taken = 0, ended = 0; taken < steps && ended < epochs && !late(); taken++) {
      const { epochEnds, finite } = run.next();
      if (!finite || (epochEnds && !record(curve, run.position))) return halt(curve, "diverged");
      ended += epochEnds;
    }
    show({ ...positionOf(run), ...curve, stopped: "" });
  }

  function possible() {
    const { frame, optimizer } = snapshot(model);
    const missing =
      optimizer === "your own"
        ? "no rule"
        : frame.made.activation === "your own" && !frame.own.activation
          ? "no g"
          : "";
    if (missing) halt({}, missing);
    return !missing;
  }

  // Whether the losses are still numbers.
  function record(curve, position) {
    const { pass, X, T, training, rows } = problemOf(model.get("frame"));
    const pair = [
      pass.mean(position.params, X, T, 0, training),
      pass.mean(position.params, X, T, training, rows),
    ];
    if (!pair.every((loss) => loss < TOO_LARGE)) return false;
    Object.assign(curve, thinned(curve, position.epoch, pair));
    return true;
  }

  function halt(changes, stopped) {
    model.set("playing", false);
    show({ ...(run ? positionOf(run) : {}), ...changes, stopped });
    run = null;
  }

  function reset() {
    run = null;
    model.set("playing", false);
    const made = madeWith(snapshot(model));
    const { own } = model.get("frame");
    const { net, pass, X, T, training, rows } = problemOf({ made, own });
    const params = start(net, made.initial, made.seed);
    const losses = [
      [pass.mean(params, X, T, 0, training), pass.mean(params, X, T, training, rows)],
    ];
    const position = { step: 0, epoch: 0, seen: 0, carried: 0, dead: [], memory: null };
    show({ made, params: [...params], ...position, losses, stride: 1, stopped: "", told: "" });
  }

  function regenerate() {
    run = null;
    const { frame, data_seed: seed } = snapshot(model);
    show({ made: { ...frame.made, data_seed: seed }, seen: 0, carried: 0 });
  }

  function change(changes) {
    run = null;
    show({ stopped: "", ...changes });
  }

  function edit({ index, value }) {
    const params = [...model.get("frame").params];
    params[index] = value;
    change({ params, dead: model.get("frame").dead.filter((place) => place !== index) });
  }

  const features = Object.keys(model.get("limits")).filter((name) => FEATURES.test(name));
  for (const name of [...DATA, ...features, ...NETWORK]) model.on(`change:${name}`, reset);
  for (const name of [...RUN, ...WAYS]) model.on(`change:${name}`, () => change({}));
  model.on("change:data_seed", regenerate);
  model.on("change:optimizer", () => change({ memory: null }));
  openAddress(model, {
    setParams: (params) => change({ params, dead: [] }),
    tell: (told) => show({ told }),
  });
  const epochs = ({ count }) => advance({ epochs: count });
  return playback(model, { advance, reset, edit, epochs });
}

function positionOf({ position }) {
  return {
    ...position,
    params: [...position.params],
    dead: [...position.dead].sort((a, b) => a - b),
  };
}

// The curve with one epoch's losses more: those of every `stride`-th epoch, at most KEPT of them.
function thinned({ losses, stride }, epoch, pair) {
  if (epoch % stride) return { losses, stride };
  const longer = [...losses, pair];
  if (longer.length <= KEPT) return { losses: longer, stride };
  return { losses: longer.filter((_, place) => place % 2 === 0), stride: 2 * stride };
}
