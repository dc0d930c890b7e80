// nnlib's initial weights: an initializer is (generator, nIn, nOut) → the weights, row-major.

function zeros(generator, nIn, nOut) {
  return new Float64Array(nIn * nOut);
}

/** The initializer that draws from [low, high), whatever the layer's size. */
function uniform(low, high) {
  if (!(low < high)) throw new RangeError(`low is ${low}, high is ${high}; expected low < high`);
  return (generator, nIn, nOut) => generator.uniform(low, high, nIn * nOut);
}

/** Variance 1/nIn (LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, §4.6). */
function lecunUniform(generator, nIn, nOut) {
  return symmetric(generator, nIn, nOut, 1 / nIn);
}

/** Variance 2/(nIn + nOut) (Glorot and Bengio 2010, equation 16). */
function glorotUniform(generator, nIn, nOut) {
  return symmetric(generator, nIn, nOut, 2 / (nIn + nOut));
}

/** Variance 2/nIn, for ReLU (He, Zhang, Ren and Sun 2015, equation 10). */
function heUniform(generator, nIn, nOut) {
  return symmetric(generator, nIn, nOut, 2 / nIn);
}

/** Every initializer by its name; `uniform` is made with its two bounds. */
export const initializers = Object.freeze({
  zeros,
  uniform,
  lecunUniform,
  glorotUniform,
  heUniform,
});

function symmetric(generator, nIn, nOut, variance) {
  const limit = Math.sqrt(3 * variance);
  return generator.uniform(-limit, limit, nIn * nOut);
}
