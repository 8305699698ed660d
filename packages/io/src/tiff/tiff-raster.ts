import type { Raster, RasterData, RasterHead } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { type Box, checkInside, type RasterWindows } from "../windows/raster-windows.ts";
import { geoPixels, noDataOf } from "./geo.ts";
import type { OpenTiff } from "./open-tiff.ts";
import { type Page, PHOTOMETRIC } from "./page.ts";
import { readWindow } from "./read-window.ts";
import { shapedDescription } from "./shaped.ts";
import { asNumbers } from "./whole-numbers.ts";

/** The pages of a TIFF as one raster that is read by boxes: slices in depth or frames in time, channels in the samples of a pixel. */
export function tiffWindows(tiff: OpenTiff): RasterWindows {
  const { pages, stack } = tiff;
  const [page] = pages;
  const head = headOf(tiff);
  return {
    head,
    alphaAt: stack.channels === 1 ? alphaAt(page, pages.length) : -1,
    block: [1, page.blockHeight, page.blockWidth],
    readBox(box) {
      checkInside(box, head);
      return readBox(tiff, head, box);
    },
  };
}

async function readBox(
  { pages, file, stack, memory }: OpenTiff,
  head: RasterHead,
  box: Box,
): Promise<Raster> {
  const [[first, y, x], [depth, height, width]] = [box.from, box.size];
  const { slices, channels } = stack;
  const isWhole = pages.length === 1 && width === head.width && height === head.height;
  const planes: RasterData[] = [];
  for (let place = first; place < first + depth; place++) {
    const [t, z] = [Math.floor(place / slices), place % slices];
    for (let c = 0; c < channels; c++) {
      const page = pages[stack.pageOf ? (stack.pageOf(t, z, c) ?? -1) : place * channels + c];
      if (!page)
        throw notSupported(`frame ${t}, slice ${z}, channel ${c} is not in this file; save one file`);
      planes.push(
        asNumbers(
          await readWindow(file, page, { x, y, width, height }, head.noData, isWhole ? memory : undefined),
        ),
      );
    }
  }
  return { ...head, width, height, depth, data: interleaved(planes, channels, pages[0].samples) };
}

function headOf({ pages, stack, notes }: OpenTiff): RasterHead {
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
