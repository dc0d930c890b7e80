// Checks of what a caller hands in: a clear RangeError, not a late NaN.
// Every message names the argument, what was found and what was expected.

/** Throws unless `value` is a whole number of at least `minimum`. */
export function checkCount(name, value, minimum = 1) {
  if (!(Number.isInteger(value) && value >= minimum)) {
    throw new RangeError(`${name} is ${value}; expected a whole number of at least ${minimum}`);
  }
}

/** Throws unless `value` is a finite number above 0. */
export function checkPositive(name, value) {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`${name} is ${value}; expected a number above 0`);
  }
}

/** Throws unless `value` is a finite number of at least 0. */
export function checkNotNegative(name, value) {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`${name} is ${value}; expected a number of at least 0`);
  }
}

/** Throws unless `value` is a number in [0, 1). */
export function checkFraction(name, value) {
  if (!(Number.isFinite(value) && value >= 0 && value < 1)) {
    throw new RangeError(`${name} is ${value}; expected a number in [0, 1)`);
  }
}

/** Throws unless `value` is one of the `choices`. */
export function checkChoice(name, value, choices) {
  if (!choices.includes(value)) {
    throw new RangeError(`${name} is ${value}; expected ${choices.join(" or ")}`);
  }
}

/** Throws unless `values` is a vector of `length` numbers. */
export function checkVector(name, values, length) {
  if (values?.length !== length) {
    throw new RangeError(`${name} has length ${values?.length}; expected ${length}`);
  }
}

/** Throws unless `values` is a row-major matrix of `rows` rows. */
export function checkMatrix(name, values, rows, columns) {
  checkCount("rows", rows);
  if (values?.length !== rows * columns) {
    throw new RangeError(
      `${name} has length ${values?.length}; expected ${rows * columns}: ` +
        `rows (${rows}) × columns (${columns}), one example a row`,
    );
  }
}

/** Throws where a vector or a matrix holds NaN or infinity. */
export function checkFinite(name, values) {
  if (!allFinite(values)) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    const found = values[index];
    throw new RangeError(`${name} holds ${found} at index ${index}; expected finite numbers`);
  }
}

/** Whether every entry is a finite number. */
export function allFinite(values) {
  for (let k = 0; k < values.length; k++) {
    if (!Number.isFinite(values[k])) return false;
  }
  return true;
}
