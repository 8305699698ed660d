import type { LabelArray } from "../../../../fields/grid.ts";

/** The labels with other names that fit so many bits, 0 staying 0; null where they are too many. */
export function narrowLabels(labels: LabelArray, bits: number): LabelArray | null {
  if (bits >= 16 && (labels instanceof Uint8Array || labels instanceof Uint16Array)) return labels;
  let seen = 0;
  for (let i = 0; i < labels.length; i++) seen |= labels[i];
  if (seen >>> bits === 0) return labels;
  const names = new Map([[0, 0]]);
  const narrow = new Int32Array(labels.length);
  let [before, name] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== before) {
      before = labels[i];
      name = names.get(before) ?? names.size;
      names.set(before, name);
    }
    narrow[i] = name;
  }
  return names.size > 2 ** bits ? null : narrow;
}
