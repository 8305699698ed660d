import { readFile, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { dataError } from "../data-error.ts";
import type { Raster } from "../raster.ts";
import type { Format, FormatEntry } from "./format.ts";

export type { Format, FormatEntry } from "./format.ts";

/** Every format that files are read in. */
export const FORMATS: readonly FormatEntry[] = [
  { name: "PNG", extensions: [".png"], load: async () => (await import("./png.ts")).png },
  { name: "JPEG", extensions: [".jpg", ".jpeg"], load: async () => (await import("./jpeg.ts")).jpeg },
  { name: "TIFF", extensions: [".tif", ".tiff"], load: async () => (await import("./tiff.ts")).tiff },
  { name: "NIfTI", extensions: [".nii.gz", ".nii"], load: async () => (await import("./nifti.ts")).nifti },
  { name: "NPY", extensions: [".npy"], load: async () => (await import("./npy.ts")).npy },
];

const EXTENSIONS = FORMATS.flatMap((format) => format.extensions.map((extension) => ({ format, extension })));

/** The format of a path by its extension, or undefined. */
export function formatOf(path: string): FormatEntry | undefined {
  return byExtension(path)?.format;
}

/** File name without folder and known extension: `a/b_001.nii.gz` gives `b_001`. */
export function stemOf(path: string): string {
  const extension = byExtension(path)?.extension ?? "";
  const name = basename(path);
  return name.slice(0, name.length - extension.length);
}

/** `PNG (.png), JPEG (.jpg, .jpeg), ...`, for messages. */
export function formatList(): string {
  return FORMATS.map((format) => `${format.name} (${format.extensions.join(", ")})`).join(", ");
}

/** Reads and decodes a file. Errors name the path and what to do. */
export async function readRaster(path: string): Promise<Raster> {
  const format = formatOf(path);
  if (!format) throw dataError(`${path}: ${await whyNoFormat(path)}; expected ${formatList()}`);
  const bytes = await readBytes(path);
  if (bytes.length === 0) throw dataError(`${path}: the file is empty; expected ${format.name}`);
  return decodeRaster(await format.load(), bytes, path);
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

export function decodeRaster(format: Format, bytes: Uint8Array, path: string): Raster {
  try {
    return format.decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw dataError(
      `${path}: cannot be read as ${format.name}: ${reason}. Check that the file is whole and really ${format.name}`,
      cause,
    );
  }
}

async function whyNoFormat(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ? "it is a folder, not a file" : "unknown format";
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "no such file" : `cannot be opened (${code})`;
    throw dataError(`${path}: ${reason}; check the path`, cause);
  }
}

function byExtension(path: string): { format: FormatEntry; extension: string } | undefined {
  const lower = path.toLowerCase();
  return EXTENSIONS.find(({ extension }) => lower.endsWith(extension));
}
