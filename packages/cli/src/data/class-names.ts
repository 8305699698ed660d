import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "./data-error.ts";

/** What the masks' numbers are: indices of classes, or numbers of objects (every number above 0 is one object). */
export type LabelKind = "classes" | "instances";

/** What `classes.json` or `classes.txt` says about the masks of a folder. */
export interface ClassFile {
  names?: readonly string[];
  /** The mask value of each name; absent: 0, 1, 2, ... */
  values?: readonly number[];
  ignore?: number;
  labels?: LabelKind;
}

const SHAPE = `expected ["background", "cell"] or {"classes": ["background", "cell"], "values": [0, 128], "ignore": 255, "labels": "classes" or "instances"}`;

/** Reads `classes.json` (names, or an object with further facts) or `classes.txt` (one name a line); {} without. */
export async function readClassFile(folder: string): Promise<ClassFile> {
  const json = join(folder, "classes.json");
  const jsonText = await readOptional(json);
  if (jsonText !== undefined) return parseClasses(jsonText, json);
  const lines = await readOptional(join(folder, "classes.txt"));
  return lines === undefined
    ? {}
    : {
        names: lines
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter(Boolean),
      };
}

function parseClasses(text: string, path: string): ClassFile {
  const content = parseJson(text, path);
  if (isNames(content)) return { names: content };
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw dataError(`${path}: ${SHAPE}`);
  const { classes, values, ignore, labels, ...unknown } = content as Record<string, unknown>;
  const [stranger] = Object.keys(unknown);
  if (stranger) throw dataError(`${path}: unknown key ${JSON.stringify(stranger)}; ${SHAPE}`);
  const valid =
    (classes === undefined || isNames(classes)) &&
    (values === undefined || (isLabels(values) && values.length === (classes as string[])?.length)) &&
    (ignore === undefined || isLabels([ignore])) &&
    (labels === undefined || labels === "classes" || labels === "instances");
  if (!valid) throw dataError(`${path}: ${SHAPE}`);
  return defined({ names: classes, values, ignore, labels }) as ClassFile;
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

async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw dataError(`${path}: cannot be opened (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}
