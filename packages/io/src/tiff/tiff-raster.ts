import { splitAlpha } from "../raster/split-alpha.ts";
import type { Raster, RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { geoPixels, noDataOf } from "./geo.ts";
import type { OpenTiff } from "./open-tiff.ts";
import { type Page, PHOTOMETRIC } from "./page.ts";
import { readWindow, type Window } from "./read-window.ts";
import { shapedDescription } from "./shaped.ts";
import { asNumbers } from "./whole-numbers.ts";

/** What of a whole TIFF a raster says, without pixels. */
export type TiffMeaning = Omit<Raster, "data" | "alpha">;

/** Decodes all pages into one raster: slices in depth or frames in time, channels in the samples of a pixel. */
export async function tiffRaster(tiff: OpenTiff): Promise<Raster> {
  const [{ width, height }] = tiff.pages;
  return tiffWindow(tiff, { x: 0, y: 0, width, height });
}

/** Decodes a window of all pages. */
export async function tiffWindow(tiff: OpenTiff, window: Window): Promise<Raster> {
  const { pages, file, stack } = tiff;
  const meaning = meaningOf(tiff);
  const { times, slices, channels } = stack;
  const planes: RasterData[] = [];
  for (let t = 0; t < times; t++)
    for (let z = 0; z < slices; z++)
      for (let c = 0; c < channels; c++) {
        const page = pages[stack.pageOf ? (stack.pageOf(t, z, c) ?? -1) : (t * slices + z) * channels + c];
        if (!page)
          throw notSupported(`frame ${t}, slice ${z}, channel ${c} is not in this file; save one file`);
        planes.push(asNumbers(await readWindow(file, page, window, meaning.noData)));
      }
  const data = interleaved(planes, channels, pages[0].samples);
  const alpha = channels === 1 ? alphaAt(pages[0], pages.length) : -1;
  return splitAlpha({ ...meaning, ...{ width: window.width, height: window.height, data } }, alpha);
}

function meaningOf({ pages, stack, notes }: OpenTiff): TiffMeaning {
  const [page] = pages;
  const { directory, bits, format } = page;
  checkColours(page);
  const geo = geoPixels(directory);
  const spacing = stack.spacing ?? geo?.spacing;
  const unit = stack.spacing ? stack.unit : geo?.unit;
  const noData = noDataOf(directory);
  const orientation = directory.number("orientation", 1);
  const palette = page.photometric === PHOTOMETRIC.palette ? paletteOf(page) : undefined;
  const said = [...notes, ...(geo?.notes ?? []), ...whiteIsZeroNote(page)];
  return {
    ...{ width: page.width, height: page.height, depth: stack.times * stack.slices },
    ...{ channels: page.samples * stack.channels, bitDepth: bits },
    ...(format === "unsigned" && bits <= 16 && { fullScale: 2 ** bits - 1 }),
    ...(palette && { palette }),
    ...(spacing && { spacing }),
    ...(unit && { unit }),
    ...(noData !== undefined && { noData }),
    ...(orientation > 1 && orientation <= 8 && { exifOrientation: orientation }),
    ...(stack.times > 1 && { frames: true }),
    ...(stack.times > 1 && stack.slices > 1 && { frameDepth: stack.slices }),
    ...(mayBeSlices(page, pages.length) && { planes: true }),
    ...(said.length > 0 && { notes: said }),
  };
}

const READ_COLOURS: readonly number[] = Object.values(PHOTOMETRIC);
const NAMES: ReadonlyMap<number, string> = new Map([
  [5, "CMYK"],
  [6, "YCbCr"],
  [8, "CIELab"],
]);

function checkColours({ photometric }: Page): void {
  if (READ_COLOURS.includes(photometric)) return;
  const name = NAMES.get(photometric) ?? `colour space ${photometric}`;
  throw notSupported(`${name} colours are not read; save it as gray, RGB or palette`);
}

/** Colours of a palette; TIFF has all reds, then greens, then blues, of 16 bits, and some writers 8. */
function paletteOf({ directory, bits }: Page): number[][] | undefined {
  const map = directory.numbers("colorMap");
  const count = 2 ** bits;
  if (!map || map.length < 3 * count) throw new Error("its palette is missing or cut short");
  const shift = map.some((value) => value > 255) ? 8 : 0;
  return Array.from({ length: count }, (_, i) => [0, 1, 2].map((c) => map[c * count + i] >> shift));
}

/**
 * Numbers are taken as stored: tifffile writes Boolean arrays so, with True as 1, and reads them back. Pillow and OpenCV count from the
 * other end, as the picture is meant to be shown.
 */
function whiteIsZeroNote({ photometric }: Page): string[] {
  if (photometric !== PHOTOMETRIC.whiteIsZero) return [];
  return ["it says that white is zero: its numbers are taken as they are stored"];
}

/** tifffile writes three or four slices as one page of planes, with the same tags that colours would get. */
function mayBeSlices({ planar, samples, directory }: Page, pages: number): boolean {
  const shape = shapedDescription(directory)?.shape;
  return planar && pages === 1 && shape?.length === 3 && shape[0] === samples;
}

/** The sample that is alpha: RGBA or gray with an extra sample; -1 where there is none. */
function alphaAt(page: Page, pages: number): number {
  const { samples, photometric, directory } = page;
  const colours = photometric === PHOTOMETRIC.rgb ? 3 : 1;
  const extra = directory.numbers("extraSamples");
  if (samples <= colours || mayBeSlices(page, pages)) return -1;
  // An unmarked fourth sample of RGB, and an extra one that says so.
  const isAlpha = extra ? extra[0] === 1 || extra[0] === 2 : photometric === PHOTOMETRIC.rgb;
  return isAlpha ? colours : -1;
}

/** Planes one after the other, those of the channels of a slice pixel by pixel. */
function interleaved(planes: readonly RasterData[], channels: number, samples: number): RasterData {
  if (planes.length === 1) return planes[0];
  const [first] = planes;
  const alike = planes.every((one) => one.constructor === first.constructor);
  const Samples = alike ? (first.constructor as new (length: number) => RasterData) : Float64Array;
  const all = new Samples(first.length * planes.length);
  planes.forEach((plane, k) => {
    const slice = Math.floor(k / channels) * channels * first.length;
    if (channels === 1) all.set(plane, slice);
    else
      for (let i = 0; i < plane.length; i++)
        all[slice + (Math.floor(i / samples) * channels + (k % channels)) * samples + (i % samples)] =
          plane[i];
  });
  return all;
}
