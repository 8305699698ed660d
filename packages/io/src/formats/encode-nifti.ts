import { type Geometry, spacingOf, type Triple, type Unit } from "../geometry/geometry.ts";
import type { Raster } from "../raster.ts";

/** Bytes of the header, with the four that say that no extensions follow. */
const VOXELS_AT = 352;

/** Numbers of the data types. */
const TYPES: Readonly<Record<string, number>> = {
  Uint8Array: 2,
  Int16Array: 4,
  Int32Array: 8,
  Float32Array: 16,
  Float64Array: 64,
  Int8Array: 256,
  Uint16Array: 512,
  Uint32Array: 768,
};

const UNITS: Readonly<Record<Exclude<Unit, "s" | "nm">, number>> = { m: 1, mm: 2, um: 3 };

/** Codes of an sform: none; aligned with what the scanner says, or with another file. */
const [UNKNOWN, ALIGNED] = [0, 2];

/** Largest size along an axis, which the header stores in 16 bits. */
const LONGEST = 2 ** 15 - 1;

/**
 * A raster as an uncompressed NIfTI-1 file (.nii), little-endian: voxels in their order, and its geometry as sform in millimetres. Where
 * it has none, none is stated, and the spacing stands for itself.
 *
 * Format: https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h
 *
 * @throws Error for more than one channel, and for axes of more than 32767 samples
 */
export function encodeNifti(raster: Raster): Uint8Array {
  const { data, width, height, depth, channels } = raster;
  // A microscope's image has no place in a patient.
  const geometry = raster.geometry?.world === "image" ? undefined : raster.geometry;
  if (channels !== 1) throw new Error(`NIfTI is written with one channel, got ${channels}; write .npy`);
  const size = [width, height, depth];
  if (size.some((length) => length > LONGEST))
    throw new Error(
      `NIfTI-1 has at most ${LONGEST} samples along an axis, got ${size.join("x")}; write .npy`,
    );
  const bytes = new Uint8Array(VOXELS_AT + data.byteLength);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [3, ...size, 1, 1, 1, 1].forEach((length, k) => void view.setInt16(40 + 2 * k, length, true));
  view.setInt16(70, TYPES[data.constructor.name], true);
  view.setInt16(72, 8 * data.BYTES_PER_ELEMENT, true);
  view.setFloat32(108, VOXELS_AT, true);
  view.setFloat32(112, 1, true);
  bytes.set([0x6e, 0x2b, 0x31, 0], 344);
  writePlace(view, spacingIn(raster, geometry), geometry);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), VOXELS_AT);
  return bytes;
}

/** Along width, height, depth, with the number of the unit (0: not stated). */
function spacingIn(
  { spacing = [1, 1, 1], unit }: Raster,
  geometry: Geometry | undefined,
): { spacing: Triple; unit: number } {
  if (geometry) return { spacing: spacingOf(geometry), unit: UNITS.mm };
  const [z, y, x] = spacing;
  if (unit === "nm") return { spacing: [x / 1000, y / 1000, z / 1000], unit: UNITS.um };
  return { spacing: [x, y, z], unit: unit === undefined || unit === "s" ? 0 : UNITS[unit] };
}

function writePlace(
  view: DataView,
  { spacing, unit }: { spacing: Triple; unit: number },
  geometry: Geometry | undefined,
): void {
  [1, ...spacing].forEach((step, k) => void view.setFloat32(76 + 4 * k, step, true));
  view.setUint8(123, unit);
  view.setInt16(254, geometry ? ALIGNED : UNKNOWN, true);
  geometry?.affine.forEach((value, k) => void view.setFloat32(280 + 4 * k, value, true));
}
