import {
  buildResults,
  choosePictures,
  drawPictures,
  likeliestClasses,
  type OpenedSet,
  outputsOf,
  predictImage,
  renderComparison,
  tilesOf,
  writeResults,
} from "@segloss/cli/training";
import { loadModel, webRuntime } from "@segloss/train";
import type { Ended, SavedModel, ScoredLoss } from "./messages.ts";

type Results = ReturnType<typeof buildResults>;

/** What trainings came to: results.json, its page with pictures, and what the page shows of them. */
export async function finish(
  { source, facts }: OpenedSet,
  progressed: Parameters<typeof buildResults>[2],
  models: readonly SavedModel[],
): Promise<Ended> {
  const results = buildResults(source, facts, progressed);
  const losses = results.losses.map(({ loss }) => loss);
  const pictures = await drawPictures(source, losses, choosePictures(results), (loss, image) =>
    labelsOf(results, source, models, losses[loss]!, image),
  );
  const { claim, caution } = results.verdict;
  return {
    ...{ claim, caution, scores: results.losses.map(scored) },
    results: writeResults(results),
    html: renderComparison({ results, pictures }),
  };
}

function scored({ loss, trials, measures }: Results["losses"][number]): ScoredLoss {
  const [first] = trials;
  const odd = trials.find(({ reason }) => reason !== null);
  return {
    ...{ loss, state: (odd ?? first)?.state ?? "failed", reason: odd?.reason ?? null },
    ...{ dice: measures.dice?.mean ?? null, iou: measures.iou?.mean ?? null },
  };
}

/** Classes of a test image by the network of the first seed; null where there is none. */
async function labelsOf(
  { plan }: Results,
  source: OpenedSet["source"],
  models: readonly SavedModel[],
  loss: string,
  image: number,
): Promise<Uint8Array | null> {
  const saved = models.find((one) => one.loss === loss && one.repeat === 1);
  if (!saved) return null;
  const model = await loadModel(saved.bytes, webRuntime(), { threads: plan.training.threads });
  try {
    const logits = await predictImage(model.predict, source.sample(image), tilesOf(plan, source));
    return likeliestClasses(logits, outputsOf(source, plan.regions).channels);
  } finally {
    await model.dispose();
  }
}
