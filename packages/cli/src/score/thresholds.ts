import { didYouMean } from "segloss/metrics";
import { dataError, firstFew } from "../data/data-error.ts";
import { parseMetrics } from "./metric-choice.ts";
import type { MetricResult, ScoreResult } from "./score-result.ts";

/** The worst value of a metric, or of one class by it, that still passes. */
export interface Threshold {
  /** As it was written: `dice[liver]=0.8`. */
  readonly text: string;
  /** The metric as tables call it. */
  readonly metric: string;
  /** Label, or name of a class or region. */
  readonly of?: string;
  readonly limit: number;
}

/** What came of a threshold. */
export interface ThresholdOutcome {
  readonly threshold: Threshold;
  /** null where the metric is undefined, which does not pass. */
  readonly value: number | null;
  readonly met: boolean;
}

/**
 * Reads `dice=0.8,hd95=5,dice[liver]=0.7`: a number for a metric, over all or for one class.
 *
 * @param metrics what `--metrics` asks for
 * @throws DataError for metrics that are not scored, and what is no number
 */
export function parseThresholds(text: string, metrics: string): Threshold[] {
  const titles = parseMetrics(metrics).map(({ title }) => title);
  return text.split(/,(?![^([]*[)\]])/).map((part) => {
    const written = part.trim();
    const match = /^(.+?)(?:\[([^\]]+)\])?\s*=\s*([^=()[\]]+)$/.exec(written);
    const limit = Number(match?.[3]);
    if (!match || match[3].trim() === "" || !Number.isFinite(limit))
      throw dataError(`--fail-under: expected metric=number or metric[class]=number, got "${written}"`);
    const [{ title }] = parseMetrics(match[1].trim(), "--fail-under");
    if (!titles.includes(title))
      throw dataError(
        `--fail-under: ${title} is not scored; add it to --metrics (${titles.join(",")})${didYouMean(title, titles)}`,
      );
    return { text: written, metric: title, limit, ...(match[2] !== undefined && { of: match[2].trim() }) };
  });
}

/** What is known of classes besides the scores. */
export interface KnownClasses {
  /** Names by label, of files that list classes. */
  readonly names: ReadonlyMap<number, string>;
  /** Whether the request says which classes there are; else any number may be one. */
  readonly areStated: boolean;
}

/** @throws DataError where a threshold is of a class that there is not, with those that there are */
export function checkThresholds(
  result: ScoreResult,
  thresholds: readonly Threshold[],
  known: KnownClasses,
): ThresholdOutcome[] {
  return thresholds.map((threshold) => {
    const metric = result.metrics.find((one) => one.metric === threshold.metric)!;
    const value = threshold.of === undefined ? overall(metric) : ofClass(metric, threshold, result, known);
    return { threshold, value, met: value !== null && passes(value, threshold.limit, metric.best) };
  });
}

/** One line for a threshold: `not met: dice=0.8: it is 0.7512, expected at least 0.8`. */
export function thresholdText(
  { threshold, value, met }: ThresholdOutcome,
  best: MetricResult["best"],
): string {
  const bound = { high: "at least", low: "at most", zero: "between plus and minus" }[best];
  const is = value === null ? "is undefined" : `is ${Number(value.toPrecision(6))}`;
  return `${met ? "met" : "not met"}: ${threshold.text}: it ${is}, expected ${bound} ${threshold.limit}`;
}

/** Of the data set where the metric adds up over it, else the mean of the images. */
function overall({ dataset, overImages }: MetricResult): number | null {
  return dataset ?? overImages?.mean ?? null;
}

function ofClass(
  { metric, classes }: MetricResult,
  { of: wanted = "" }: Threshold,
  { names: stated = {} }: ScoreResult,
  { names, areStated }: KnownClasses,
): number | null {
  const ofLabels = new Map([
    ...[...names].map(([label, name]) => [String(label), name] as const),
    ...Object.entries(stated),
  ]);
  const isMeant = (label: string) => label === wanted || ofLabels.get(label) === wanted;
  const found = classes.find(({ label }) => isMeant(String(label)));
  if (!found && classes.length === 0)
    throw dataError(`--fail-under: ${metric} is one number for all classes; leave [${wanted}] out`);
  if (found) return found.dataset ?? found.overImages;
  // A class that no image has is undefined, and does not pass.
  if (!areStated && (/^\d+$/.test(wanted) || [...ofLabels.values()].includes(wanted))) return null;
  const scored = classes.map(({ label }) => String(label));
  const others = areStated
    ? []
    : [...ofLabels.keys()].filter((label) => label !== "0" && !scored.includes(label));
  const all = [...scored, ...others];
  const shown = all.map((label) => (ofLabels.has(label) ? `${label} (${ofLabels.get(label)})` : label));
  const near = didYouMean(wanted, [...all, ...all.flatMap((label) => ofLabels.get(label) ?? [])]);
  throw dataError(
    `--fail-under: there is no class [${wanted}]; the classes are ${firstFew(shown, 12)}${near ? `.${near}` : ""}`,
  );
}

function passes(value: number, limit: number, best: MetricResult["best"]): boolean {
  if (best === "high") return value >= limit;
  return best === "low" ? value <= limit : Math.abs(value) <= limit;
}
