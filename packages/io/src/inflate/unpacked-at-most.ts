/** Bytes that one of deflate can become at most is 1032. */
const RATIO = 1100;

/** Bytes that so many packed ones can become: a header that asks for more lies, and costs no memory. */
export function unpackedAtMost(packed: number): number {
  return RATIO * (packed + 16);
}
