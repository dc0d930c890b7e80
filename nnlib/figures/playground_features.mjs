// What the playground feeds its network: features of a place (x₁, x₂), each switched on or off.

/** Every feature: its setting, its name as text, and its value at a place. */
export const features = Object.freeze([
  { name: "x1", text: "x₁", f: (x) => x },
  { name: "x2", text: "x₂", f: (x, y) => y },
  { name: "x1_squared", text: "x₁²", f: (x) => x * x },
  { name: "x2_squared", text: "x₂²", f: (x, y) => y * y },
  { name: "x1_x2", text: "x₁x₂", f: (x, y) => x * y },
  { name: "sin_x1", text: "sin x₁", f: (x) => Math.sin(x) },
  { name: "sin_x2", text: "sin x₂", f: (x, y) => Math.sin(y) },
  { name: "cos_x1", text: "cos x₁", f: (x) => Math.cos(x) },
  { name: "cos_x2", text: "cos x₂", f: (x, y) => Math.cos(y) },
]);

// A network that sees nothing is still one: it says the same everywhere.
const NOTHING = { name: "nothing", text: "0", f: () => 0 };

/** Those that are switched on in a state; a 0 where none is. */
export function chosen(state) {
  const on = features.filter(({ name }) => state[name]);
  return on.length ? on : [NOTHING];
}

/** Places, row-major (rows, 2), to rows of features. */
export function featuresOf(list, places) {
  const rows = places.length / 2;
  const X = new Float64Array(rows * list.length);
  for (let row = 0, k = 0; row < rows; row++) {
    for (const { f } of list) X[k++] = f(places[2 * row], places[2 * row + 1]);
  }
  return X;
}
