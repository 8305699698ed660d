import type { Edit } from "./edit.ts";

/** A prediction as a network makes it that sees things a little too far to the right, and blurred. */
export const LIKE_A_NETWORK: readonly Edit[] = [
  { kind: "copy" },
  { kind: "shift", layer: "prediction", dx: 4, dy: 0 },
  { kind: "blur", sigma: 3 },
];
