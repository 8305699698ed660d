import {
  isWhite,
  type LabelArray,
  type MaskValues,
  mappedLabels,
  type WhiteRole,
  whiteRole,
} from "@segloss/io";
import { type LabelPair, labelPairs } from "segloss/metrics";

/** The values of a pair of masks, as far as the rule for 255 needs them. */
export interface PairValues {
  readonly predicted: MaskValues;
  readonly truth: MaskValues;
}

/** A pair of masks in which 255 means what it means in the set. */
export interface WhiteLabels {
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  /** Labels of the truth whose pixels are left out. */
  readonly ignore: readonly number[];
  readonly values: PairValues;
  /** Which labels meet, where that was counted and still holds. */
  readonly met?: readonly LabelPair[];
  /** What 255 was taken for; undefined where the user says it, or where neither mask has it. */
  readonly role?: WhiteRole;
}

/** More different values than this are handed on as so many: the rule does not look at more. */
const MOST_VALUES = 300;

/**
 * Gives 255 its meaning. By one pair alone that may be another than by the whole set, for which pairs are looked at again.
 *
 * @param role what the set says; absent: the pair decides
 */
export function whiteLabels(
  predicted: LabelArray,
  truth: LabelArray,
  stated: {
    readonly ignore: readonly number[];
    readonly classes?: readonly number[];
    readonly labels: "classes" | "foreground" | "instances";
    readonly white?: WhiteRole;
  },
): WhiteLabels {
  const { ignore, classes = [] } = stated;
  const said = stated.labels === "instances" || [...ignore, ...classes].some(isWhite);
  if (said) return { predicted, truth, ignore, values: { predicted: [], truth: [] } };
  // Counting which labels meet is faster than looking for the labels of each.
  const met = labelPairs(predicted, truth);
  const values = { predicted: few(met, "predicted"), truth: few(met, "truth") };
  const unchanged = { predicted, truth, ignore, values, met };
  if (![...values.predicted, ...values.truth].some(isWhite)) return unchanged;
  const role = stated.white ?? pairRole([values]);
  if (role === "ignore") return { ...unchanged, ignore: [...ignore, 255], role };
  if (role === "label") return { ...unchanged, role };
  return { predicted: asOne(predicted), truth: asOne(truth), ignore, values, met: metAsOne(met), role };
}

/** What 255 means in pairs of masks: foreground where all masks agree on that, else what the truths say. */
export function pairRole(pairs: readonly PairValues[]): WhiteRole {
  const all = whiteRole(pairs.flatMap(({ predicted, truth }) => [predicted, truth]));
  if (all === "foreground") return all;
  return whiteRole(pairs.map(({ truth }) => truth)) === "ignore" ? "ignore" : "label";
}

function few(met: readonly LabelPair[], side: "predicted" | "truth"): number[] {
  return [...new Set(met.map((pair) => pair[side]))].slice(0, MOST_VALUES);
}

const one = (label: number): number => (isWhite(label) ? 1 : label);

function asOne(labels: LabelArray): LabelArray {
  if (labels instanceof Uint8Array) return mappedLabels(labels, one, new Uint8Array(labels.length));
  const copy = labels.slice();
  for (let i = 0; i < copy.length; i++) if (isWhite(copy[i])) copy[i] = 1;
  return copy;
}

/** What is known of pairs of labels, without counting again. */
function metAsOne(met: readonly LabelPair[]): LabelPair[] {
  return labelPairs(
    Int32Array.from(met, ({ predicted }) => one(predicted)),
    Int32Array.from(met, ({ truth }) => one(truth)),
    Float64Array.from(met, ({ pixels }) => pixels),
  );
}
