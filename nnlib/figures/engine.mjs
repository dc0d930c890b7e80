// The engine: nnlib's twin in a page. Pure maths that never touches the page; one door to import.
// Each module bears the name of its original in nnlib and has the same formulas in the same order
// of operations, so that one seed gives the same run in both.

export { activations } from "./activations.mjs";
export { datasets } from "./datasets.mjs";
export { numericalGradient, relativeError } from "./gradients.mjs";
export { initializers } from "./initializers.mjs";
export { losses, softmax } from "./losses.mjs";
export { mlp } from "./network.mjs";
export { optimizers } from "./optimizers.mjs";
export { penalties } from "./penalties.mjs";
export { rng, shuffled } from "./random.mjs";
export { scheduled, schedules } from "./schedules.mjs";
export { Diverged, batches, train } from "./training.mjs";
