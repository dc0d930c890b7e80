// What all parts of the step-by-step figure see: the operations of a round, how many of them are
// done, what is known by then, and what the last one says.

import { lettersOf } from "./backpropagation_letters.mjs";
import { givens, numbers, script } from "./backpropagation_script.mjs";
import { wordsOf } from "./backpropagation_words.mjs";
import { plain } from "./formula.mjs";

/** The look of a state of backpropagation_stepper.py's settings and frame. */
export function lookAt({ frame, position, sign, round, limits }) {
  const operations = script(frame.sizes);
  const done = Math.min(position, operations.length);
  const current = operations[done - 1] ?? null;
  const letters = lettersOf(sign);
  const values = numbers(frame);
  const words = current && wordsOf(current, frame, values, letters);
  const made = operations.slice(0, done).map(({ makes }) => makes);
  return {
    ...{ operations, done, current, letters, values, words },
    known: new Set([...givens(frame.sizes), ...made]),
    told: sentence(operations, done, words),
    round: frame.round,
    isCutShort: round > frame.round,
    goesOn: frame.round < limits.round.high && frame.goes_on,
  };
}

function sentence(operations, done, words) {
  const start = `Operation ${done} of ${operations.length}`;
  if (!words) return `${start}: nothing is computed yet.`;
  return plain(`${start}. ${words.title}: ${words.name} = ${words.result}.`);
}
