import type { FileSystem } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";
import { textOrNone } from "./files/text-or-none.ts";

/** Folders above one of labels that are looked into: `labels/train` of a data set has two. */
const LEVELS = 3;

/** Names of a YOLO set's classes, from `data.yaml` (or another YAML with `names`) or `classes.txt` beside its labels or above; [] without. */
export async function yoloNames(files: FileSystem, folder: string): Promise<readonly string[]> {
  let place = files.resolve(folder);
  for (let level = 0; level < LEVELS; level++) {
    const names = await classNamesIn(files, place);
    if (names.length > 0) return names;
    place = files.dirname(place);
  }
  return [];
}

async function classNamesIn(files: FileSystem, folder: string): Promise<readonly string[]> {
  const all = [...(await namesIn(files, folder))].sort();
  const sources = [
    ...all.filter((name) => /\.ya?ml$/i.test(name)).map((name) => [name, yamlNames] as const),
    ...all.filter((name) => /^(classes\.txt|obj\.names)$/i.test(name)).map((name) => [name, lines] as const),
  ];
  for (const [name, read] of sources) {
    const names = read(await textOrNone(files, files.join(folder, name)));
    if (names.length > 0) return names;
  }
  return [];
}

function lines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** What `names:` of a YAML file lists: `[a, b]`, `{0: a, 1: b}`, or lines `- a` or `0: a` below it. */
export function yamlNames(text: string): string[] {
  const rows = text.split(/\r?\n/).map((row) => row.replace(/(^|\s)#.*$/, "").trimEnd());
  const at = rows.findIndex((row) => /^names\s*:/.test(row));
  if (at < 0) return [];
  const inline = rows[at].replace(/^names\s*:\s*/, "");
  const below = rows.slice(at + 1);
  if (/^[[{]/.test(inline)) return listed(flowParts([inline, ...below].join(" ")));
  const end = below.findIndex((row) => row !== "" && !/^(\s|-)/.test(row));
  const items = (end < 0 ? below : below.slice(0, end)).map((row) => row.trim()).filter(Boolean);
  return listed(items.map((item) => item.replace(/^-\s*/, "")));
}

/** The parts between commas of a bracketed list, quotes kept whole. */
function flowParts(text: string): string[] {
  const inside = /^[[{](.*?)[\]}]\s*(?:$|\w+\s*:)/.exec(text)?.[1] ?? text.slice(1).replace(/[\]}].*$/, "");
  return (inside.match(/(?:"[^"]*"|'[^']*'|[^,])+/g) ?? []).map((part) => part.trim()).filter(Boolean);
}

/** Names in the order of their numbers, or as they come. */
function listed(items: readonly string[]): string[] {
  const names: string[] = [];
  items.forEach((item, k) => {
    const [, number, name] = /^["']?(\d+)["']?\s*:\s*(.*)$/.exec(item) ?? [];
    names[number === undefined ? k : Number(number)] = (name ?? item).replace(/^(["'])(.*)\1$/, "$2");
  });
  return Array.from(names, (name, k) => name ?? `class ${k}`);
}
