import { printable } from "@segloss/io";
import type { ImageSummary } from "segloss/metrics";
import type { MetricResult, ScoreResult } from "./tally.ts";

/** A confusion matrix of more labels than this is only in `--json`. */
const MOST_LABELS = 12;
/** Rows of single images that are shown. */
const MOST_ROWS = 10;

/** The result as text: metrics, classes, the worst images, confusion matrix. */
export function scoreTable(result: ScoreResult): string {
  const sections = [summary(result), ofClasses(result), worstImages(result), confusion(result)];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function summary({ images, pixels, metrics }: ScoreResult): string {
  const head = ["metric", "data set", "mean of images", "95 % interval", "median", "worst tenth", "worst"];
  const rows = metrics.map(({ metric, dataset, overImages }) => [
    metric,
    number(dataset),
    ...ofImages(overImages),
  ]);
  return `${images} ${images === 1 ? "image" : "images"}, ${pixels} pixels\n\n${aligned([head, ...rows])}`;
}

function ofImages(summary: ImageSummary | null): string[] {
  if (!summary) return ["-", "-", "-", "-", "-"];
  const { mean, interval, median, worstTenth, worst } = summary;
  const range = interval ? `${number(interval.low)} to ${number(interval.high)}` : "-";
  return [number(mean), range, number(median), number(worstTenth), number(worst)];
}

function ofClasses({ metrics }: ScoreResult): string {
  const shown = metrics.filter(({ classes }) => classes.length > 1);
  if (shown.length === 0) return "";
  const rows = shown[0].classes.map(({ label, images }, k) => [
    String(label),
    String(images),
    ...shown.map((metric) => number(classValue(metric, k))),
  ]);
  return `Per class (of the data set; the mean of its images for distances and objects)\n\n${aligned([
    ["class", "images", ...shown.map(({ metric }) => metric)],
    ...rows,
  ])}`;
}

function classValue({ classes }: MetricResult, k: number): number | null {
  return classes[k].dataset ?? classes[k].overImages;
}

function worstImages({ rows, metrics }: ScoreResult): string {
  if (rows.length < 2) return "";
  const shown = rows.slice(0, MOST_ROWS);
  const left =
    rows.length > shown.length ? `, ${shown.length} of ${rows.length}; all with --csv or --json` : "";
  return `Worst images first by ${metrics[0].metric}${left}\n\n${aligned([
    ["image", ...metrics.map(({ metric }) => metric)],
    ...shown.map(({ name, values }) => [printable(name), ...values.map(number)]),
  ])}`;
}

function confusion({ labels, confusion: counts }: ScoreResult): string {
  if (labels.length > MOST_LABELS) return `Confusion matrix of ${labels.length} labels: see --json`;
  const rows = counts.map((row, t) => [String(labels[t]), ...row.map(String)]);
  return `Pixels by true (rows) and predicted label (columns)\n\n${aligned([["", ...labels.map(String)], ...rows])}`;
}

function number(value: number | null): string {
  if (value === null) return "-";
  return Number.isFinite(value) ? value.toFixed(4) : "infinite";
}

/** Columns two spaces apart; the first flush left, the others flush right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  const cell = (text: string, k: number) => (k === 0 ? text.padEnd(widths[k]) : text.padStart(widths[k]));
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}
