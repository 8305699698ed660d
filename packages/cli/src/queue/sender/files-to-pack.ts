import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FORMATS } from "@segloss/io";
import { annotatedImageOf } from "../../data/annotation-file.ts";
import { dataError } from "../../data/data-error.ts";
import { isYoloFile } from "../../data/yolo-file.ts";
import type { FilePair } from "../../score/file-pair.ts";
import type { PackedFile } from "../pack/packed-file.ts";

/** A pair with all files that reading it takes. */
export interface PairToPack {
  /** Its files are named as in the pack. */
  readonly pair: FilePair;
  readonly files: readonly PackedFile[];
  readonly bytes: number;
  /** Changes when a file does. */
  readonly stamp: string;
}

/**
 * Lists the files of a pair.
 * @param place of the pair in its pack
 * @throws DataError for annotations, of which a file is about many images
 */
export async function filesToPack({ name, predicted, truth }: FilePair, place: number): Promise<PairToPack> {
  const folderOf = (side: string) => `${side}${String(place).padStart(6, "0")}`;
  const found = await Promise.all([listed(predicted, folderOf("p")), listed(truth, folderOf("t"))]);
  const files = found.flat();
  return {
    pair: {
      ...{
        name,
        predicted: `${folderOf("p")}/${basename(predicted)}`,
        truth: `${folderOf("t")}/${basename(truth)}`,
      },
    },
    files: files.map(({ name: own, size, source }) => ({ name: own, size, source })),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    stamp: JSON.stringify([name, files.map((file) => [file.name, file.size, file.time])]),
  };
}

interface ListedFile extends PackedFile {
  readonly time: number;
}

async function listed(path: string, folder: string): Promise<ListedFile[]> {
  if (annotatedImageOf(path) || isYoloFile(path))
    throw dataError(`--queue: ${path} holds annotations, which are scored on one machine; leave out --queue`);
  const own = await stat(path).catch(() => undefined);
  // Whoever scores it says that it is missing.
  if (!own) return [];
  if (own.isDirectory()) return inFolder(path, `${folder}/${basename(path)}`);
  const paths = [path, ...(await companionsOf(path))];
  return Promise.all(paths.map((one) => fileOf(one, `${folder}/${basename(one)}`)));
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
  const { size, mtimeMs: time } = await stat(source);
  return { name, size, source, time };
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
