import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DISK } from "./files/disk.ts";
import type { NamedSet, NamedSetOptions } from "./named/index.ts";
import { checkOfFiles, namedSet } from "./open-data-set.ts";
import { openStoredSource, type StoredSource } from "./open-stored-source.ts";
import { type FolderRead, type ReadFolderOptions, readFolder } from "./read-folder.ts";
import { cannotWrite } from "./store/cannot-write.ts";
import { dataSetOnto } from "./store/data-set-onto.ts";
import { fileShelf } from "./store/file-shelf.ts";
import { readManifest, writeManifest } from "./store/manifest.ts";
import { originOf } from "./store/origin.ts";
import type { Shelf } from "./store/shelf.ts";
import { isShelfFull } from "./store/shelf-full.ts";

/** How data are opened; what is about files is refused for named sets. */
export interface SourceOptions extends ReadFolderOptions, NamedSetOptions {
  /** Folder for the file of pixels, which later calls use again as long as the data are the same. Default: one that goes when the source is closed. */
  work?: string;
}

const MANIFEST = "data.json";
const PIXELS = "data.bin";
const LABELS = "labels.tmp";

/**
 * Opens a named set, or a folder with images and masks: decodes one file at a time and writes the pixels to a file, from which this and other
 * processes read what they need. Memory does not grow with the number of images.
 *
 * @throws DataError that lists all files that are not right, or where the file cannot be written
 */
export async function openSource(nameOrFolder: string, options: SourceOptions = {}): Promise<StoredSource> {
  const { work } = options;
  const set = await namedSet(nameOrFolder);
  if (set) checkOfFiles(set, options);
  if (work === undefined) return inTemporaryFolder((folder) => write(nameOrFolder, set, folder, options));
  makeFolder(work);
  const origin = set ? "" : originOf(nameOrFolder, work, settingsOf(options));
  const kept = set ? undefined : reopened(join(work, MANIFEST), origin);
  return kept ?? write(nameOrFolder, set, work, options, origin);
}

/** What was written before, where it was made of the same files. */
function reopened(manifest: string, origin: string): StoredSource | undefined {
  try {
    return readManifest(manifest).origin === origin ? openStoredSource(manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** What changes how files are read. */
function settingsOf({
  ignore,
  labels,
  pairs,
  exif,
  geometry,
  polygons,
  images,
  groupsOf,
  skipUnreadable,
}: SourceOptions) {
  return {
    ignore,
    labels,
    pairs,
    exif,
    geometry,
    polygons,
    images,
    skipUnreadable,
    grouped: groupsOf !== undefined,
  };
}

/** @throws DataError where the disk does not take it, in one line */
async function write(
  nameOrFolder: string,
  set: NamedSet | undefined,
  work: string,
  options: SourceOptions,
  origin = "",
): Promise<StoredSource> {
  const manifest = join(work, MANIFEST);
  try {
    rmSync(manifest, { force: true });
    const { bytes, read } = await writePixels(nameOrFolder, set, work, options);
    writeManifest(manifest, { origin, pixels: PIXELS, bytes, ...read });
  } catch (error) {
    if (isShelfFull(error)) throw cannotWrite(error.path, error.cause);
    throw (error as NodeJS.ErrnoException).path === manifest ? cannotWrite(manifest, error) : error;
  }
  return openStoredSource(manifest);
}

async function writePixels(
  nameOrFolder: string,
  set: NamedSet | undefined,
  work: string,
  options: SourceOptions,
): Promise<{ readonly bytes: number; readonly read: FolderRead }> {
  const [unfinished, finished] = [join(work, `${PIXELS}.tmp`), join(work, PIXELS)];
  const pixels = fileShelf(unfinished);
  try {
    const read = set
      ? { set: dataSetOnto(pixels, await set.open(options)), problems: [] }
      : await readOnto(pixels, join(work, LABELS), nameOrFolder, options);
    // Whoever still reads an older file goes on with that one.
    renameSync(unfinished, finished);
    return { bytes: statSync(finished).size, read };
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    pixels.close();
  }
}

/** The labels go to a file of their own, which goes when classes have been made of them. */
async function readOnto(
  pixels: Shelf,
  path: string,
  folder: string,
  options: SourceOptions,
): Promise<FolderRead> {
  const labels = fileShelf(path);
  try {
    return await readFolder(DISK, folder, options, { pixels, labels });
  } finally {
    labels.close();
    rmSync(path, { force: true });
  }
}

async function inTemporaryFolder(open: (folder: string) => Promise<StoredSource>): Promise<StoredSource> {
  const folder = mkdtempSync(join(tmpdir(), "segloss-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const source = await open(folder);
    return {
      ...source,
      close() {
        source.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
}
