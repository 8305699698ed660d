/** What the state of a source of numbers grows by from one to the next. */
export const STEP = 0x9e3779b9;

/** Factors and shifts of the 32-bit finaliser of MurmurHash3. */
export const FINALISER = { shifts: [16, 13, 16], factors: [0x85ebca6b, 0xc2b2ae35] } as const;

/** A whole number below 2^32; times n / 2^32, which is exact, it is one below n. */
export function mixed(state: number): number {
  const [first, second, third] = FINALISER.shifts;
  const [by, then] = FINALISER.factors;
  let bits = Math.imul(state ^ (state >>> first), by);
  bits = Math.imul(bits ^ (bits >>> second), then);
  return (bits ^ (bits >>> third)) >>> 0;
}
