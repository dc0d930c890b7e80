// A network as a drawing: layers one after another, units as cards of numbers, weights as lines.
// From left to right, or from top to bottom where there is little room. Colours are names of the
// palette; a negative weight is dashed, so that its sign shows without colour.

const LETTERS = 11.5; // size of the letters
const LINE = 15; // height of a line of a card

/**
 * Where the cards of a network lie.
 * @param {{width: number, height: number}} surface wide: from left to right; else downwards
 * @param {{units: number, lines: number, width: number}[]} layers how many cards, the lines of each
 *   when the numbers stand below each other, and their width then; downwards, two stand side by side
 * @returns {{x: number, y: number, width: number, height: number}[][]} the middles, by layer, unit
 */
export function arrange({ width, height }, layers) {
  return width > height ? rightwards(width, height, layers) : downwards(width, height, layers);
}

function rightwards(width, height, layers) {
  const margin = 4;
  const room = width - 2 * margin - layers.reduce((sum, layer) => sum + layer.width, 0);
  const gaps = shares(room, layers);
  let left = margin;
  return layers.map((layer, index) => {
    const x = left + layer.width / 2;
    left += layer.width + (gaps[index] ?? 0);
    const slot = height / layer.units;
    return cards(layer.units, (unit) => ({
      ...{ x, y: slot * (unit + 0.5), width: layer.width, height: layer.lines * LINE + 8 },
    }));
  });
}

function downwards(width, height, layers) {
  const margin = 4;
  const tall = (layer) => Math.ceil(layer.lines / (layer.units > 2 ? 1 : 2)) * LINE + 8;
  const room = height - 2 * margin - layers.reduce((sum, layer) => sum + tall(layer), 0);
  const gaps = shares(room, layers);
  let top = margin;
  return layers.map((layer, index) => {
    const y = top + tall(layer) / 2;
    top += tall(layer) + (gaps[index] ?? 0);
    const slot = width / layer.units;
    const wide = Math.min(slot - 8, layer.lines > 2 ? 164 : 120);
    return cards(layer.units, (unit) => ({ x: slot * (unit + 0.5), y, width: wide, height: tall(layer) }));
  });
}

// The loss is near its outputs; the other gaps share what is left.
function shares(room, layers) {
  const gaps = layers.length - 1;
  const last = Math.min(room / gaps, 34);
  return Array.from({ length: gaps }, (_, gap) => (gap === gaps - 1 ? last : (room - last) / (gaps - 1)));
}

const cards = (count, card) => Array.from({ length: count }, (_, unit) => card(unit));
