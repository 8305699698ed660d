import { mappedLabels } from "../mapped-labels.ts";
import type { Palette, Raster, RasterData } from "../raster.ts";
import { paletteColours } from "./colour-table.ts";
import { type Smoothness, smoothness } from "./smoothness.ts";

const WHITE = 255;
const WHITE_COLOUR = 0xffffff;

/**
 * A mask's picture in its plainest form, before its values are taken for labels: a mask in the alpha channel becomes gray, a palette
 * of black and white too. What was done stands in the notes.
 */
export function plainPicture(raster: Raster): Raster {
  return withoutBlackAndWhitePalette(fromAlpha(raster));
}

/** Where all colours are one and alpha is not, alpha is the mask. */
function fromAlpha(raster: Raster): Raster {
  const { alpha, data, channels, palette: _, ...rest } = raster;
  if (!alpha || !isConstant(data, channels)) return raster;
  return noted(
    { ...rest, data: alpha, channels: 1 },
    "its colours are the same everywhere: its alpha is the mask",
  );
}

function isConstant(data: RasterData, channels: number): boolean {
  for (let i = channels; i < data.length; i++) if (data[i] !== data[i - channels]) return false;
  return true;
}

/** Tools that save black and white as a palette number the two as they come. */
function withoutBlackAndWhitePalette(raster: Raster): Raster {
  const { palette, ...rest } = raster;
  if (!palette || !isBlackAndWhite(palette)) return raster;
  const colours = paletteColours(palette);
  const gray = mappedLabels(
    rest.data,
    (index) => (colours[index] === WHITE_COLOUR ? WHITE : 0),
    new Uint8Array(rest.data.length),
  );
  return { ...rest, data: gray, bitDepth: 8, fullScale: WHITE };
}

function isBlackAndWhite(palette: Palette): boolean {
  const colours = new Set(paletteColours(palette));
  return colours.has(WHITE_COLOUR) && colours.size <= 2 && (colours.size === 1 || colours.has(0));
}

/**
 * A black and white mask with smoothed edges, cut at half white; any other as it is.
 *
 * @throws Error where values run on smoothly and there is no white to cut at half of
 */
export function cutSmoothEdges(raster: Raster): Raster {
  if (!isGrayPicture(raster)) return raster;
  return cutSmooth(raster, smoothness(raster.data, raster.width, raster.height));
}

/** Whether the samples of a raster are grays that may be those of smoothed edges. */
export function isGrayPicture(raster: Raster): raster is Raster & { data: Uint8Array } {
  const { data, channels, fullScale, palette, lossy } = raster;
  return !palette && !lossy && channels === 1 && fullScale === WHITE && data instanceof Uint8Array;
}

/** The same, where it is known what the samples are. */
export function cutSmooth(raster: Raster, kind: Smoothness | undefined): Raster {
  if (kind === undefined) return raster;
  if (kind === "shades") throw new Error(SHADES);
  return noted({ ...raster, data: raster.data.map((value) => (value >= 128 ? WHITE : 0)) }, CUT[kind]);
}

const CUT: Readonly<Record<Exclude<Smoothness, "shades">, string>> = {
  antialiased: "its edges are smoothed (antialiased): it is cut at half white",
  blurred: "its edges are blurred over several pixels: it is cut at half white",
  compressed:
    "its grays lie around black and white as JPEG leaves them: it is cut at half white; save masks as PNG throughout",
};

const SHADES =
  "its values run on smoothly from pixel to pixel, as in a blurred mask or a map of probabilities, and are no labels; save it cut at a threshold, such as (mask > 127).astype(np.uint8)";

export function noted(raster: Raster, note: string): Raster {
  return { ...raster, notes: [...(raster.notes ?? []), note] };
}
