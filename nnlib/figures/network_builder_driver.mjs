// The page's driver of the network builder: with nnlib's twin it does what the class in
// network_builder.py does with nnlib.

import { activations, mlp, rng } from "./engine.mjs";
import { sizesOf } from "./layer_sizes.mjs";
import { snapshot } from "./view.mjs";

const READABLE = 400; // parameters up to which a frame carries them all
const INPUTS = ["inputs", "hidden", "outputs", "activation", "output", "seed", "x", "unit"];

/** Keeps the model's frame up to date. */
export function drive({ model }) {
  const show = () => model.set("frame", frameOf(snapshot(model)));
  for (const name of INPUTS) model.on(`change:${name}`, show);
}

/** What the example meets on its way, and the unit that is written out. */
export function frameOf(state) {
  const { activation, output, seed, x, unit: asked } = state;
  const sizes = sizesOf(state);
  const net = mlp({ sizes, hidden: activations[activation], output: activations[output] });
  const params = tenths(seed, net.size);
  const { Z, A } = net.forward(params, Float64Array.from(x.slice(0, sizes[0])), 1);
  const layer = Math.min(Math.floor(asked[0]), Z.length);
  const unit = Math.min(Math.floor(asked[1]), sizes[layer]);
  const { weights, biases, nIn, nOut } = net.layout[layer - 1];
  const column = Array.from({ length: nIn }, (_, k) => params[weights + k * nOut + unit - 1]);
  return {
    ...{ sizes, activation, output },
    params: net.size <= READABLE ? [...params] : null,
    Z: Z.map((z) => [...z]),
    A: A.map((a) => [...a]),
    unit: { layer, unit, weights: column, bias: params[biases + unit - 1] },
  };
}

let drawn = { key: "", params: null };

// Numbers −1.0, −0.9, …, 1.0; drawn again only for another seed or size.
function tenths(seed, count) {
  const key = `${seed} ${count}`;
  if (drawn.key !== key) {
    const generator = rng(seed);
    const draw = () => (Math.floor(21 * generator.random()) - 10) / 10;
    drawn = { key, params: Float64Array.from({ length: count }, draw) };
  }
  return drawn.params;
}
