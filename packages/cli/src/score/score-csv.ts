import type { NamedScores } from "./compare-scores.ts";
import type { ListedObject, ObjectLists } from "./object-lists.ts";
import type { ImageRow, ScoreResult } from "./score-result.ts";

/**
 * A line per image, worst first, and a column per metric; empty where a value was skipped. Where several classes or regions were
 * asked for, a column for each of them follows, and with lists of objects their numbers. Several models have a first column with their names.
 */
export function scoreCsv(models: readonly NamedScores[]): string {
  const tables = models.map(({ name, result }) => ({ name, lines: csvLines(result) }));
  const [
    {
      lines: [head],
    },
  ] = tables;
  if (tables.length === 1) return text(tables[0].lines);
  const rows = tables.flatMap(({ name, lines }) => lines.slice(1).map((line) => [name, ...line]));
  return text([["model", ...head], ...rows]);
}

function text(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

function csvLines({ rows, metrics }: ScoreResult): string[][] {
  const ofClasses = rows.some((row) => row.classes);
  const objects = rows.some((row) => row.objects);
  const head = [
    "image",
    ...metrics.flatMap(({ metric, classes }) => [
      metric,
      ...(ofClasses ? classes.map(({ label }) => `${metric} ${label}`) : []),
    ]),
    ...(objects ? OBJECTS.map(([name]) => name) : []),
  ];
  const lines = rows.map((row) => [row.name, ...valuesOf(row), ...(objects ? objectsOf(row) : [])]);
  return [head, ...lines];
}

function valuesOf({ values, classes }: ImageRow): string[] {
  return values.flatMap((value, m) => [shown(value), ...(classes?.[m] ?? []).map(shown)]);
}

function shown(value: number | null): string {
  return value === null ? "" : String(value);
}

const OBJECTS: readonly (readonly [name: string, labels: (lists: ObjectLists) => readonly string[]])[] = [
  ["matched", ({ matched }) => matched.map((one) => `${one.predicted}=${one.truth}`)],
  ["missed", ({ missed }) => missed.map(labelOf)],
  ["extra", ({ extra }) => extra.map(labelOf)],
  [
    "merged",
    ({ merged }) => merged.map((one) => `${labelOf(one.predicted)}=${one.truth.map(labelOf).join("+")}`),
  ],
  [
    "split",
    ({ split }) => split.map((one) => `${labelOf(one.truth)}=${one.predicted.map(labelOf).join("+")}`),
  ],
];

function labelOf({ label }: ListedObject): string {
  return String(label);
}

/** Of each kind the labels with spaces between, those of several classes with the class in front. */
function objectsOf({ objects = [] }: ImageRow): string[] {
  const prefix = (lists: ObjectLists) => (objects.length > 1 ? `${lists.class}:` : "");
  return OBJECTS.map(([, labels]) =>
    objects.flatMap((lists) => labels(lists).map((label) => `${prefix(lists)}${label}`)).join(" "),
  );
}

/** RFC 4180: quotes around what holds commas, quotes or line ends, quotes within doubled. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
