import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import type { LabelArray } from "../fields/grid.ts";
import { readKnown } from "../fields/read-known.ts";
import { type SkeletonOptions, skeleton } from "../fields/skeleton.ts";
import { EMPTY, type EmptyPolicy } from "./class-value.ts";

export interface CentrelineDice {
  /** Harmonic mean of the two. */
  readonly value: number;
  /** Share of the prediction's skeleton that lies in the truth. */
  readonly precision: number;
  /** Share of the truth's skeleton that lies in the prediction. */
  readonly sensitivity: number;
}

export interface CentrelineDiceOptions extends SkeletonOptions {
  /** What two empty masks score: 1 (the default), 0, or nothing. */
  readonly empty?: EmptyPolicy;
}

/**
 * clDice of vessels, roads and other lines, 2-D and 3-D: whether the middle lines of each mask lie in the other,
 * so that a gap of one pixel matters more than a line that is a little too wide.
 *
 * There is no value where every pixel is ignored, and where a mask has pixels but no skeleton: that happens with the
 * thinnings of others, which lose lines of even width, and where all of the middle line is ignored.
 *
 * S. Shit and others, "clDice", CVPR 2021, https://arxiv.org/abs/2003.07311
 *
 * @param shape [height, width] or [depth, height, width]
 * @throws RangeError when masks and shape do not fit each other
 */
export function centrelineDice(
  prediction: LabelArray,
  annotation: LabelArray,
  shape: readonly number[],
  given: CentrelineDiceOptions = {},
): CentrelineDice | undefined {
  checkOptions("centrelineDice", given, { thinning: ANY, known: ANY, empty: EMPTY });
  const { empty = "perfect", ...options } = given;
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  const known = readKnown(options.known, shape);
  const sides = [predicted, truth].map((mask) => ({
    line: skeleton(mask, shape, options),
    isEmpty: !mask.some((value: number, i: number) => value !== 0 && known?.[i] !== 0),
  }));
  const precision = shareWithin(sides[0].line, truth);
  const sensitivity = shareWithin(sides[1].line, predicted);
  const isLost = [precision, sensitivity].some((share, k) => Number.isNaN(share) && !sides[k].isEmpty);
  if (isLost || known?.every((value: number) => value === 0)) return undefined;
  if (Number.isNaN(precision) && Number.isNaN(sensitivity)) {
    const value = Number(empty === "perfect");
    return empty === "skip" ? undefined : { value, precision: value, sensitivity: value };
  }
  const [p, s] = [precision || 0, sensitivity || 0];
  return { value: p + s === 0 ? 0 : (2 * p * s) / (p + s), precision: p, sensitivity: s };
}

/** NaN for an empty skeleton. */
function shareWithin(line: Uint8Array, mask: LabelArray): number {
  let length = 0;
  let within = 0;
  for (let i = 0; i < line.length; i++) {
    length += line[i];
    within += line[i] && mask[i] ? 1 : 0;
  }
  return within / length;
}
