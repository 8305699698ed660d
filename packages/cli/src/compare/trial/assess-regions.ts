import { allFinite } from "../../data/all-finite.ts";
import { byteTargets, LEFT_OUT } from "../../data/byte-targets.ts";
import type { Predict } from "../../inference/predict-bands.ts";
import { areConstant } from "../regions/are-constant.ts";
import type { Counts } from "../regions/is-constant.ts";
import { regionCounts } from "../regions/region-counts.ts";
import { regionTargets } from "../regions/region-targets.ts";
import { meanOf } from "../verdict/mean-of.ts";
import type { AssessedCrops, CropScores } from "./crop-scores.ts";

/** `assessCrops` of regions: counts of each are pooled over all crops; regions that the crops lack are left out of the means. */
export async function assessRegions(
  predict: Predict,
  { crops, batches, classes, ignore, scored, regions }: AssessedCrops,
  cancelled: () => boolean,
): Promise<CropScores | "diverged" | "cancelled"> {
  let total: readonly Counts[] = regions.map(() => ({ tp: 0, fp: 0, fn: 0 }));
  let pixels = 0;
  for (let step = 0; step < batches; step++) {
    if (cancelled()) return "cancelled";
    const { images, masks, size, width, height } = crops.at(step);
    const logits = await predict(images, [size, height, width]);
    if (!allFinite(logits)) return "diverged";
    const labels = byteTargets(masks, classes, ignore);
    const truth = regionTargets(labels, size, regions, LEFT_OUT);
    const own = regionCounts(logits, truth, regions.length, (i) => labels[i] === LEFT_OUT, size);
    total = total.map((one, k) => added(one, own.regions[k]));
    pixels += own.pixels;
  }
  const present = scored.map((k) => total[k]).filter(({ tp, fn }) => tp + fn > 0);
  const mean = (of: (counts: Counts) => number) => meanOf(present.map(of)) ?? 0;
  return {
    dice: mean(({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn)),
    iou: mean(({ tp, fp, fn }) => tp / (tp + fp + fn)),
    constant: areConstant(total, pixels),
  };
}

function added(a: Counts, b: Counts): Counts {
  return { tp: a.tp + b.tp, fp: a.fp + b.fp, fn: a.fn + b.fn };
}
