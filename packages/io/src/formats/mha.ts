import { geometryFrom, isUsable, mirrored, type Triple, type Unit } from "../geometry/geometry.ts";
import { inflate, type Unpack } from "../inflate/inflate.ts";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { bytesOf, readSamples, type SampleType } from "../samples.ts";
import type { Source } from "../source.ts";
import type { DecodeOptions, Format } from "./format.ts";
import { findBytes, latin1, numbersOf } from "./text-header.ts";

/**
 * MetaImage (.mha, or .mhd with its data file), raw or zlib-compressed, of 2 or 3 axes. Its world is LPS, as ITK's is; lengths are
 * millimetres by convention.
 *
 * Format: https://itk.org/Wiki/ITK/MetaIO/Documentation
 */
export const mha: Format = {
  name: "MetaImage",
  extensions: [".mha", ".mhd"],
  companions: [".raw", ".zraw"],
  decode: decodeMha,
};

const TYPES: Readonly<Record<string, SampleType>> = {
  ...{ MET_CHAR: "i1", MET_UCHAR: "u1", MET_SHORT: "i2", MET_USHORT: "u2", MET_INT: "i4", MET_UINT: "u4" },
  ...{
    MET_LONG: "i4",
    MET_ULONG: "u4",
    MET_LONG_LONG: "i8",
    MET_ULONG_LONG: "u8",
    MET_FLOAT: "f4",
    MET_DOUBLE: "f8",
  },
};
const SLACK = 2 ** 20;

interface MhaHeader {
  readonly fields: ReadonlyMap<string, string>;
  /** Where the data begin in the same file. */
  readonly end: number;
}

async function decodeMha(source: Source, { unpack = inflate }: DecodeOptions = {}): Promise<Raster> {
  const bytes = await source.read();
  const header = readHeader(bytes);
  const { fields } = header;
  const type = TYPES[fields.get("elementtype")?.toUpperCase() ?? ""];
  if (!type)
    throw notSupported(
      `element type ${fields.get("elementtype") ?? "is not stated and"} is not supported; save integers or floats`,
    );
  const [width, height, depth] = sizesOf(fields);
  const channels = Number(fields.get("elementnumberofchannels") ?? 1);
  const count = width * height * depth * channels;
  if (!Number.isSafeInteger(count) || channels < 1)
    throw new Error(`it states ${channels} channels; expected a whole number from 1`);
  const stored = await dataOf(header, bytes, source, count * bytesOf(type), unpack);
  return {
    data: readSamples(
      stored,
      type,
      count,
      !isTrue(fields.get("binarydatabyteordermsb") ?? fields.get("elementbyteordermsb")),
      isPacked(fields),
    ),
    ...{ width, height, depth, channels },
    bitDepth: 8 * bytesOf(type),
    ...placed(fields),
  };
}

/** `Name = value` lines; ElementDataFile is the last one. */
function readHeader(bytes: Uint8Array): MhaHeader {
  const last = findBytes(bytes, "ElementDataFile");
  if (last < 0) throw new Error("it lacks the MetaImage header (no line ElementDataFile)");
  const newline = findBytes(bytes, "\n", last);
  const end = newline < 0 ? bytes.length : newline + 1;
  const fields = new Map<string, string>();
  for (const line of latin1(bytes.subarray(0, end)).split(/\r?\n/)) {
    const field = /^\s*(\w+)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (field) fields.set(field[1].toLowerCase(), field[2]);
  }
  return { fields, end };
}

function sizesOf(fields: MhaHeader["fields"]): Triple {
  const sizes = numbersOf(fields.get("dimsize") ?? "");
  const axes = Number(fields.get("ndims") ?? sizes.length);
  if (
    sizes.length !== axes ||
    sizes.length === 0 ||
    sizes.some((size) => !(Number.isInteger(size) && size >= 1))
  )
    throw new Error(
      `its DimSize is "${fields.get("dimsize") ?? ""}" for ${axes} axes; expected a whole number from 1 for each`,
    );
  if (sizes.slice(3).some((size) => size > 1)) throw notSupported(`it has ${axes} axes; expected at most 3`);
  return [sizes[0], sizes[1] ?? 1, sizes[2] ?? 1];
}

async function dataOf(
  { fields, end }: MhaHeader,
  bytes: Uint8Array,
  source: Source,
  expected: number,
  unpack: Unpack,
): Promise<Uint8Array> {
  const stored = await storedBytes(fields, bytes, end, source);
  if (isPacked(fields)) return unpack(stored, "zlib", expected + SLACK);
  const skip = Number(fields.get("headersize") ?? 0);
  return stored.subarray(skip < 0 ? Math.max(0, stored.length - expected) : skip);
}

async function storedBytes(
  fields: MhaHeader["fields"],
  bytes: Uint8Array,
  end: number,
  source: Source,
): Promise<Uint8Array> {
  const name = fields.get("elementdatafile") ?? "";
  if (name.toUpperCase() === "LOCAL") return bytes.subarray(end);
  if (/^LIST|%/.test(name))
    throw notSupported("data in several files are not supported; save it as one .mha");
  const found = await source.sibling(name.replace(/^.*[/\\]/, ""));
  if (!found) throw notSupported(`its data file ${name} is missing beside it`);
  return found.read();
}

function isPacked(fields: MhaHeader["fields"]): boolean {
  return isTrue(fields.get("compresseddata"));
}

function isTrue(value: string | undefined): boolean {
  return /^(true|1)$/i.test(value ?? "");
}

/** Rows of TransformMatrix are the world directions of the axes. */
function placed(fields: MhaHeader["fields"]): Partial<Raster> {
  const spacing = numbersOf(fields.get("elementspacing") ?? fields.get("elementsize") ?? "");
  if (spacing.length === 0 || spacing.some((size) => !(size > 0))) return {};
  const [x, y = 1, z = 1] = spacing;
  const unit: Unit = "mm";
  const stated: Partial<Raster> = { spacing: [z, y, x], unit };
  const axes = spacing.length;
  const matrix = numbersOf(
    fields.get("transformmatrix") ?? fields.get("rotation") ?? fields.get("orientation") ?? "",
  );
  const offset = numbersOf(fields.get("offset") ?? fields.get("position") ?? fields.get("origin") ?? "");
  if (axes !== 3 || (matrix.length !== 9 && offset.length !== 3)) return stated;
  const rows = matrix.length === 9 ? matrix : [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const steps = [0, 1, 2].map(
    (k): Triple => [rows[3 * k] * spacing[k], rows[3 * k + 1] * spacing[k], rows[3 * k + 2] * spacing[k]],
  );
  const [ox = 0, oy = 0, oz = 0] = offset;
  const geometry = mirrored(geometryFrom(steps, [ox, oy, oz]));
  return isUsable(geometry) ? { ...stated, geometry } : stated;
}
