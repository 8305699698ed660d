import type { ScoreResult } from "./tally.ts";

/** A line per image, worst first, and a column per metric; empty where a value was skipped. */
export function scoreCsv({ rows, metrics }: ScoreResult): string {
  const head = ["image", ...metrics.map(({ metric }) => metric)];
  const lines = rows.map(({ name, values }) => [
    name,
    ...values.map((value) => (value === null ? "" : String(value))),
  ]);
  return [head, ...lines].map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

/** RFC 4180: quotes around what holds commas, quotes or line ends, quotes within doubled. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
