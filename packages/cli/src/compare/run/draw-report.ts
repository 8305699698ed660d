import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModel, nodeRuntime } from "@segloss/train";
import { LEFT_OUT } from "../../data/byte-targets.ts";
import type { Sample } from "../../data/data-set.ts";
import type { ImageSource } from "../../data/image-source.ts";
import { likeliestClasses } from "../../inference/likeliest-classes.ts";
import { predictImage } from "../../inference/predict-image.ts";
import { writeWhole } from "../../output/write-whole.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonResults } from "../protocol/results.ts";
import { maskRegionLabels, regionLabels } from "../regions/region-labels.ts";
import { tilesOf } from "../trial/tiles-of.ts";
import { REPORT } from "./output-folder.ts";

/** Writes report.html, and the pictures of the images that tell most: predicted by the networks that had held them back. */
export async function drawReport(
  results: ComparisonResults,
  source: ImageSource,
  { folder, images }: { folder: string; images: boolean },
): Promise<void> {
  // Charts and formulas take long to load, which other commands need not wait for.
  const { renderComparison, choosePictures, drawPictures, storePictures, NO_PICTURES } = await import(
    "../../report/comparison/index.ts"
  );
  const losses = results.losses.map(({ loss }) => loss);
  const pictures = images
    ? await drawPictures(pictured(source, results.plan), losses, choosePictures(results), (loss, image) =>
        labelsOf(results, source, folder, loss, image),
      )
    : NO_PICTURES;
  if (images) await storePictures(folder, pictures);
  await writeWhole(join(folder, REPORT), renderComparison({ results, pictures }));
}

/** The source whose masks are drawn: of regions the last one that holds a pixel. */
function pictured(source: ImageSource, { regions }: Plan): ImageSource {
  if (regions.length === 0) return source;
  const drawn = (mask: Sample["mask"]) => maskRegionLabels(mask, regions, source.classes.length);
  return {
    ...source,
    classes: ["no region", ...regions.map(({ name }) => name)],
    ignore: LEFT_OUT,
    sample: (image) => {
      const sample = source.sample(image);
      return { ...sample, mask: drawn(sample.mask) };
    },
  };
}

/** Classes of an image as the network of the first repeat predicts them that did not see it; null where there is none. */
async function labelsOf(
  { losses, plan }: ComparisonResults,
  source: ImageSource,
  folder: string,
  loss: number,
  image: number,
): Promise<Uint8Array | null> {
  const trial = losses[loss].trials.find(
    ({ repeat, fold, model }) => model !== null && plan.finals.fold[repeat][image] === fold,
  );
  if (!trial?.model) return null;
  const bytes = await readFile(join(folder, trial.model));
  const model = await loadModel(new Uint8Array(bytes), nodeRuntime(), { threads: plan.training.threads });
  try {
    const logits = await predictImage(model.predict, source.sample(image), tilesOf(plan, source));
    const { channels, severalLabels } = outputsOf(source, plan.regions);
    return severalLabels ? regionLabels(logits, channels) : likeliestClasses(logits, channels);
  } finally {
    await model.dispose();
  }
}
