import type { LabelArray } from "./labels.ts";

/** Label of the other mask for each label whose class has another number there. */
export type Renumbering = ReadonlyMap<number, number>;

/**
 * Two masks that name their classes mean the same by a name, whatever its number. undefined where the numbers agree, where one
 * has no names, or where a name of one is unknown to the other: then numbers are all there is.
 */
export function matchNames(
  moving: ReadonlyMap<number, string> | undefined,
  fixed: ReadonlyMap<number, string> | undefined,
): Renumbering | undefined {
  if (!moving || !fixed) return undefined;
  const numbers = new Map([...fixed].map(([label, name]) => [name, label]));
  if (numbers.size < fixed.size) return undefined;
  const pairs = [...moving].map(([label, name]) => [label, numbers.get(name)] as const);
  if (pairs.some(([, to]) => to === undefined) || pairs.every(([from, to]) => from === to)) return undefined;
  return new Map(pairs as [number, number][]);
}

/** The labels by their other numbers; those without one stay. */
export function renumbered(labels: LabelArray, numbers: Renumbering): LabelArray {
  return Int32Array.from(labels, (label) => numbers.get(label) ?? label);
}
