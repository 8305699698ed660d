import type { LabelArray } from "./labels.ts";
import type { Raster } from "./raster.ts";

/** Label of the other mask for each label whose class has another number there. */
export type Renumbering = ReadonlyMap<number, number>;

/**
 * Two masks that name their classes mean the same by a name, whatever its number. A class whose name the other lacks keeps its
 * number, or gets a new one where that means another class there. undefined where the numbers agree, where one has no names, or
 * where they have no name in common: then numbers are all there is.
 */
export function matchNames(
  moving: ReadonlyMap<number, string> | undefined,
  fixed: ReadonlyMap<number, string> | undefined,
): Renumbering | undefined {
  if (!moving || !fixed) return undefined;
  const numbers = new Map([...fixed].map(([label, name]) => [name, label]));
  if (numbers.size < fixed.size) return undefined;
  const shared = [...moving].filter(([, name]) => numbers.has(name));
  if (shared.length === 0 || shared.every(([label, name]) => numbers.get(name) === label)) return undefined;
  let unused = Math.max(...moving.keys(), ...fixed.keys());
  const free = (label: number) => (fixed.has(label) ? ++unused : label);
  return new Map([...moving].map(([label, name]) => [label, numbers.get(name) ?? free(label)]));
}

/** The mask with its other numbers, in its layers too; labels without one stay. */
export function renumbered(raster: Raster, numbers: Renumbering): Raster {
  const other = (label: number) => numbers.get(label) ?? label;
  return {
    ...raster,
    data: Int32Array.from(raster.data as LabelArray, other),
    ...(raster.layers && {
      layers: raster.layers.map((layer) => ({ ...layer, label: other(layer.label) })),
    }),
  };
}
