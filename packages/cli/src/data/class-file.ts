import { dataError } from "./data-error.ts";
import { parseLabelmap } from "./labelmap.ts";

/** What the masks' numbers are: indices of classes, or numbers of objects (every number above 0 is one object). */
export type LabelKind = "classes" | "instances";

/** What `classes.json`, `classes.txt` or `labelmap.txt` says about the masks of a folder. */
export interface ClassFile {
  names?: readonly string[];
  /** The mask value of each name; absent: 0, 1, 2, ... */
  values?: readonly number[];
  ignore?: number;
  labels?: LabelKind;
  /** The colour of each name in RGB masks: red, green, blue, 0 to 255. */
  colours?: readonly (readonly number[])[];
  /** Name of the file that says so. */
  source?: string;
}

const SHAPE = `expected ["background", "cell"] or {"classes": ["background", "cell"], "values": [0, 128], "colours": ["#000000", "#ff0000"], "ignore": 255, "labels": "classes" or "instances"}`;

/**
 * What `classes.json` (names, or an object with further facts), `classes.txt` (one name a line) or `labelmap.txt` says; {} without.
 *
 * @param textOf the text of a file of the folder; undefined where there is none
 */
export async function classFileFrom(
  textOf: (name: string) => Promise<string | undefined>,
  pathOf: (name: string) => string,
): Promise<ClassFile> {
  for (const { name, parse } of CLASS_FILES) {
    const text = await textOf(name);
    if (text !== undefined) return { ...parse(text, pathOf(name)), source: name };
  }
  return {};
}

/** The names of labels. */
export function namesOfLabels({ names = [], values }: ClassFile): ReadonlyMap<number, string> {
  return new Map(names.map((name, k) => [values?.[k] ?? k, name]));
}

const CLASS_FILES: readonly { name: string; parse: (text: string, path: string) => ClassFile }[] = [
  { name: "classes.json", parse: parseClasses },
  { name: "classes.txt", parse: parseLines },
  { name: "labelmap.txt", parse: parseMap },
];

function parseLines(text: string): ClassFile {
  const names = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  return { names };
}

function parseMap(text: string, path: string): ClassFile {
  const labels = parseLabelmap(text, path);
  return { names: labels.map(({ name }) => name), colours: labels.map(({ colour }) => colour) };
}

function parseClasses(text: string, path: string): ClassFile {
  const content = parseJson(text, path);
  if (isNames(content)) return { names: content };
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw dataError(`${path}: ${SHAPE}`);
  const { classes, values, ignore, labels, colours, colors, ...unknown } = content as Record<string, unknown>;
  const rgb = parseColours(colours ?? colors);
  const [stranger] = Object.keys(unknown);
  if (stranger) throw dataError(`${path}: unknown key ${JSON.stringify(stranger)}; ${SHAPE}`);
  const valid =
    (classes === undefined || isNames(classes)) &&
    (values === undefined || (isLabels(values) && values.length === (classes as string[])?.length)) &&
    (ignore === undefined || isLabels([ignore])) &&
    (labels === undefined || labels === "classes" || labels === "instances") &&
    rgb !== "wrong" &&
    (rgb === undefined || rgb.length === (classes as string[])?.length);
  if (!valid) throw dataError(`${path}: ${SHAPE}`);
  return defined({ names: classes, values, ignore, labels, colours: rgb }) as ClassFile;
}

/** Colours as `#rrggbb` or [red, green, blue]. */
function parseColours(value: unknown): number[][] | undefined | "wrong" {
  if (value === undefined) return undefined;
  const parsed = Array.isArray(value) ? value.map(parseColour) : [undefined];
  return parsed.every((colour) => colour !== undefined) ? parsed : "wrong";
}

function parseColour(value: unknown): number[] | undefined {
  if (typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value))
    return [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16));
  return isLabels(value) && value.length === 3 && value.every((part) => part <= 255) ? value : undefined;
}

function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string");
}

function isLabels(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((label) => Number.isInteger(label) && label >= 0);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw dataError(`${path}: no valid JSON (${(cause as Error).message}); ${SHAPE}`, cause);
  }
}
