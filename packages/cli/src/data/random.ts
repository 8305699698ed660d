/** A seeded source of numbers: the same seeds give the same sequence everywhere. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole number from 0 to limit - 1. */
  integer(limit: number): number;
  /** Normal with mean 0 and standard deviation 1 (Box and Muller). */
  normal(): number;
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand), its state filled from the seeds with the finaliser of MurmurHash3.
 * Several seeds name a stream: `random(seed, epoch)` is unrelated to `random(seed, epoch + 1)`.
 */
export function random(...seeds: number[]): Random {
  const next = sfc32(seeds);
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer: (limit) => Math.floor(uniform() * limit),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** The items in random order (Fisher and Yates); the input is untouched. */
export function shuffled<T>(items: readonly T[], source: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = source.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function sfc32(seeds: readonly number[]): () => number {
  let hash = 0x9e3779b9;
  for (const seed of seeds) hash = mixed(mixed(hash ^ seed) + Math.floor(seed / 2 ** 32));
  // In a typed array the 32-bit state stays unboxed, which makes the generator several times faster.
  const state = Int32Array.of(mixed(hash + 1), mixed(hash + 2), mixed(hash + 3), 1);
  const next = () => {
    const [b, c] = [state[1], state[2]];
    const result = (state[0] + b + state[3]) | 0;
    state[3]++;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  // The first outputs still resemble the seeds.
  for (let i = 0; i < 12; i++) next();
  return next;
}

function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
