import {
  type ConfusionMatrix,
  classCounts,
  diceScore,
  emptyConfusionMatrix,
  jaccardIndex,
  score,
} from "segloss/metrics";
import { allFinite } from "../../data/all-finite.ts";
import { byteTargets, LEFT_OUT } from "../../data/byte-targets.ts";
import { likeliestClasses } from "../../inference/likeliest-classes.ts";
import type { Predict } from "../../inference/predict-bands.ts";
import { isConstant } from "../regions/is-constant.ts";
import { assessRegions } from "./assess-regions.ts";
import type { AssessedCrops, CropScores } from "./crop-scores.ts";

/** "diverged": an output is no finite number. "cancelled": told to stop between two batches. */
export async function assessCrops(
  predict: Predict,
  assessed: AssessedCrops,
  cancelled: () => boolean,
): Promise<CropScores | "diverged" | "cancelled"> {
  if (assessed.regions.length > 0) return assessRegions(predict, assessed, cancelled);
  const { crops, batches, classes, ignore, scored } = assessed;
  const confusion = emptyConfusionMatrix({ classes, ignore: LEFT_OUT });
  for (let step = 0; step < batches; step++) {
    if (cancelled()) return "cancelled";
    const { images, masks, size, width, height } = crops.at(step);
    const logits = await predict(images, [size, height, width]);
    if (!allFinite(logits)) return "diverged";
    const predicted = classesOf(logits, size, width * height);
    confusion.add(predicted, byteTargets(masks, classes, ignore));
  }
  return scoresOf(confusion, scored);
}

/** Classes that the crops lack are left out of the means. */
function scoresOf(confusion: ConfusionMatrix, scored: readonly number[]): CropScores {
  const counts = classCounts(confusion);
  const options = { classes: scored, average: "present" } as const;
  return {
    dice: score(diceScore, confusion, options).value as number,
    iou: score(jaccardIndex, confusion, options).value as number,
    constant: isConstant(counts),
  };
}

/** The classes of images whose logits stand one after the other: [n, K, pixels]. */
function classesOf(logits: Float32Array, images: number, pixels: number): Uint8Array {
  const classes = new Uint8Array(images * pixels);
  const each = logits.length / images;
  for (let image = 0; image < images; image++) {
    const own = logits.subarray(image * each, (image + 1) * each);
    classes.set(likeliestClasses(own, each / pixels), image * pixels);
  }
  return classes;
}
