import type { Unit } from "../geometry/geometry.ts";

/** A unit of Raster, and how many of it one of the file's is. */
export interface LengthUnit {
  readonly unit: Unit;
  readonly factor: number;
}

const MICRO: LengthUnit = { unit: "um", factor: 1 };
const INCH: LengthUnit = { unit: "mm", factor: 25.4 };
const CENTIMETRE: LengthUnit = { unit: "mm", factor: 10 };

/** Names that ImageJ and OME give units. */
const UNITS: ReadonlyMap<string, LengthUnit> = new Map([
  ["m", { unit: "m", factor: 1 }],
  ["meter", { unit: "m", factor: 1 }],
  ["cm", CENTIMETRE],
  ["mm", { unit: "mm", factor: 1 }],
  ["millimeter", { unit: "mm", factor: 1 }],
  ["um", MICRO],
  // The micro sign and the Greek letter.
  ["\u00b5m", MICRO],
  ["\u03bcm", MICRO],
  ["micron", MICRO],
  ["microns", MICRO],
  ["micrometer", MICRO],
  ["nm", { unit: "nm", factor: 1 }],
  ["nanometer", { unit: "nm", factor: 1 }],
  ["inch", INCH],
  ["in", INCH],
]);

/** What a name of a unit means; undefined for `pixel`, angles and whatever else is no length. */
export function lengthUnit(name: string): LengthUnit | undefined {
  const plain = name.trim().replace(/\\u00b5/i, "\u00b5");
  return UNITS.get(plain) ?? UNITS.get(plain.toLowerCase());
}
