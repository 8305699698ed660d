import type { Unit } from "../geometry/geometry.ts";
import type { Directory } from "./directory.ts";

/** Keys and values of GeoTIFF (OGC 19-008r4, section 7). */
const MODEL_TYPE = 1024;
const GEOGRAPHIC = 2;
const LINEAR_UNIT = 3076;
const METRE = 9001;

/** What GeoTIFF tags say of pixels. */
export interface GeoPixels {
  readonly spacing?: readonly [number, number, number];
  readonly unit?: Unit;
  readonly notes: readonly string[];
}

/** Pixel size of a map; angles are no lengths and are left out. */
export function geoPixels(directory: Directory): GeoPixels | undefined {
  const size = pixelSize(directory);
  if (!size) return undefined;
  const keys = geoKeys(directory);
  if (keys.get(MODEL_TYPE) === GEOGRAPHIC)
    return { notes: ["its pixel size is in degrees; distances are in pixels"] };
  const spacing = [1, size[1], size[0]] as const;
  return keys.get(LINEAR_UNIT) === METRE ? { spacing, unit: "m", notes: [] } : { spacing, notes: [] };
}

/** Width and height of a pixel in the units of the map. */
function pixelSize(directory: Directory): readonly [number, number] | undefined {
  const scale = directory.numbers("modelPixelScale");
  if (scale && scale.length >= 2 && scale[0] > 0 && scale[1] > 0) return [scale[0], scale[1]];
  const matrix = directory.numbers("modelTransformation");
  if (!matrix || matrix.length < 16) return undefined;
  const [width, height] = [Math.hypot(matrix[0], matrix[4]), Math.hypot(matrix[1], matrix[5])];
  return width > 0 && height > 0 ? [width, height] : undefined;
}

/** Keys whose value stands in the directory of keys itself. */
function geoKeys(directory: Directory): ReadonlyMap<number, number> {
  const numbers = directory.numbers("geoKeys") ?? [];
  const keys = new Map<number, number>();
  for (let at = 4; at + 3 < numbers.length; at += 4)
    if (numbers[at + 1] === 0) keys.set(numbers[at], numbers[at + 3]);
  return keys;
}

/** The value that GDAL's tag says means "no data", where it is a number. */
export function noDataOf(directory: Directory): number | undefined {
  const text = directory.text("noData")?.trim();
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
