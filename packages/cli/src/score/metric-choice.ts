import {
  completeParameters,
  didYouMean,
  type MaskMetric,
  type MatrixMetric,
  type Metric,
  maskMetricOf,
  maskMetrics,
  matrixMetrics,
  metrics,
  surfaceMetrics,
} from "segloss/metrics";
import { dataError } from "../data/data-error.ts";

/** A metric and its parameters as `--metrics` asked for it. */
export interface MetricChoice {
  /** How it is called in tables and files: `hausdorffDistance(percentile=95)`. */
  readonly title: string;
  readonly metric: Metric | MatrixMetric | MaskMetric;
  readonly parameters: Readonly<Record<string, number>>;
}

const ALL: readonly MetricChoice["metric"][] = [
  ...metrics,
  ...matrixMetrics,
  ...surfaceMetrics.map(maskMetricOf),
  ...maskMetrics,
];

/** Calls that have a name of their own. */
const SHORT: Readonly<Record<string, string>> = { hd95: "hausdorffDistance(percentile=95)" };

/**
 * Reads `dice,iou,hausdorff(percentile=95)`.
 *
 * @throws DataError for unknown metrics and parameters, with what was meant
 */
export function parseMetrics(text: string): MetricChoice[] {
  const calls = text.split(/,(?![^(]*\))/).map((call) => call.trim());
  return calls.map((call) => parseCall(SHORT[call.toLowerCase()] ?? call));
}

function parseCall(call: string): MetricChoice {
  const parts = /^([\w+-]+)(?:\((.*)\))?$/.exec(call);
  if (!parts)
    throw dataError(`--metrics: expected names such as dice or hausdorff(percentile=95), got "${call}"`);
  const metric = ALL.find((one) => namesOf(one).includes(parts[1].toLowerCase()));
  if (!metric) throw dataError(`--metrics: ${unknown(parts[1])}`);
  const given = Object.fromEntries(
    (parts[2] ?? "")
      .split(",")
      .filter(Boolean)
      .map((pair) => parsePair(pair, call)),
  );
  try {
    const shown = Object.entries(given).map(([name, value]) => `${name}=${value}`);
    const title = shown.length ? `${metric.name}(${shown.join(", ")})` : metric.name;
    return { title, metric, parameters: completeParameters(metric, given) };
  } catch (cause) {
    throw dataError(`--metrics: ${(cause as Error).message}`, cause);
  }
}

function parsePair(pair: string, call: string): [string, number] {
  const [name, value] = pair.split("=").map((part) => part.trim());
  if (!value || !Number.isFinite(Number(value)))
    throw dataError(`--metrics: expected name=number between the parentheses of "${call}"`);
  return [name, Number(value)];
}

function namesOf({
  name,
  aliases,
}: {
  readonly name: string;
  readonly aliases: readonly string[];
}): string[] {
  return [name, ...aliases].map((each) => each.toLowerCase());
}

function unknown(name: string): string {
  const names = ALL.flatMap((metric) => [metric.name, ...metric.aliases]);
  const close = didYouMean(name, names);
  return `there is no metric ${name}${close ? `.${close}` : `; there are ${ALL.map((one) => one.name).join(", ")}`}`;
}
