import { tQuantile } from "../statistics/student-t.ts";
import { type Verdict, type VerdictRow, verdictOf } from "../statistics/verdict.ts";
import type { MetricResult, ScoreResult } from "./score-result.ts";

/** Masks of one model, scored. */
export interface NamedScores {
  readonly name: string;
  readonly result: ScoreResult;
}

/** Several models by one metric, on the images that all of them have. */
export interface ScoreComparison {
  readonly metric: string;
  readonly best: MetricResult["best"];
  /** Differences below it do not matter. */
  readonly margin: number;
  /** Names of the models, in the order of `verdict`. */
  readonly models: readonly string[];
  /** Images with a value for every model. */
  readonly images: number;
  /** Mean of each model over those images. */
  readonly means: readonly number[];
  /** With differences in the direction in which more is better. */
  readonly verdict: Verdict;
}

/** Differences of measures between 0 and 1 that do not matter. */
const MARGIN = 0.01;
const FIXED_RANGE = 1;

/**
 * Compares models image by image: the networks are as they are, so the image is what varies, and an interval is one of Student over the
 * differences of images. The words are those of `verdictOf`: a winner beats every other model at 5 %.
 *
 * @param margin default 0.01 for measures that lie between 0 and 1, 0 for others, which have no scale
 * @returns one comparison for each metric that all have
 */
export function compareScores(models: readonly NamedScores[], margin?: number): ScoreComparison[] {
  const [{ result }] = models;
  return result.metrics.flatMap(({ metric, best }): ScoreComparison[] => {
    const columns = models.map((one) => valuesOf(one.result, metric));
    if (columns.includes(undefined)) return [];
    const ofModels = columns as ReadonlyMap<string, number>[];
    const shared = [...ofModels[0].keys()]
      .filter((name) => ofModels.every((values) => values.has(name)))
      .sort();
    const values = ofModels.map((of) => shared.map((name) => of.get(name)!));
    const isShare = values.flat().every((value) => value >= 0 && value <= FIXED_RANGE);
    const chosen = margin ?? (isShare && best === "high" ? MARGIN : 0);
    const scores = values.map((of) => of.map((value) => [goodness(value, best)]));
    return [
      {
        ...{ metric, best, margin: chosen, models: models.map(({ name }) => name), images: shared.length },
        means: values.map((of) => of.reduce((sum, value) => sum + value, 0) / of.length),
        // Each image is a fold of its own: nothing but the image varies.
        verdict: verdictOf({ scores, fold: [shared.map((_, image) => image)], margin: chosen }),
      },
    ];
  });
}

/** Finite values of the images by name; undefined where the metric is not there. */
function valuesOf({ metrics, rows }: ScoreResult, metric: string): ReadonlyMap<string, number> | undefined {
  const place = metrics.findIndex((one) => one.metric === metric);
  if (place < 0) return undefined;
  return new Map(
    rows.flatMap(({ name, values }) => {
      const value = values[place];
      return typeof value === "number" && Number.isFinite(value) ? [[name, value] as const] : [];
    }),
  );
}

/** More is better. */
function goodness(value: number, best: MetricResult["best"]): number {
  if (best === "high") return value;
  return best === "low" ? -value : -Math.abs(value);
}

/** `b is best by diceScore: ahead of every other, nearest a by about 0.021 (0.006 to 0.036; 40 images)`. */
export function comparisonText({ metric, models, verdict, images, margin }: ScoreComparison): string {
  const { word, leader, rows, reason } = verdict;
  if (images < 3)
    return `${metric}: undecided: ${images} images with a value for every model are too few to compare on`;
  if (leader === undefined || reason) return `${metric}: undecided: ${reason}`;
  const nearest = rows.reduce((a, b) => (b.difference < a.difference ? b : a));
  const by = `${models[nearest.candidate]} by about ${digits(nearest.difference)} (${digits(nearest.low)} to ${digits(nearest.high)}; ${images} images)`;
  if (word === "better") return `${metric}: ${models[leader]} is better than every other, nearest ${by}`;
  const equal = rows.filter((row) => row.word === "equivalent").map(({ candidate }) => models[candidate]);
  if (word === "equivalent")
    return `${metric}: ${[models[leader], ...equal].join(", ")} are equivalent within ${margin}${rows.length > equal.length ? "; the others are worse" : ""}`;
  const more = imagesNeeded(nearest, images, Math.max(nearest.difference, margin));
  const remedy = more ? `; about ${more} images would decide` : "";
  return `${metric}: undecided: ${models[leader]} leads, not to be told from ${by}${remedy}`;
}

const MOST_IMAGES = 20_000;

/** How many images like these would show a difference with a power of 80 %; undefined where that is out of reach. */
function imagesNeeded({ error }: VerdictRow, images: number, difference: number): number | undefined {
  const shows = (count: number) =>
    (tQuantile(0.975, count - 1) + tQuantile(0.8, count - 1)) * error * Math.sqrt(images / count);
  for (let count = images + 1; count <= MOST_IMAGES; count = Math.ceil(count * 1.25))
    if (shows(count) <= difference) return count;
  return undefined;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}
