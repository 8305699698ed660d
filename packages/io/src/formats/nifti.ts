import { inflate, type Unpack } from "../inflate/inflate.ts";
import { inflateStart } from "../inflate/inflate-start.ts";
import type { Raster, RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { bytesOf, readSamples } from "../samples.ts";
import type { Source } from "../source.ts";
import type { DecodeOptions, Format } from "./format.ts";
import { HEADER_BYTES, type NiftiHeader, readNiftiHeader } from "./nifti-header.ts";

/**
 * NIfTI-1 and NIfTI-2 volumes, plain, gzipped (in any number of members), or as .hdr with .img. The first axis of the file is the
 * width, the third the depth, a fourth the channels; samples keep the file's order, `geometry` says where they lie.
 */
export const nifti: Format = {
  name: "NIfTI",
  extensions: [".nii.gz", ".nii", ".hdr"],
  companions: [".img", ".img.gz"],
  decode: decodeNifti,
};

/** Bytes that a compressed file may hold beyond its voxels: some writers pad. */
const SLACK = 2 ** 20;

async function decodeNifti(source: Source, { unpack = inflate }: DecodeOptions = {}): Promise<Raster> {
  const { head, voxels } = await filesOf(source);
  const header = readNiftiHeader(await startOf(head));
  const { fields, type, size } = header;
  const [width, height, depth, channels] = size;
  const count = width * height * depth * channels;
  // In one file the voxels cannot begin before the header has ended, whatever it says.
  const from = Math.max(fields.vox_offset, voxels === head ? header.bytes : 0);
  const { bytes, isOwn } = await unpacked(voxels, from + count * bytesOf(type), unpack);
  const stored = readSamples(bytes.subarray(from), type, count, fields.littleEndian, isOwn);
  const { data, rounding } = scaled(stored, header);
  const [x, y, z] = header.spacing;
  return {
    data: interleaved(data, channels),
    ...{ width, height, depth, channels },
    bitDepth: 8 * bytesOf(type),
    spacing: [z, y, x],
    ...(header.unit && { unit: header.unit }),
    ...(header.geometry && { geometry: header.geometry }),
    ...(rounding !== undefined && { rounding }),
    ...(header.notes.length > 0 && { notes: header.notes }),
  };
}

/** The file itself, or the two of a pair. */
async function filesOf(source: Source): Promise<{ head: Source; voxels: Source }> {
  const stem = /^(.*)\.hdr$/i.exec(source.name)?.[1];
  if (stem === undefined) return { head: source, voxels: source };
  const voxels = (await source.sibling(`${stem}.img`)) ?? (await source.sibling(`${stem}.img.gz`));
  if (!voxels) throw notSupported(`${stem}.img is missing beside it: a NIfTI pair is a .hdr with its .img`);
  return { head: source, voxels };
}

function isPacked(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

async function startOf(source: Source): Promise<Uint8Array> {
  const start = await source.slice(0, Math.min(source.size, 2 ** 16));
  return isPacked(start) ? inflateStart(start, "gzip", HEADER_BYTES) : start.subarray(0, HEADER_BYTES);
}

async function unpacked(source: Source, expected: number, unpack: Unpack) {
  const bytes = await source.read();
  return isPacked(bytes)
    ? { bytes: unpack(bytes, "gzip", expected + SLACK), isOwn: true }
    : { bytes, isOwn: false };
}

/**
 * Stored numbers times slope plus intercept, where the header asks for that. Labels that were saved under an integer header went through a
 * slope of the largest over that of the type (nibabel), and come back off by up to half of it.
 */
function scaled(data: RasterData, { fields, type }: NiftiHeader): { data: RasterData; rounding?: number } {
  const { scl_slope: slope, scl_inter: intercept } = fields;
  const identity = !Number.isFinite(slope) || slope === 0 || (slope === 1 && !(intercept !== 0));
  if (identity) return { data };
  const values = Float64Array.from(data, (value) => value * slope + intercept);
  return type[0] === "f" ? { data: values } : { data: values, rounding: Math.abs(slope) / 2 };
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
