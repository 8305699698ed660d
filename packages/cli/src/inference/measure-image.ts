import { classCounts, confusionMatrix } from "segloss/metrics";
import type { ImageEvidence } from "../compare/protocol/trial.ts";
import { allFinite } from "../data/all-finite.ts";
import { likeliestClasses } from "./likeliest-classes.ts";
import { measureCalibration } from "./measure-calibration.ts";
import { measureShapes, type ShapeOptions } from "./measure-shapes.ts";
import type { MeasuredTruth } from "./measured-truth.ts";
import { scoreObjects } from "./score-objects.ts";

export interface MeasureOptions extends ShapeOptions {
  /** Index of the image in its source. */
  readonly image: number;
  readonly classes: number;
}

/**
 * What the prediction of one image is worth, measured with `segloss/metrics`. A class that the truth lacks has counts and no other
 * value. Where the truth has a class and the prediction lacks it, HD95 is the diagonal of the image and the shares are 0. Ignored pixels
 * are neither in a class nor outside of it.
 *
 * - hd95: the 95th percentile of the distances between edge pixels, the greater direction; nsd: share of the edges within `tolerance`.
 * - boundaryIou: of the parts within 2 % of the image's diagonal from their own border.
 * - clDice: of the classes in `thin`.
 * - pq (IoU above 0.5), ap (IoU 0.5 to 0.95): where the truth numbers objects, against those of `splitObjects`, all classes but
 *   class 0 together; null where the truth has none.
 * - ece: of the class that wins, 15 bins.
 *
 * @param logits [outputs, height, width], one output (sigmoid) for two classes, else one a class (softmax)
 * @throws RangeError where logits and truth do not fit each other, or a logit is no finite number
 */
export function measureImage(
  logits: Float32Array,
  truth: MeasuredTruth,
  options: MeasureOptions,
): ImageEvidence {
  const outputs = checkedOutputs(logits, truth, options);
  const { image, classes, ignore } = options;
  const predicted = likeliestClasses(logits, outputs);
  const matrix = confusionMatrix(predicted, truth.mask, { classes, ...(ignore !== undefined && { ignore }) });
  const counts = classCounts(matrix);
  const present = counts.map(({ tp, fn }) => tp + fn > 0);
  return {
    image,
    tp: counts.map(({ tp }) => tp),
    fp: counts.map(({ fp }) => fp),
    fn: counts.map(({ fn }) => fn),
    ...measureShapes(predicted, truth, present, options),
    ...(truth.instances && scoreObjects(predicted, truth, ignore)),
    ...measureCalibration(logits, outputs, truth, ignore),
  };
}

function checkedOutputs(
  logits: Float32Array,
  { width, height, mask }: MeasuredTruth,
  { classes }: MeasureOptions,
): number {
  const outputs = classes === 2 ? 1 : classes;
  const pixels = width * height;
  if (mask.length !== pixels)
    throw new RangeError(`a mask of ${width}x${height} pixels has ${pixels} values, got ${mask.length}`);
  const given = logits.length / pixels;
  if (given !== outputs && given !== classes)
    throw new RangeError(
      `the logits of ${classes} classes and ${width}x${height} pixels are ${outputs * pixels} values, got ${logits.length}`,
    );
  if (allFinite(logits)) return given;
  const wrong = logits.findIndex((z) => !Number.isFinite(z));
  throw new RangeError(`logits must be finite numbers, got ${logits[wrong]} at index ${wrong}`);
}
