import type { Kind } from "segloss/door";

/**
 * Channels of maps that stand side by side in memory: 16 on processors with AVX-512, 8 with AVX2 or on ARM, 1 for the plain
 * order, which every runtime knows.
 */
export type Block = 1 | 8 | 16;

export const BLOCK: Kind = {
  expected: "1 (the plain order), 8 or 16",
  fits: (value) => value === 1 || value === 8 || value === 16,
};
