import type { PlannedRegion } from "../compare/protocol/plan.ts";
import type { ImageEvidence } from "../compare/protocol/trial.ts";
import { regionCounts } from "../compare/regions/region-counts.ts";
import { regionTargets } from "../compare/regions/region-targets.ts";
import { LEFT_OUT } from "../data/byte-targets.ts";
import { measureCalibration } from "./measure-calibration.ts";
import { measureShapes } from "./measure-shapes.ts";
import type { MeasuredTruth } from "./measured-truth.ts";

export interface MeasureRegionsOptions {
  /** Index of the image in its source. */
  readonly image: number;
  /** Classes of the masks. */
  readonly classes: number;
  readonly ignore?: number | undefined;
}

/**
 * `measureImage` of regions: each is a question of its own, inside or outside, answered by the sign of its logit. Calibration is that of all of them
 * together. Objects and centre lines are not measured.
 *
 * @param logits [regions, height, width]
 */
export function measureRegions(
  logits: Float32Array,
  truth: MeasuredTruth,
  regions: readonly PlannedRegion[],
  { image, classes, ignore }: MeasureRegionsOptions,
): ImageEvidence {
  const { mask } = truth;
  const pixels = mask.length;
  const inside = regionTargets(mask, 1, regions, ignore);
  const isLeftOut = (i: number) => mask[i] === ignore || mask[i] >= classes;
  const counts = regionCounts(logits, inside, regions.length, isLeftOut);
  const shapes = regions.map((_, k) => {
    const predicted = new Uint8Array(pixels);
    const own = new Uint8Array(pixels);
    for (let i = 0; i < pixels; i++) {
      predicted[i] = logits[k * pixels + i] > 0 ? 1 : 0;
      own[i] = isLeftOut(i) ? LEFT_OUT : inside[k * pixels + i];
    }
    const { tp, fn } = counts.regions[k];
    const options = { ignore: LEFT_OUT, scored: [1] };
    return measureShapes(predicted, { ...truth, mask: own }, [false, tp + fn > 0], options);
  });
  return {
    image,
    pixels: counts.pixels,
    tp: counts.regions.map(({ tp }) => tp),
    fp: counts.regions.map(({ fp }) => fp),
    fn: counts.regions.map(({ fn }) => fn),
    hd95: shapes.map(({ hd95 }) => hd95[1]),
    nsd: shapes.map(({ nsd }) => nsd[1]),
    boundaryIou: shapes.map(({ boundaryIou }) => boundaryIou[1]),
    ...measureCalibration(logits, 1, { mask: questions(inside, isLeftOut, pixels) }, LEFT_OUT),
  };
}

/** The questions of all regions one after another, as one binary image. */
function questions(inside: Float32Array, isLeftOut: (i: number) => boolean, pixels: number): Uint8Array {
  return Uint8Array.from(inside, (value, i) => (isLeftOut(i % pixels) ? LEFT_OUT : value));
}
