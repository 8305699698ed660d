import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeRuntime } from "@segloss/train";
import { prefetchedCrops } from "../../data/crops/prefetched-crops.ts";
import { validationCrops } from "../../data/crops/validation-crops.ts";
import type { ImageSource } from "../../data/image-source.ts";
import { measureNormalisation } from "../../data/normalisation.ts";
import { openStoredSource } from "../../data/open-stored-source.ts";
import { measureImage } from "../../inference/measure-image.ts";
import { measureRegions } from "../../inference/measure-regions.ts";
import type { PredictImageOptions } from "../../inference/predict-bands.ts";
import { predictImage } from "../../inference/predict-image.ts";
import { writeWhole } from "../../output/write-whole.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ContextAddress, TrialContext } from "../trial/trial-context.ts";
import { WORK } from "./output-folder.ts";

/** What a training process needs besides the plan. */
export interface ContextFacts {
  /** Folder of the comparison. */
  readonly folder: string;
  /** Manifest of the pixels. */
  readonly manifest: string;
  readonly scored: readonly number[];
  readonly thin: readonly number[];
}

/** Writes what the training processes open by themselves. */
export async function writeContext(plan: Plan, facts: ContextFacts): Promise<ContextAddress> {
  const path = join(facts.folder, WORK, "context.json");
  await writeWhole(path, JSON.stringify({ plan, facts }));
  return { opener: new URL("./context-file.js", import.meta.url).href, path };
}

/** The context of a training process. */
export function openTrialContext(path: string): TrialContext {
  const { plan, facts } = JSON.parse(readFileSync(path, "utf8")) as { plan: Plan; facts: ContextFacts };
  const { scored, thin, folder, manifest } = facts;
  const source = openStoredSource(manifest);
  const tiles = tilesOf(plan, source);
  return {
    ...{
      plan,
      source,
      folder,
      scored,
      measureNormalisation,
      runtime: nodeRuntime({ provider: plan.training.provider ?? "cpu" }),
    },
    validationCrops: (images, most) =>
      validationCrops(source, { images, size: plan.training.size, batch: plan.training.batch, most }),
    drawCrops: (options) => prefetchedCrops(source, options),
    async testImage(predict, image) {
      const sample = source.sample(image);
      const logits = await predictImage(predict, sample, tiles);
      const { ignore } = source;
      const classes = source.classes.length;
      return plan.regions.length > 0
        ? measureRegions(logits, sample, plan.regions, { image, classes, ignore })
        : measureImage(logits, sample, { image, classes, ignore, scored, thin });
    },
  };
}

/** How images are predicted whole. */
export function tilesOf({ training, network, regions }: Plan, source: ImageSource): PredictImageOptions {
  const { size, batch } = training;
  return {
    ...{ channels: source.channels, outputs: outputsOf(source, regions).channels, size, batch },
    multiple: 2 ** (network.depth - 1),
  };
}
