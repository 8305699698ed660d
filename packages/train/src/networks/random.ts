import { check, WHOLE } from "segloss/door";

/** Returns uniform numbers in [0, 1), the same sequence for the same seed on every machine. */
export type Random = () => number;

/**
 * The generator mulberry32 (Tommy Ettinger, 2017): 32 bits of state, integer arithmetic only, one full period of 2^32.
 * Good enough for initial weights and shuffling; not for cryptography.
 */
export function seededRandom(seed: number): Random {
  check("seededRandom: seed", seed, WHOLE);
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
