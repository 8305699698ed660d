import type { Unpack } from "../inflate/inflate.ts";
import { notSupported } from "../reader-error.ts";
import type { Source } from "../source.ts";
import type { FileLayout } from "./directory.ts";
import { fullResolution } from "./full-resolution.ts";
import { imageJStack } from "./image-j.ts";
import { omeStack } from "./ome.ts";
import { type Page, pageOf } from "./page.ts";
import { readDirectories } from "./read-directories.ts";
import { shapedStack } from "./shaped.ts";
import type { Stack } from "./stack.ts";

/** A TIFF whose pages are known and whose pixels are not read yet. */
export interface OpenTiff {
  readonly file: FileLayout;
  /** Pages of full resolution, all of one size and kind. */
  readonly pages: readonly Page[];
  readonly stack: Stack;
  readonly notes: readonly string[];
  /** Memory for the samples of all of it. */
  readonly memory?: (bytes: number) => ArrayBuffer;
}

/** Reads the directories of a file. */
export async function openTiff(source: Source, unpack: Unpack): Promise<OpenTiff> {
  const { file, chain } = await readDirectories(source, unpack);
  const { directories, notes } = await fullResolution(file, chain);
  const listed = directories.map(pageOf);
  for (const page of listed) checkAlike(page, listed[0]);
  const stack = stackOf(listed);
  const pages = withImplied(listed, stack, file);
  return { file, pages, stack, notes };
}

function stackOf(pages: readonly Page[]): Stack {
  const [{ directory, samples }] = pages;
  return (
    omeStack(directory, samples, pages.length) ??
    imageJStack(directory, pages.length) ??
    shapedStack(directory, pages.length) ?? { times: 1, slices: pages.length, channels: 1 }
  );
}

function checkAlike(page: Page, first: Page): void {
  const size = (one: Page) => `${one.width}x${one.height}`;
  if (size(page) !== size(first))
    throw notSupported(
      `its pages differ in size (${size(first)} and ${size(page)}); save each picture to a file of its own`,
    );
  if (page.samples !== first.samples || page.bits !== first.bits || page.format !== first.format)
    throw notSupported("its pages differ in depth or channels; save each picture to a file of its own");
}

/** ImageJ lists the first page of a stack beyond 4 GB only; the others follow it without a gap. */
function withImplied(pages: readonly Page[], stack: Stack, file: FileLayout): readonly Page[] {
  const planes = stack.channels * stack.slices * stack.times;
  const [first] = pages;
  if (pages.length > 1 || planes <= 1 || stack.pageOf || first.compression !== 1) return pages;
  const bytes = first.byteCounts.reduce((sum, count) => sum + count, 0);
  if (!(first.offsets[0] + bytes * planes <= file.size))
    throw new Error("it is cut short: pages are missing");
  return Array.from({ length: planes }, (_, k) => ({
    ...first,
    offsets: first.offsets.map((offset) => offset + k * bytes),
  }));
}
