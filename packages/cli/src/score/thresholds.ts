import { didYouMean } from "segloss/metrics";
import { dataError } from "../data/data-error.ts";
import { parseMetrics } from "./metric-choice.ts";
import type { ClassResult, MetricResult, ScoreResult } from "./score-result.ts";

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
    const [{ title }] = parseMetrics(match[1].trim());
    if (!titles.includes(title))
      throw dataError(
        `--fail-under: ${title} is not scored; add it to --metrics (${titles.join(",")})${didYouMean(title, titles)}`,
      );
    return { text: written, metric: title, limit, ...(match[2] !== undefined && { of: match[2].trim() }) };
  });
}

/** @throws DataError where a threshold is of a class that was not scored */
export function checkThresholds(result: ScoreResult, thresholds: readonly Threshold[]): ThresholdOutcome[] {
  return thresholds.map((threshold) => {
    const metric = result.metrics.find((one) => one.metric === threshold.metric)!;
    const value = threshold.of === undefined ? overall(metric) : ofClass(metric, threshold.of, result);
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
  wanted: string,
  { names = {} }: ScoreResult,
): number | null {
  const isMeant = ({ label }: ClassResult) => String(label) === wanted || names[String(label)] === wanted;
  const found = classes.find(isMeant);
  if (!found && classes.length === 0)
    throw dataError(`--fail-under: ${metric} is one number for all classes; leave [${wanted}] out`);
  // A class that no image has is undefined, and does not pass.
  return found ? (found.dataset ?? found.overImages) : null;
}

function passes(value: number, limit: number, best: MetricResult["best"]): boolean {
  if (best === "high") return value >= limit;
  return best === "low" ? value <= limit : Math.abs(value) <= limit;
}
