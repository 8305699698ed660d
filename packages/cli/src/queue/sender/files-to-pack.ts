import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FORMATS } from "@segloss/io";
import { annotatedImageOf } from "../../data/annotation-file.ts";
import { hashOfBytes } from "../../output/content-hash.ts";
import type { FilePair } from "../../score/file-pair.ts";
import { encodeOutlines, OUTLINES, type OutlinesFile } from "../pack/outlines-file.ts";
import type { PackedFile } from "../pack/packed-file.ts";
import type { PairOutlines } from "./pair-outlines.ts";

/** A pair with all files that reading it takes. */
export interface PairToPack {
  /** Its files are named as in the pack. */
  readonly pair: FilePair;
  /** What these names, and the files beside them, are called here. */
  readonly names: readonly (readonly [packed: string, here: string])[];
  readonly files: readonly PackedFile[];
  readonly bytes: number;
  /** Changes when a file does. */
  readonly stamp: string;
}

/** Gives folders of this machine names in a pack: a worker has in one folder what is in one folder here, so that files that belong together stay so, and makes no more of them than it must. */
export interface PackFolders {
  nameOf(side: "p" | "t", folder: string): string;
}

export function packFolders(): PackFolders {
  const names = new Map<string, string>();
  return {
    nameOf(side, folder) {
      const key = side + folder;
      const name = names.get(key) ?? `${side}${String(names.size).padStart(6, "0")}`;
      names.set(key, name);
      return name;
    },
  };
}

/**
 * Lists the files of a pair; of annotations, of which a file is about many images, what it says of this one.
 * @param place of the pair in its pack
 */
export async function filesToPack(
  pair: FilePair,
  place: number,
  { folders, outlinesOf }: { readonly folders: PackFolders; readonly outlinesOf: PairOutlines },
): Promise<PairToPack> {
  const outlines = await outlinesOf(pair);
  const sides = (["predicted", "truth"] as const).map((side) => {
    const path = pair[side];
    const own = outlines[side];
    const letter = side === "predicted" ? "p" : "t";
    const folder = folders.nameOf(letter, own ? ANNOTATED : dirname(path));
    const name = `${folder}/${own ? `${place}${OUTLINES}` : basename(path)}`;
    return { folder, path, name, outlines: own };
  });
  const names = sides.flatMap(namesOf);
  const files = (await Promise.all(sides.map((side) => packedFiles(side, names)))).flat();
  return {
    pair: { name: pair.name, predicted: sides[0].name, truth: sides[1].name },
    names,
    files: files.map(({ name, size, source }) => ({ name, size, source })),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    stamp: JSON.stringify([pair.name, files.map(({ name, size, stamp }) => [name, size, stamp])]),
  };
}

/** No folder. */
const ANNOTATED = "#";

interface Side {
  /** In the pack. */
  readonly folder: string;
  readonly name: string;
  readonly path: string;
  readonly outlines: OutlinesFile | undefined;
}

/** The name of the mask, then that of the file about many images. */
function namesOf({ name, path, outlines }: Side): [packed: string, here: string][] {
  const file = annotatedImageOf(path)?.file ?? path;
  const own: [string, string] = [name, path];
  return !outlines || file === path ? [own] : [own, [`${name}.file`, file]];
}

/** A job holds no path of this machine: where something is said about one, it has its name in the pack. */
async function packedFiles(
  { folder, path, name, outlines }: Side,
  names: readonly (readonly [packed: string, here: string])[],
): Promise<ListedFile[]> {
  if (!outlines) return listed(path, folder);
  const file =
    "problem" in outlines
      ? { problem: names.reduce((text, [packed, here]) => text.replaceAll(here, packed), outlines.problem) }
      : outlines;
  const source = encodeOutlines(file);
  return [{ name, size: source.length, source, stamp: hashOfBytes(source) }];
}

interface ListedFile extends PackedFile {
  readonly stamp: number | string;
}

async function listed(path: string, folder: string): Promise<ListedFile[]> {
  const own = await stat(path).catch(() => undefined);
  // Whoever scores it says that it is missing.
  if (!own) return [];
  const name = `${folder}/${basename(path)}`;
  if (own.isDirectory()) return inFolder(path, name);
  const beside = (await companionsOf(path)).map((one) => fileOf(one, `${folder}/${basename(one)}`));
  return [{ name, size: own.size, source: path, stamp: own.mtimeMs }, ...(await Promise.all(beside))];
}

async function inFolder(path: string, name: string): Promise<ListedFile[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.map((entry) => {
    const [place, own] = [join(path, entry.name), `${name}/${entry.name}`];
    return entry.isDirectory()
      ? inFolder(place, own)
      : entry.isFile()
        ? fileOf(place, own).then((file) => [file])
        : [];
  });
  return (await Promise.all(files)).flat();
}

async function fileOf(source: string, name: string): Promise<ListedFile> {
  const { size, mtimeMs } = await stat(source);
  return { name, size, source, stamp: mtimeMs };
}

/** Files of numbers that stand beside a header, under its name. */
async function companionsOf(path: string): Promise<string[]> {
  const lower = path.toLowerCase();
  const formats = FORMATS.filter(
    ({ companions, extensions }) => companions && extensions.some((end) => lower.endsWith(end)),
  );
  if (formats.length === 0) return [];
  const stem = basename(path).replace(/\.\w+$/, "");
  const ends = formats.flatMap(({ companions = [] }) => companions);
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(`${stem}.`) && ends.some((end) => name.toLowerCase().endsWith(end)))
    .map((name) => join(dirname(path), name));
}
