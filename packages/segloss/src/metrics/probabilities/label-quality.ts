import { check } from "../../door/check.ts";
import { FINITE, FLOATS, LIST } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import type { FloatArray } from "../../engines/engine.ts";
import { readFloats } from "../../engines/read-floats.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { exactSum } from "../exact-sum.ts";
import { checkedProbability } from "./checked-probability.ts";

/** Sum and mean of one number per pixel. */
export interface MapScore {
  readonly sum: number;
  readonly mean: number;
  /** The number of each pixel. */
  readonly map: Float64Array;
}

/**
 * How far labels are from what a network says: |p - y| of each value. Large where the label, or the network, is wrong, for
 * choosing images whose labels are looked at again.
 *
 * @param labels 0 or 1 for each probability, channel by channel as they are
 * @throws RangeError when lengths differ, or without a value
 */
export function labelQuality(prediction: FloatArray, given: LabelArray | FloatArray): MapScore {
  const probabilities = readFloats("probabilities", prediction);
  const labels = FLOATS.fits(given) ? readFloats("labels", given) : readLabels("labels", given);
  if (probabilities.length !== labels.length || labels.length === 0)
    throw new RangeError(
      `probabilities and labels must be equally many, 1 or more, got ${probabilities.length} and ${labels.length}`,
    );
  return scoreOf(
    Float64Array.from(probabilities, (_, i) =>
      Math.abs(checkedProbability(probabilities, i) - checkedProbability(labels, i)),
    ),
  );
}

/**
 * Variance of repeated predictions of one image, pixel by pixel: how unsure a network is (Monte Carlo dropout, ensembles).
 *
 * @param given predictions of equal length; every channel of every repeat counts as one repeat
 * @param floor what values of 0 and below are taken for, as MONAI does. Default: 0.0005
 * @throws RangeError without a repeat, and when lengths differ
 */
export function predictionVariance(given: readonly FloatArray[], floor = 0.0005): MapScore {
  check("predictionVariance: repeats", given, LIST);
  check("predictionVariance: floor", floor, FINITE);
  const repeats = given.map((repeat, k) => readFloats(`repeats[${k}]`, repeat));
  const [first] = repeats;
  const other = repeats.find(({ length }) => length !== first.length);
  if (!first || other || first.length === 0)
    throw new RangeError("repeats must be predictions of equal length, 1 or more");
  return scoreOf(
    Float64Array.from({ length: first.length }, (_, i) => {
      const values = repeats.map((repeat) => (repeat[i] <= 0 ? floor : repeat[i]));
      const mean = exactSum(values).value() / values.length;
      return exactSum(values.map((value) => (value - mean) ** 2)).value() / values.length;
    }),
  );
}

function scoreOf(map: Float64Array): MapScore {
  const sum = exactSum(map).value();
  return { sum, mean: sum / map.length, map };
}
