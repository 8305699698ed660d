import { readFileSync, type Stats, statSync } from "node:fs";
import { open, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  bytesSource,
  type DecodeOptions,
  decodeRaster,
  FORMATS,
  formatList,
  formatOf,
  openRasterWindows,
  type Raster,
  type RasterWindows,
  type Source,
  wholeRaster,
} from "@segloss/io";
import { dataError } from "./data-error.ts";

/** Reads and decodes a file. Errors name the path and what to do. */
export async function readRaster(
  path: string,
  options: DecodeOptions = {},
  bytesOf: BytesOf = readFileSync,
): Promise<Raster> {
  const format = formatOf(path);
  if (!format && !(await isFolder(path))) throw dataError(`${path}: ${unread(path)}`);
  const source = await fileSource(path, bytesOf);
  if (source.size === 0) throw dataError(`${path}: the file is empty; expected ${format!.name}`);
  return decodeRaster(await format!.load(), source, path, options);
}

/** The bytes of a file of some megabytes at most, new or in memory that is used again. */
export type BytesOf = (path: string) => Uint8Array;

/** Files up to this many bytes are read at once, as they are the faster way. */
const AT_ONCE = 2 ** 24;
/** Samples of a tile, strip or chunk; those of larger ones would be much of the memory that boxes save. */
const MOST_BLOCK = 2 ** 24;

/**
 * Reads a file, or opens it to be read by boxes where it has more than so many pixels and is stored in parts.
 *
 * @throws DataError as `readRaster` does
 */
export async function readOrOpen(
  path: string,
  options: DecodeOptions,
  mostPixels: number,
  bytesOf: BytesOf = readFileSync,
): Promise<Raster | RasterWindows> {
  const format = formatOf(path);
  if (!format?.windows) return readRaster(path, options, bytesOf);
  const file = await fileSource(path, bytesOf);
  if (file.size === 0) return readRaster(path, options, bytesOf);
  const isSmall = !file.below && file.size <= AT_ONCE;
  const source = isSmall ? bytesSource(file.name, await file.read()) : file;
  const windows = await openRasterWindows(await format.load(), source, path, options);
  if (!windows) return readRaster(path, options, bytesOf);
  const { width, height, depth, channels } = windows.head;
  const block = windows.block.reduce((product, size) => product * size, channels);
  return width * height * depth > mostPixels && block <= MOST_BLOCK ? windows : wholeRaster(windows);
}

function unread(path: string): string {
  const parts = FORMATS.filter(({ companions }) =>
    companions?.some((end) => path.toLowerCase().endsWith(end)),
  );
  return parts.length > 0
    ? `it holds the numbers of ${parts.map(({ name }) => name).join(" or ")} alone; give the header that stands beside it`
    : `unknown format; expected ${formatList()}`;
}

/** Encodes by the path's extension and writes the file. */
export async function writeRaster(path: string, raster: Raster): Promise<void> {
  const format = await formatOf(path)?.load();
  if (!format?.encode) {
    const all = await Promise.all(FORMATS.map((each) => each.load()));
    const writable = all.filter((each) => each.encode).flatMap((each) => each.extensions);
    throw dataError(`${path}: cannot write this format; name the file ${writable.join(" or ")}`);
  }
  await writeFile(path, format.encode(raster));
}

/** Files up to this size are read at once: waiting for a small file takes longer than reading it. */
const SMALL = 2 ** 24;

/**
 * A file on disk.
 *
 * @throws DataError where the path is missing, or no regular file: a pipe would make the reader wait for ever
 */
export async function fileSource(path: string, bytesOf: BytesOf = readFileSync): Promise<Source> {
  const found = statOf(path);
  if (found.isDirectory() && formatOf(path)) return folderSource(path);
  if (found.isDirectory()) throw dataError(`${path}: it is a folder, not a file; expected ${formatList()}`);
  if (!found.isFile())
    throw dataError(`${path}: it is no regular file but a pipe or a device; copy its content to a file`);
  return {
    name: basename(path),
    size: found.size,
    ...(found.size <= SMALL ? smallFile(path, bytesOf) : largeFile(path)),
    sibling: async (name) => {
      const other = join(dirname(path), basename(name));
      return (await stat(other).catch(() => undefined))?.isFile() ? fileSource(other) : undefined;
    },
  };
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw cannotOpen(path, cause as NodeJS.ErrnoException);
  }
}

type Bytes = Pick<Source, "read" | "slice">;

/** Read once, when the first bytes are asked for. */
function smallFile(path: string, bytesOf: BytesOf): Bytes {
  let whole: Uint8Array | undefined;
  const read = async () => {
    try {
      whole ??= bytesOf(path);
      return whole;
    } catch (cause) {
      throw cannotOpen(path, cause as NodeJS.ErrnoException);
    }
  };
  return { read, slice: async (start, end) => (await read()).subarray(start, end) };
}

function largeFile(path: string): Bytes {
  return {
    read: () =>
      readFile(path).catch((cause: NodeJS.ErrnoException) => {
        throw cannotOpen(path, cause);
      }),
    slice: (start, end) => readPart(path, start, end),
  };
}

/** A folder that is one image; nothing outside it is read. */
function folderSource(path: string): Source {
  const none = async () => new Uint8Array(0);
  return {
    name: basename(path),
    size: 1,
    ...{ read: none, slice: none },
    sibling: async () => undefined,
    below: async (name, range) => {
      const file = join(path, ...name.split("/").filter((part) => part !== ".." && part !== ""));
      const found = await stat(file).catch(() => undefined);
      if (!found?.isFile()) return undefined;
      if (!range) return readFile(file);
      const start = "offset" in range ? range.offset : Math.max(0, found.size - range.suffixLength);
      return readPart(file, start, "offset" in range ? start + range.length : found.size);
    },
  };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function readPart(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cannotOpen(path, cause);
  });
  try {
    const bytes = new Uint8Array(Math.max(0, end - start));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function cannotOpen(path: string, cause: NodeJS.ErrnoException): Error {
  const reason = cause.code === "ENOENT" ? "no such file" : `cannot be opened (${cause.code})`;
  return dataError(`${path}: ${reason}; check the path`, cause);
}
