import { NIFTI1, NIFTI2 } from "nifti-reader-js";
import { align } from "../geometry/align.ts";
import {
  type Affine,
  type Geometry,
  isUsable,
  MILLIMETRES,
  type Triple,
  type Unit,
} from "../geometry/geometry.ts";
import { notSupported } from "../reader-error.ts";
import type { SampleType } from "../samples.ts";

/** What is used of a NIfTI-1 or NIfTI-2 header. */
export interface NiftiHeader {
  /** The library's fields. */
  readonly fields: NIFTI1 | NIFTI2;
  /** Bytes of the header, with the four that say whether extensions follow. */
  readonly bytes: number;
  readonly type: SampleType;
  /** Sizes of width, height, depth, and of all further axes together. */
  readonly size: readonly [number, number, number, number];
  /** Distances along width, height, depth, in the file's unit. */
  readonly spacing: Triple;
  readonly unit?: Unit;
  readonly geometry?: Geometry;
  readonly notes: readonly string[];
}

/** Bytes that hold the header of either version, with the four that say whether extensions follow. */
export const HEADER_BYTES = 544;

const TYPES: ReadonlyMap<number, SampleType> = new Map([
  [NIFTI1.TYPE_UINT8, "u1"],
  [NIFTI1.TYPE_INT8, "i1"],
  [NIFTI1.TYPE_UINT16, "u2"],
  [NIFTI1.TYPE_INT16, "i2"],
  [NIFTI1.TYPE_UINT32, "u4"],
  [NIFTI1.TYPE_INT32, "i4"],
  [NIFTI1.TYPE_UINT64, "u8"],
  [NIFTI1.TYPE_INT64, "i8"],
  [NIFTI1.TYPE_FLOAT32, "f4"],
  [NIFTI1.TYPE_FLOAT64, "f8"],
]);

const UNITS: ReadonlyMap<number, Unit> = new Map([
  [NIFTI1.UNITS_METER, "m"],
  [NIFTI1.UNITS_MM, "mm"],
  [NIFTI1.UNITS_MICRON, "um"],
]);

/** Rotation and place of the first voxel, as both versions store them: offset in the header, bytes of a number. */
const SFORM = { first: { at: 280, size: 4 }, second: { at: 400, size: 8 } } as const;

/**
 * Reads the header.
 *
 * Format: https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h and nifti2.h
 *
 * @throws Error when the bytes are no NIfTI header, or of a flavour that is not read
 */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  const second = isSecond(bytes);
  const fields = second ? new NIFTI2() : new NIFTI1();
  // Without the extensions, of which nothing is needed.
  const own = new Uint8Array(HEADER_BYTES);
  own.set(bytes.subarray(0, second ? 540 : 348));
  fields.readHeader(own.buffer);
  const type = TYPES.get(fields.datatypeCode);
  if (!type) throw notSupported(`data type ${fields.datatypeCode} is not supported; save integers or floats`);
  const unit = UNITS.get(fields.xyzt_units & NIFTI1.SPATIAL_UNITS_MASK);
  const size = sizes(fields);
  return {
    ...{ fields, type, size },
    bytes: second ? 544 : 352,
    spacing: [1, 2, 3].map((axis) => positive(fields.pixDims[axis])) as unknown as Triple,
    ...(unit && { unit }),
    ...placed(fields, new DataView(own.buffer), second, unit, size),
  };
}

/** Whether it is NIfTI-2, by the size that the header states of itself. */
function isSecond(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const states = (size: number) =>
    bytes.length >= size && [true, false].some((little) => view.getInt32(0, little) === size);
  if (states(348) && isMagic(bytes.subarray(344, 348), "1")) return false;
  if (states(540) && isMagic(bytes.subarray(4, 8), "2")) return true;
  if (states(348) && bytes.subarray(344, 348).every((byte) => byte === 0))
    throw notSupported(
      "it is Analyze 7.5, which does not say which way its axes run; save it as NIfTI (.nii.gz)",
    );
  throw new Error("it lacks the NIfTI signature");
}

/** `n+1` where the voxels follow in the same file, `ni1` where they stand in another. */
function isMagic([n, kind, version, end]: Uint8Array, expected: string): boolean {
  return n === 0x6e && (kind === 0x2b || kind === 0x69) && version === expected.charCodeAt(0) && end === 0;
}

function sizes({ dims }: NIFTI1 | NIFTI2): NiftiHeader["size"] {
  const [axes] = dims;
  if (!(axes >= 1 && axes <= 7)) throw new Error(`it states ${axes} axes; expected 1 to 7`);
  const size = (axis: number) => (axis <= axes ? dims[axis] : 1);
  const all = [1, 2, 3, 4, 5, 6, 7].map(size);
  if (all.some((length) => !(length >= 1) || !Number.isInteger(length)))
    throw new Error(`its sizes are ${all.slice(0, axes).join(" x ")}; expected at least 1 along each axis`);
  const further = all.slice(3).filter((length) => length > 1);
  if (further.length > 1)
    throw new Error(`it has ${2 + further.length} axes longer than 1; expected at most 4`);
  return [all[0], all[1], all[2], further[0] ?? 1];
}

/** Negative sizes of voxels are allowed and mean nothing; 0 is "not stated". */
function positive(size: number): number {
  return Number.isFinite(size) && size !== 0 ? Math.abs(size) : 1;
}

/**
 * The sform where it is stated, else the qform: the order of nibabel, and of the standard's "method 3 wins". Where neither is stated
 * (both codes 0) the standard knows no orientation, and neither do we.
 */
function placed(
  fields: NIFTI1 | NIFTI2,
  view: DataView,
  second: boolean,
  unit: Unit | undefined,
  [width, height, depth]: NiftiHeader["size"],
): Pick<NiftiHeader, "geometry" | "notes"> {
  const mm = unit && unit !== "s" ? MILLIMETRES[unit] : 1;
  const usable = (affine: Affine) => [{ affine: affine.map((value) => value * mm) }].find(isUsable);
  const sform = fields.sform_code > 0 ? usable(sformOf(fields, view, second)) : undefined;
  const qform = fields.qform_code > 0 ? usable(qformOf(fields)) : undefined;
  const geometry = sform ?? qform;
  if (!geometry) return { notes: [] };
  const between =
    sform &&
    qform &&
    align(
      { geometry: qform, size: [width, height, depth] },
      { geometry: sform, size: [width, height, depth] },
    );
  const apart =
    between && (between.order.axes.some((axis, k) => axis !== k) || between.order.flipped.includes(true));
  if (!between || (!apart && between.displacement.voxels <= 0.1)) return { geometry, notes: [] };
  const text = apart ? "in another orientation" : `${Number(between.displacement.mm.toPrecision(3))} mm away`;
  return {
    geometry,
    notes: [
      `its sform and its qform disagree: the sform is used, the qform places it ${text}; programs that prefer the qform (ITK, where its code is lower) see another place`,
    ],
  };
}

function sformOf({ littleEndian }: NIFTI1 | NIFTI2, view: DataView, second: boolean): Affine {
  const { at, size } = second ? SFORM.second : SFORM.first;
  return Array.from({ length: 12 }, (_, k) =>
    size === 8 ? view.getFloat64(at + 8 * k, littleEndian) : view.getFloat32(at + 4 * k, littleEndian),
  );
}

/** Rotation by the unit quaternion (a, b, c, d), columns times the voxel size, the third one turned where pixdim[0] is -1. */
function qformOf(fields: NIFTI1 | NIFTI2): Affine {
  const { quatern_b: b, quatern_c: c, quatern_d: d, pixDims } = fields;
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const [dx, dy, dz] = [1, 2, 3].map((axis) => positive(pixDims[axis]));
  const z = pixDims[0] < 0 ? -dz : dz;
  return [
    ...[
      (a * a + b * b - c * c - d * d) * dx,
      2 * (b * c - a * d) * dy,
      2 * (b * d + a * c) * z,
      fields.qoffset_x,
    ],
    ...[
      2 * (b * c + a * d) * dx,
      (a * a + c * c - b * b - d * d) * dy,
      2 * (c * d - a * b) * z,
      fields.qoffset_y,
    ],
    ...[
      2 * (b * d - a * c) * dx,
      2 * (c * d + a * b) * dy,
      (a * a + d * d - b * b - c * c) * z,
      fields.qoffset_z,
    ],
  ];
}
