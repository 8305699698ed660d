import type { Runtime } from "@segloss/train";
import { validationCrops } from "../../data/crops/validation-crops.ts";
import type { ImageSource } from "../../data/image-source.ts";
import { measureNormalisation } from "../../data/normalisation.ts";
import { measureImage } from "../../inference/measure-image.ts";
import { measureRegions } from "../../inference/measure-regions.ts";
import { predictImages } from "../../inference/predict-images.ts";
import type { Plan } from "../protocol/plan.ts";
import type { DataDescription } from "../protocol/results.ts";
import { tilesOf } from "./tiles-of.ts";
import type { TrialContext } from "./trial-context.ts";

/** What the host of a training brings. */
export interface ContextOptions
  extends Pick<DataDescription, "scored" | "thin">,
    Pick<TrialContext, "drawCrops"> {
  readonly plan: Plan;
  readonly source: ImageSource;
  readonly runtime: Runtime;
  /** Folder of the comparison; "" where there are no files. */
  readonly folder: string;
}

/** What the trainings of a comparison share. */
export function makeContext({ thin, ...given }: ContextOptions): TrialContext {
  const { plan, source, scored } = given;
  const { ignore } = source;
  const tiles = tilesOf(plan, source);
  const classes = source.classes.length;
  return {
    ...given,
    measureNormalisation,
    validationCrops: (images, most) =>
      validationCrops(source, { images, size: plan.training.size, batch: plan.training.batch, most }),
    async *testImages(predict, images) {
      for await (const { sample, logits } of predictImages(predict, samplesOf(source, images), tiles))
        yield plan.regions.length > 0
          ? measureRegions(logits, sample, plan.regions, { image: sample.index, classes, ignore })
          : measureImage(logits, sample, { image: sample.index, classes, ignore, scored, thin });
    },
  };
}

/** Read when they are asked for. */
function* samplesOf(source: ImageSource, images: readonly number[]) {
  for (const index of images) yield { ...source.sample(index), index };
}
