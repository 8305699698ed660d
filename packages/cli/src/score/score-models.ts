import type { FileSystem } from "../data/files/file-system.ts";
import { isAnnotationFile } from "../data/is-annotation-file.ts";
import { paletteLabels } from "../data/palette-labels.ts";
import { compareScores, type NamedScores, type ScoreComparison } from "./compare-scores.ts";
import type { FilePair } from "./file-pair.ts";
import type { MaskReader } from "./mask-reader.ts";
import { modelReport } from "./model-report.ts";
import { pairFiles } from "./pair-files.ts";
import type { PreparedScore } from "./request/prepare-score.ts";
import type { ModelReport } from "./score-json.ts";
import { scoreSet } from "./score-set.ts";
import { checkThresholds } from "./thresholds.ts";
import { withNames } from "./with-names.ts";

/** How pairs are worked through, and who hears of it. */
export interface ScoreWork {
  readonly signal: AbortSignal;
  /** A faster way to read masks than by the file system. */
  readonly readMask?: MaskReader["read"];
  /** Of so many pairs of a model. */
  shardsOf(pairs: number): { readonly run: Parameters<typeof scoreSet>[2]; stop(): void };
  /** When a model is scored. */
  onModel(report: Pick<ModelReport, "problems" | "notes">): void;
}

/** The scores of all models so far. */
export interface ScoredModels {
  readonly models: readonly ModelReport[];
  /** The files of each model. */
  readonly pairs: readonly (readonly FilePair[])[];
  /** Models, or the baseline and the model, image by image. */
  readonly comparisons: readonly ScoreComparison[];
}

/**
 * Scores each model and compares them.
 *
 * @returns what is there when the signal says stop
 * @throws DataError where nothing pairs, and for limits of classes that there are not
 */
export async function scoreModels(
  files: FileSystem,
  { predictions, truth, settings, thresholds, known, names, beside, notes, baseline, options }: PreparedScore,
  { signal, readMask, shardsOf, onModel }: ScoreWork,
): Promise<ScoredModels> {
  const models: ModelReport[] = [];
  const pairs: (readonly FilePair[])[] = [];
  for (const [k, prediction] of predictions.entries()) {
    const paired = await pairFiles(files, prediction, truth, options.pairs);
    // Annotations may be large, and have no palettes.
    const masks = [prediction, truth].some(isAnnotationFile) ? [] : masksOf(paired.pairs);
    const { ignore, decode, mostPixels } = settings;
    const palettes = await paletteLabels(files, masks, {
      ...{ stated: beside, ignore, decode, mostPixels, read: readMask },
    });
    const own = palettes ? { ...settings, palettes } : settings;
    const shards = shardsOf(paired.pairs.length);
    const scored = await scoreSet(paired.pairs, own, shards.run, signal).finally(shards.stop);
    const found = { ...paired, notes: [...(k === 0 ? notes : []), ...paired.notes] };
    const report = {
      ...modelReport(names[k], found, scored, options.labels),
      ...(palettes && { palettes }),
    };
    onModel(report);
    const result = withNames(report.result, known.names);
    models.push({ ...report, result, outcomes: checkThresholds(result, thresholds, known) });
    pairs.push(paired.pairs);
    if (signal.aborted) break;
  }
  const all: NamedScores[] = [...baseline, ...models];
  return { models, pairs, comparisons: all.length > 1 ? compareScores(all, options.margin) : [] };
}

/** Predictions and truths, one after the other: there may be very many. */
function masksOf(pairs: readonly FilePair[]): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      for (const { predicted, truth } of pairs) {
        yield predicted;
        yield truth;
      }
    },
  };
}
