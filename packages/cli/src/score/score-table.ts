import { printable } from "segloss/door";
import type { ImageSummary } from "segloss/metrics";
import { aligned } from "../terminal/aligned.ts";
import type { MetricResult, ScoreResult } from "./score-result.ts";

/** A confusion matrix of more labels than this is only in `--json`. */
const MOST_LABELS = 12;
/** Rows of single images that are shown. */
const MOST_ROWS = 10;
/** Rows of single classes that are shown. */
const MOST_CLASSES = 100;

/** The result as text of a width: metrics, classes, the worst images, confusion matrix. */
export function scoreTable(result: ScoreResult, width: number): string {
  const sections = [summary, ofClasses, worstImages, objectCounts, confusion].map((section) =>
    section(result, width),
  );
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function summary({ images, pixels, metrics, unit }: ScoreResult, width: number): string {
  const head = ["metric", "data set", "mean of images", "95 % interval", "median", "worst tenth", "worst"];
  const rows = metrics.map(({ metric, dataset, overImages }) => [
    metric,
    number(dataset),
    ...ofImages(overImages),
  ]);
  return `${images} ${images === 1 ? "image" : "images"}, ${pixels} pixels${unit ? `, distances in ${unit}` : ""}\n\n${aligned([head, ...rows], width)}`;
}

function ofImages(summary: ImageSummary | null): string[] {
  if (!summary) return ["-", "-", "-", "-", "-"];
  const { mean, interval, median, worstTenth, worst } = summary;
  const range = interval ? `${number(interval.low)} to ${number(interval.high)}` : "-";
  return [number(mean), range, number(median), number(worstTenth), number(worst)];
}

function ofClasses({ metrics }: ScoreResult, width: number): string {
  const shown = metrics.filter(({ classes }) => classes.length > 1 || typeof classes[0]?.label === "string");
  if (shown.length === 0) return "";
  const all = shown[0].classes;
  const rows = all
    .slice(0, MOST_CLASSES)
    .map(({ label, images }, k) => [
      String(label),
      String(images),
      ...shown.map((metric) => number(classValue(metric, k))),
    ]);
  const groups = (["things", "stuff"] as const)
    .filter((group) => shown.some((metric) => metric[group] !== undefined))
    .map((group) => [group, "", ...shown.map((metric) => number(metric[group] ?? null))]);
  const title = typeof shown[0].classes[0].label === "string" ? "region" : "class";
  const left = all.length > rows.length ? `, ${rows.length} of ${all.length}; all with --json` : "";
  return `Per ${title} (of the data set; the mean of its images for distances)${left}\n\n${aligned(
    [[title, "images", ...shown.map(({ metric }) => metric)], ...rows, ...groups],
    width,
  )}`;
}

function classValue({ classes }: MetricResult, k: number): number | null {
  return classes[k].dataset ?? classes[k].overImages;
}

function worstImages({ rows, metrics }: ScoreResult, width: number): string {
  if (rows.length < 2) return "";
  const shown = rows.slice(0, MOST_ROWS);
  const left =
    rows.length > shown.length ? `, ${shown.length} of ${rows.length}; all with --csv or --json` : "";
  return `Worst images first by ${metrics[0].metric}${left}\n\n${aligned(
    [
      ["image", ...metrics.map(({ metric }) => metric)],
      ...shown.map(({ name, values }) => [printable(name), ...values.map(number)]),
    ],
    width,
  )}`;
}

function objectCounts({ rows }: ScoreResult, width: number): string {
  const all = rows.flatMap(({ objects = [] }) => objects);
  if (all.length === 0) return "";
  const classes = [...new Set(all.map((lists) => lists.class))];
  const kinds = ["matched", "missed", "extra", "merged", "split"] as const;
  const lines = classes.map((label) => [
    String(label),
    ...kinds.map((kind) =>
      String(all.reduce((sum, lists) => sum + (lists.class === label ? lists[kind].length : 0), 0)),
    ),
  ]);
  return `Objects (which ones: --json or --csv)\n\n${aligned([["class", ...kinds], ...lines], width)}`;
}

function confusion(
  { labels, confusion: counts, unlabelled, overlapping }: ScoreResult,
  width: number,
): string {
  if (overlapping) {
    const images = overlapping === 1 ? "1 image" : `${overlapping} images`;
    return `No confusion matrix: segments of ${images} overlap, so that their pixels have no one label`;
  }
  if (labels.length > MOST_LABELS)
    return `Confusion matrix of ${labels.length} labels: ${counts.length > 0 ? "see --json" : "not kept"}`;
  const rows = counts.map((row, t) => [
    String(labels[t]),
    ...[...row, ...(unlabelled ? [unlabelled[t]] : [])].map(String),
  ]);
  const head = ["", ...labels.map(String), ...(unlabelled ? ["ignored"] : [])];
  return `Pixels by true (rows) and predicted label (columns)\n\n${aligned([head, ...rows], width)}`;
}

function number(value: number | null): string {
  if (value === null) return "-";
  return Number.isFinite(value) ? value.toFixed(4) : "infinite";
}
