// numpy's default_rng, bit for bit: a SeedSequence seeds PCG64 (O'Neill 2014), which draws.
// 128-bit numbers are eight limbs of 16 bits, least significant first: sums of products stay exact.

const MULTIPLIER = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];

/**
 * The generator of a seed, a whole number from 0 to 2^32 - 1; another stream draws other numbers, as
 * default_rng([seed, stream]) does.
 * random() draws a number from [0, 1); uniform(low, high, n) draws n from [low, high).
 * Throws a RangeError for another seed.
 */
export function rng(seed, stream = 0) {
  const [s0, s1, s2, s3, q0, q1, q2, q3] = seedWords(seed, stream);
  const start = limbs(s2, s3, s0, s1);
  const sequence = limbs(q2, q3, q0, q1);
  const increment = sequence.map((limb, k) => (limb << 1) | (k > 0 ? sequence[k - 1] >> 15 : 1));
  let state = new Uint16Array(8);
  let next = new Uint16Array(8);
  for (let k = 0, sum = 0; k < 8; k++) {
    sum = (sum >>> 16) + increment[k] + start[k];
    state[k] = sum;
  }
  advance();

  // state ← state · multiplier + increment, modulo 2^128
  function advance() {
    let sum = 0;
    for (let k = 0; k < 8; k++) {
      sum = Math.floor(sum / 65536) + increment[k];
      for (let i = 0; i <= k; i++) sum += state[i] * MULTIPLIER[k - i];
      next[k] = sum;
    }
    [state, next] = [next, state];
  }

  // The two halves of the state, xored and rotated to the right by its top six bits.
  function random() {
    advance();
    const rotation = state[7] >>> 10;
    let high = ((state[7] ^ state[3]) << 16) | (state[6] ^ state[2]);
    let low = ((state[5] ^ state[1]) << 16) | (state[4] ^ state[0]);
    if (rotation & 32) [high, low] = [low, high];
    const turn = rotation & 31;
    const top = ((high >>> turn) | ((low << 1) << (31 - turn))) >>> 0;
    const bottom = ((low >>> turn) | ((high << 1) << (31 - turn))) >>> 0;
    return (top * 2 ** 21 + (bottom >>> 11)) * 2 ** -53;
  }

  function uniform(low, high, n) {
    const draws = new Float64Array(n);
    const range = high - low;
    for (let k = 0; k < n; k++) draws[k] = low + range * random();
    return draws;
  }

  return { random, uniform };
}

/** The order of 0 … n-1 that sorts n fresh draws: a shuffle. */
export function shuffled(n, generator) {
  const draws = generator.uniform(0, 1, n);
  return Uint32Array.from(draws, (_, k) => k).sort((a, b) => draws[a] - draws[b]);
}

function limbs(...words) {
  return Uint16Array.from(words.flatMap((word) => [word & 0xffff, word >>> 16]));
}

// SeedSequence([seed, stream]).generate_state(8): a pool of four words is filled from both, mixed,
// read.
function seedWords(seed, stream) {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(`seed is ${seed}; expected a whole number from 0 to 4294967295`);
  }
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  const pool = [seed, stream, 0, 0].map(hash);
  for (let source = 0; source < 4; source++) {
    for (let target = 0; target < 4; target++) {
      if (source !== target) pool[target] = mix(pool[target], hash(pool[source]));
    }
  }
  return [...pool, ...pool].map(hasher(0x8b51f9dd, 0x58f38ded));
}

// A hash of 32-bit words whose constant moves on with every call.
function hasher(constant, multiplier) {
  return (word) => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, multiplier);
    return fold(Math.imul(mixed, constant));
  };
}

function mix(x, y) {
  return fold(Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y));
}

function fold(word) {
  return (word ^ (word >>> 16)) >>> 0;
}
