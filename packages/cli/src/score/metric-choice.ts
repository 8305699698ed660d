import {
  completeParameters,
  detectionMetrics,
  didYouMean,
  type MaskMetric,
  type MatrixMetric,
  type Metric,
  probabilityFunctions,
  probabilityMetrics,
  rankingMetrics,
} from "segloss/metrics";
import { dataError } from "../data/data-error.ts";
import { SCORED_METRICS } from "./scored-metrics.ts";

/** A metric and its parameters as `--metrics` asked for it. */
export interface MetricChoice {
  /** How it is called in tables and files: `hausdorffDistance(percentile=95)`. */
  readonly title: string;
  readonly metric: Metric | MatrixMetric | MaskMetric;
  /** Those of all classes; where a list was given, those of label 1. */
  readonly parameters: Readonly<Record<string, number>>;
  /** With lists, the parameters of label 1, 2, ... */
  readonly ofLabels?: readonly Readonly<Record<string, number>>[];
}

/** Calls that have a name of their own. */
const SHORT: Readonly<Record<string, string>> = { hd95: "hausdorffDistance(percentile=95)" };

/** The parameters for one class, or undefined where a list ends before it. A region takes those of its place in the list. */
export function parametersOf(
  { parameters, ofLabels }: MetricChoice,
  { label, place = 0 }: { readonly label: number | string; readonly place?: number },
): Readonly<Record<string, number>> | undefined {
  return ofLabels ? ofLabels[typeof label === "number" ? label - 1 : place] : parameters;
}

/** The metric of a title that `parseMetrics` made. */
export function metricOfTitle(title: string): MetricChoice["metric"] {
  return parseMetrics(title)[0].metric;
}

/**
 * Reads `dice,iou,hausdorff(percentile=95),nsd(tolerance=[1,2])`; a list has a number for each label from 1 on.
 *
 * @param option that says them, for errors
 * @throws DataError for unknown metrics and parameters, with what was meant
 */
export function parseMetrics(text: string, option = "--metrics"): MetricChoice[] {
  const calls = text.split(/,(?![^(]*\))/).map((call) => call.trim());
  return calls.map((call) => parseCall(withoutShort(call), option));
}

/** `hd95(distance=taxicab)` is `hausdorffDistance(percentile=95,distance=taxicab)`. */
function withoutShort(call: string): string {
  const [name, ...rest] = call.split("(");
  const long = SHORT[name.toLowerCase()];
  if (!long || rest.length === 0) return long ?? call;
  return `${long.slice(0, -1)},${rest.join("(")}`;
}

function parseCall(call: string, option: string): MetricChoice {
  const parts = /^([\w+-]+)(?:\((.*)\))?$/.exec(call);
  if (!parts)
    throw dataError(`${option}: expected names such as dice or hausdorff(percentile=95), got "${call}"`);
  const metric = SCORED_METRICS.find((one) => namesOf(one).includes(parts[1].toLowerCase()));
  if (!metric) throw dataError(`${option}: ${unknown(parts[1])}`);
  const given = (parts[2] ?? "")
    .split(/,(?![^[]*\])/)
    .filter(Boolean)
    .map((pair) => parsePair(pair, call, option));
  try {
    const shown = given.map(([name, value]) => `${name}=${Array.isArray(value) ? `[${value}]` : value}`);
    const title = shown.length ? `${metric.name}(${shown.join(", ")})` : metric.name;
    return { title, metric, ...parametersFrom(metric, given) };
  } catch (cause) {
    throw dataError(`${option}: ${(cause as Error).message}`, cause);
  }
}

type Given = readonly (readonly [name: string, value: number | string | readonly number[]])[];

/** @throws RangeError for parameters that the metric lacks or cannot take */
function parametersFrom(
  metric: MetricChoice["metric"],
  given: Given,
): Pick<MetricChoice, "parameters" | "ofLabels"> {
  const lists = given.flatMap(([name, value]) => (typeof value === "object" ? [{ name, value }] : []));
  const at = (k: number) =>
    completeParameters(
      metric,
      Object.fromEntries(
        given.map(([name, value]) => [name, typeof value === "object" ? value[k] : value] as const),
      ),
    );
  if (lists.length === 0) return { parameters: at(0) };
  if (metric.kind !== "mask")
    throw new RangeError(`${lists[0].name} of ${metric.name} is one number for all classes, no list`);
  const labels = Math.min(...lists.map(({ value }) => value.length));
  const ofLabels = Array.from({ length: labels }, (_, k) => at(k));
  return { parameters: ofLabels[0], ofLabels };
}

function parsePair(pair: string, call: string, option: string): Given[number] {
  const [name, value = ""] = pair.split("=").map((part) => part.trim());
  const list = /^\[(.*)\]$/.exec(value)?.[1];
  if (/^[a-z][\w-]*$/i.test(value)) return [name, value];
  const numbers = (list ?? value).split(",").map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  if (!numbers.every(Number.isFinite))
    throw dataError(
      `${option}: expected name=number or name=[number, number] or name=word in the parentheses of "${call}"`,
    );
  return [name, list === undefined ? numbers[0] : numbers];
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
  const names = SCORED_METRICS.flatMap((metric) => [metric.name, ...metric.aliases]);
  const lower = name.toLowerCase();
  if ([...probabilityMetrics, ...rankingMetrics, ...probabilityFunctions].flatMap(namesOf).includes(lower))
    return `${name} reads probabilities, and score label maps: call it on arrays, from segloss/metrics`;
  if (detectionMetrics.flatMap(namesOf).includes(lower))
    return `${name} reads objects with confidences, and score label maps: call it on arrays, from segloss/metrics`;
  const close = didYouMean(name, names);
  return `there is no metric ${name}${close ? `.${close}` : `; there are ${SCORED_METRICS.map((one) => one.name).join(", ")}`}`;
}
