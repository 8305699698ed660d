import type { Case } from "../case.ts";

export function isValid(c: Case, pixel: number): boolean {
  const soft = c.targets instanceof Float32Array;
  return c.mask?.[pixel] !== 0 && (soft || !c.ignore.includes(c.targets[pixel]));
}
