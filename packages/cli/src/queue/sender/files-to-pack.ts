import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FORMATS } from "@segloss/io";
import { annotatedImageOf } from "../../data/annotation-file.ts";
import type { FilePair } from "../../score/file-pair.ts";
import { encodeOutlines, OUTLINES, type OutlinesFile } from "../pack/outlines-file.ts";
import type { PackedFile } from "../pack/packed-file.ts";
import { hashOfBytes } from "../store/contents.ts";
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

/**
 * Lists the files of a pair; of annotations, of which a file is about many images, what it says of this one.
 * @param place of the pair in its pack
 */
export async function filesToPack(
  pair: FilePair,
  place: number,
  outlinesOf: PairOutlines,
): Promise<PairToPack> {
  const outlines = await outlinesOf(pair);
  const [predicted, truth] = (["predicted", "truth"] as const).map((side) => {
    const folder = `${side[0]}${String(place).padStart(6, "0")}`;
    return { folder, path: pair[side], outlines: outlines[side] };
  });
  const names = [...namesOf(predicted), ...namesOf(truth)];
  const files = (await Promise.all([predicted, truth].map((side) => packedFiles(side, names)))).flat();
  return {
    pair: { name: pair.name, predicted: names[0][0], truth: namesOf(truth)[0][0] },
    names,
    files: files.map(({ name, size, source }) => ({ name, size, source })),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    stamp: JSON.stringify([pair.name, files.map(({ name, size, stamp }) => [name, size, stamp])]),
  };
}

interface Side {
  readonly folder: string;
  readonly path: string;
  readonly outlines: OutlinesFile | undefined;
}

/** The name of the mask, then that of the file about many images. */
function namesOf({ folder, path, outlines }: Side): [packed: string, here: string][] {
  if (!outlines) return [[`${folder}/${basename(path)}`, path]];
  const file = annotatedImageOf(path)?.file ?? path;
  const own: [string, string] = [`${folder}/${OUTLINES}`, path];
  return file === path ? [own] : [own, [`${folder}/annotations`, file]];
}

/** A job holds no path of this machine: where something is said about one, it has its name in the pack. */
async function packedFiles(
  { folder, path, outlines }: Side,
  names: readonly (readonly [packed: string, here: string])[],
): Promise<ListedFile[]> {
  if (!outlines) return listed(path, folder);
  const file =
    "problem" in outlines
      ? { problem: names.reduce((text, [packed, here]) => text.replaceAll(here, packed), outlines.problem) }
      : outlines;
  const source = encodeOutlines(file);
  return [{ name: `${folder}/${OUTLINES}`, size: source.length, source, stamp: hashOfBytes(source) }];
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
