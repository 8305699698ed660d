import { mappedLabels } from "@segloss/io";
import type { LabelArray } from "segloss/fields";

/** The class that all labels but 0 become where they are not classes. */
export const FOREGROUND = 1;

/** What an ignored label becomes that has the foreground's number. No label is negative. */
const OUT_OF_THE_WAY = -1;

/** Every label but 0 and the ignored ones becomes the foreground. */
export function foreground(labels: LabelArray, ignore: readonly number[]): Int32Array {
  const one = (label: number) => (ignore.includes(label) ? ignoredLabel(label) : FOREGROUND);
  return mappedLabels(labels, (label) => (label === 0 ? 0 : one(label)), new Int32Array(labels.length));
}

/** The number of an ignored label beside the foreground. */
export function ignoredLabel(label: number): number {
  return label === FOREGROUND ? OUT_OF_THE_WAY : label;
}
