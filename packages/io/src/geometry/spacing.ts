import type { RasterHead } from "../raster.ts";
import { MILLIMETRES, type Unit } from "./geometry.ts";

/** Distances of neighbouring samples, slowest axis first, and their unit; no unit where the files state none. */
export interface Spacing {
  readonly along: readonly [number, number, number];
  readonly unit?: Unit;
}

/** Relative difference up to which two spacings are the same. */
const SAME = 1e-4;

/**
 * The spacing that holds for two rasters of one grid: that of the one that states it; two units are brought to
 * millimetres.
 *
 * @throws Error where both state different ones
 */
export function commonSpacing(
  moving: RasterHead,
  fixed: RasterHead,
  names: { readonly moving: string; readonly fixed: string },
): Spacing | undefined {
  const [a, b] = [stated(moving), stated(fixed)];
  // Where both lie in the world, one grid is the other.
  if (b && moving.geometry && fixed.geometry)
    return a?.unit && b.unit && a.unit !== b.unit ? inMillimetres(b) : b;
  if (!a || !b) return b ?? a;
  if (a.unit === b.unit || !a.unit || !b.unit) return checked(a, b, names);
  return checked(inMillimetres(a), inMillimetres(b), names);
}

function stated({ spacing, unit }: RasterHead): Spacing | undefined {
  return spacing && (unit ? { along: spacing, unit } : { along: spacing });
}

function inMillimetres({ along: [z, y, x], unit }: Spacing): Spacing {
  const mm = unit && unit !== "s" ? MILLIMETRES[unit] : 1;
  // Twelve digits: 3 micrometres are 0.003 mm, not 0.0030000000000000001.
  const brought = (value: number) => Number((value * mm).toPrecision(12));
  return { along: [brought(z), brought(y), brought(x)], unit: "mm" };
}

function checked(a: Spacing, b: Spacing, { moving, fixed }: { moving: string; fixed: string }): Spacing {
  if (a.along.every((value, k) => Math.abs(value - b.along[k]) <= SAME * b.along[k])) return { ...a, ...b };
  throw new Error(
    `${moving}: its spacing is ${text(a)} and that of ${fixed} ${text(b)}; resample one, or say which holds with --spacing`,
  );
}

function text({ along, unit }: Spacing): string {
  return `${along.join(" x ")}${unit ? ` ${unit}` : ""}`;
}
