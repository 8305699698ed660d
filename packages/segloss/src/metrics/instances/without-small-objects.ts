import { check } from "../../door/check.ts";
import { COUNT } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import type { LabelArray } from "../../fields/grid.ts";

/** A map of objects without those of fewer pixels; the others are numbered from 1 in the order of their first pixels. */
export function withoutSmallObjects(given: LabelArray, smallest: number): Int32Array {
  const labels = readLabels("labels", given);
  check("withoutSmallObjects: smallest", smallest, COUNT);
  const sizes = new Map<number, number>();
  for (const label of labels) if (label !== 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const numbers = new Map([[0, 0]]);
  let next = 1;
  for (const [label, size] of sizes) numbers.set(label, size < smallest ? 0 : next++);
  return Int32Array.from(labels, (label) => numbers.get(label)!);
}
