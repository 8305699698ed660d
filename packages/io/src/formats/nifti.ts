import { decompress, isCompressed, isNIFTI, NIFTI1, type NIFTI2, readHeader } from "nifti-reader-js";
import type { Raster, RasterData } from "../raster.ts";
import type { Format } from "./format.ts";

type View = new (buffer: ArrayBuffer) => RasterData;

/** Array of each NIfTI data type that is read. */
const TYPES: ReadonlyMap<number, View> = new Map<number, View>([
  [NIFTI1.TYPE_UINT8, Uint8Array],
  [NIFTI1.TYPE_INT8, Int8Array],
  [NIFTI1.TYPE_UINT16, Uint16Array],
  [NIFTI1.TYPE_INT16, Int16Array],
  [NIFTI1.TYPE_UINT32, Uint32Array],
  [NIFTI1.TYPE_INT32, Int32Array],
  [NIFTI1.TYPE_FLOAT32, Float32Array],
  [NIFTI1.TYPE_FLOAT64, Float64Array],
]);

/**
 * NIfTI-1 and NIfTI-2 volumes, plain or gzipped. The first axis of the file is the width, the third the depth, a
 * fourth the channels; voxels keep the file's orientation; `spacing` is in mm where the header says so.
 */
export const nifti: Format = {
  name: "NIfTI",
  extensions: [".nii.gz", ".nii"],
  decode: async (source) => decodeNifti(await source.read()),
};

function decodeNifti(bytes: Uint8Array): Raster {
  const file = unpacked(bytes);
  if (!isNIFTI(file)) throw new Error("it lacks the NIfTI signature");
  const header = readHeader(file);
  const [, width, height, depth, channels] = sizes(header);
  const Samples = TYPES.get(header.datatypeCode);
  if (!Samples) throw new Error(`data type ${header.datatypeCode} is not supported; save integers or floats`);
  const expected = (width * height * depth * channels * header.numBitsPerVoxel) / 8;
  const stored = file.slice(header.vox_offset, header.vox_offset + expected);
  if (stored.byteLength < expected)
    throw new Error(`it is cut short: ${stored.byteLength} bytes of voxels where ${expected} are due`);
  const data = interleaved(scaled(new Samples(nativeOrder(stored, header)), header), channels);
  const spacing = [header.pixDims[3], header.pixDims[2], header.pixDims[1]].map(positive);
  return {
    data,
    width,
    height,
    depth,
    channels,
    bitDepth: header.numBitsPerVoxel,
    spacing: spacing as [number, number, number],
  };
}

function unpacked(bytes: Uint8Array): ArrayBuffer {
  const own = new Uint8Array(bytes).buffer;
  return isCompressed(own) ? (decompress(own) as ArrayBuffer) : own;
}

function sizes(header: NIFTI1 | NIFTI2): number[] {
  const dims = header.dims.slice(0, 5).map((size, axis) => (axis <= header.dims[0] ? Math.max(1, size) : 1));
  if (header.dims.slice(5, header.dims[0] + 1).some((size) => size > 1))
    throw new Error(`${header.dims[0]} dimensions are too many; expected at most 4`);
  return dims;
}

function positive(value: number): number {
  return value > 0 ? value : 1;
}

/** Bytes in the machine's (little-endian) order. */
function nativeOrder(buffer: ArrayBuffer, header: NIFTI1 | NIFTI2): ArrayBuffer {
  const size = header.numBitsPerVoxel / 8;
  if (header.littleEndian || size === 1) return buffer;
  const bytes = new Uint8Array(buffer);
  for (let i = 0; i + size <= bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  return buffer;
}

/** Stored numbers times slope plus intercept, where the header asks for that. */
function scaled(data: RasterData, header: NIFTI1 | NIFTI2): RasterData {
  const { scl_slope: slope, scl_inter: intercept } = header;
  const identity = !Number.isFinite(slope) || slope === 0 || (slope === 1 && !(intercept !== 0));
  if (identity) return data;
  return Float32Array.from(data, (value) => value * slope + intercept);
}

/** A fourth axis is slowest in the file and fastest in a raster. */
function interleaved(data: RasterData, channels: number): RasterData {
  if (channels === 1) return data;
  const result = data.slice();
  const voxels = data.length / channels;
  for (let i = 0; i < voxels; i++)
    for (let c = 0; c < channels; c++) result[i * channels + c] = data[c * voxels + i];
  return result;
}
