import {
  type Geometry,
  geometryFrom,
  isUsable,
  MILLIMETRES,
  mirrored,
  type Triple,
  type Unit,
} from "../geometry/geometry.ts";
import { inflate, type Unpack } from "../inflate/inflate.ts";
import { joined } from "../joined.ts";
import type { Raster, RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { bytesOf, readSamples, type SampleType } from "../samples.ts";
import type { Source } from "../source.ts";
import type { DecodeOptions, Format } from "./format.ts";
import { type NrrdHeader, readNrrdHeader } from "./nrrd-header.ts";
import { withSegments } from "./nrrd-segments.ts";
import { latin1, numbersOf } from "./text-header.ts";

/**
 * NRRD and NHDR: raw, gzip, text and hex data, in the file or beside it, in any byte order; spaces RAS, LPS and LAS; segments of 3D Slicer
 * (`.seg.nrrd`) with names, overlapping ones as layers. One axis that is no space becomes the channels.
 */
export const nrrd: Format = {
  name: "NRRD",
  extensions: [".seg.nrrd", ".nrrd", ".nhdr"],
  companions: [".raw", ".raw.gz"],
  decode: decodeNrrd,
};

const TYPES: Readonly<Record<string, SampleType>> = {
  ...named("i1", "signed char", "int8", "int8_t"),
  ...named("u1", "uchar", "unsigned char", "uint8", "uint8_t"),
  ...named("i2", "short", "short int", "signed short", "signed short int", "int16", "int16_t"),
  ...named("u2", "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"),
  ...named("i4", "int", "signed int", "int32", "int32_t"),
  ...named("u4", "uint", "unsigned int", "uint32", "uint32_t"),
  ...named(
    "i8",
    "longlong",
    "long long",
    "long long int",
    "signed long long",
    "signed long long int",
    "int64",
    "int64_t",
  ),
  ...named("u8", "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"),
  ...named("f4", "float"),
  ...named("f8", "double"),
};

function named(type: SampleType, ...names: readonly string[]): Record<string, SampleType> {
  return Object.fromEntries(names.map((name) => [name, type]));
}

/** Kinds of axes along which samples lie in space; others hold several values of one place. */
const SPATIAL: ReadonlySet<string> = new Set(["domain", "space"]);
/** Signs that bring each space to RAS. */
const SPACES: Readonly<Record<string, "ras" | "lps" | "las">> = {
  ...{ "right-anterior-superior": "ras", ras: "ras" },
  ...{ "left-posterior-superior": "lps", lps: "lps" },
  ...{ "left-anterior-superior": "las", las: "las" },
};
const UNITS: Readonly<Record<string, Unit>> = {
  mm: "mm",
  millimeter: "mm",
  m: "m",
  um: "um",
  μm: "um",
  Âµm: "um",
  micron: "um",
  nm: "nm",
};
/** Bytes before the values in gzip data: a header of another format, not more. */
const MOST_SKIPPED = 2 ** 20;
const SLACK = 2 ** 20;

/** An axis of the file, fastest first. */
interface Axis {
  readonly size: number;
  readonly spatial: boolean;
  /** World vector of one step, where the file says so. */
  readonly step?: Triple;
  readonly spacing?: number;
}

async function decodeNrrd(source: Source, { unpack = inflate }: DecodeOptions = {}): Promise<Raster> {
  const bytes = await source.read();
  const header = readNrrdHeader(bytes);
  const type = typeOf(header);
  const axes = axesOf(header);
  const count = axes.reduce((product, { size }) => product * size, 1);
  const data = await dataOf(header, bytes, source, { type, count }, unpack);
  const channel = axes.findIndex((axis) => !axis.spatial);
  const space = axes.filter((axis) => axis.spatial);
  const [width, height = 1, depth = 1] = space.map((axis) => axis.size);
  const channels = channel < 0 ? 1 : axes[channel].size;
  const raster: Raster = {
    data: channelsLast(
      data,
      axes.map((axis) => axis.size),
      channel,
    ),
    ...{ width, height, depth, channels },
    bitDepth: 8 * bytesOf(type),
    ...placed(header, space),
  };
  return withSegments(raster, header);
}

function typeOf({ fields }: NrrdHeader): SampleType {
  const type = TYPES[(fields.get("type") ?? "").toLowerCase()];
  if (!type)
    throw notSupported(
      `type ${fields.get("type") ?? "is not stated and"} is not supported; save integers or floats`,
    );
  return type;
}

function axesOf({ fields }: NrrdHeader): Axis[] {
  const sizes = numbersOf(fields.get("sizes") ?? "");
  if (sizes.length === 0 || sizes.some((size) => !(Number.isInteger(size) && size >= 1)))
    throw new Error(`its sizes are ${sizes.join(" x ") || "not stated"}; expected whole numbers from 1`);
  const kinds = (fields.get("kinds") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const steps = vectors(fields.get("spacedirections") ?? "");
  const spacings = numbersOf(fields.get("spacings") ?? "");
  const axes = sizes.map((size, k): Axis => {
    const step = steps[k];
    const spatial = steps.length > 0 ? step !== undefined : kinds.length > 0 ? SPATIAL.has(kinds[k]) : k < 3;
    const spacing = spacings[k];
    return {
      ...{ size, spatial },
      ...(step && { step }),
      ...(spacing !== undefined &&
        Number.isFinite(spacing) &&
        spacing !== 0 && { spacing: Math.abs(spacing) }),
    };
  });
  const others = axes.filter(({ spatial }) => !spatial);
  if (others.length > 1 || axes.length - others.length > 3 || axes.length === others.length)
    throw notSupported(
      `it has ${axes.length} axes, ${axes.length - others.length} of them in space; expected 1 to 3 and at most one more`,
    );
  return axes;
}

/** `(1,0,0) none (0,0,2)` as vectors; none is undefined, and so are vectors that hold NaN. */
function vectors(text: string): (Triple | undefined)[] {
  return (text.match(/none|\([^)]*\)/gi) ?? []).map((word) => {
    const numbers = numbersOf(word.replace(/[()]/g, ""));
    return numbers.length > 0 && numbers.every(Number.isFinite)
      ? ([numbers[0], numbers[1] ?? 0, numbers[2] ?? 0] as const)
      : undefined;
  });
}

async function dataOf(
  header: NrrdHeader,
  bytes: Uint8Array,
  source: Source,
  { type, count }: { readonly type: SampleType; readonly count: number },
  unpack: Unpack,
): Promise<RasterData> {
  const { fields } = header;
  const encoding = (fields.get("encoding") ?? "raw").toLowerCase();
  const size = bytesOf(type);
  const name = fields.get("datafile");
  const stored = name === undefined ? bytes.subarray(header.end) : await detached(header, name, source);
  const skipped = pastLines(stored, Number(fields.get("lineskip") ?? 0));
  const littleEndian = (fields.get("endian") ?? "little").toLowerCase() !== "big";
  if (encoding === "raw")
    return readSamples(
      pastBytes(skipped, Number(fields.get("byteskip") ?? 0), count * size),
      type,
      count,
      littleEndian,
    );
  if (encoding === "gzip" || encoding === "gz") {
    const skip = Number(fields.get("byteskip") ?? 0);
    // What is skipped is unpacked too.
    if (skip > MOST_SKIPPED)
      throw notSupported(
        `byte skip of ${skip} in gzip data is not supported, only up to ${MOST_SKIPPED}; save it without`,
      );
    const plain = unpack(skipped, "gzip", count * size + Math.max(0, skip) + SLACK);
    return readSamples(pastBytes(plain, skip, count * size), type, count, littleEndian, true);
  }
  if (encoding === "hex")
    return readSamples(hexBytes(latin1(skipped), count * size), type, count, littleEndian);
  if (/^(text|txt|ascii)$/.test(encoding)) return textSamples(latin1(skipped), type, count);
  throw notSupported(`encoding ${encoding} is not supported; save it raw or with gzip`);
}

async function detached({ listed }: NrrdHeader, name: string, source: Source): Promise<Uint8Array> {
  if (/%/.test(name))
    throw notSupported("data files numbered by a pattern are not supported; save it as one .nrrd");
  const parts: Uint8Array[] = [];
  for (const file of /^LIST/.test(name) ? listed : [name]) {
    const found = await source.sibling(file.replace(/^.*[/\\]/, ""));
    if (!found) throw notSupported(`its data file ${file} is missing beside it`);
    parts.push(await found.read());
  }
  return parts.length === 1 ? parts[0] : joined(parts);
}

function pastLines(bytes: Uint8Array, lines: number): Uint8Array {
  let at = 0;
  for (let k = 0; k < lines && at < bytes.length; k++) at = bytes.indexOf(0x0a, at) + 1 || bytes.length;
  return bytes.subarray(at);
}

/** -1 means that the data are the last bytes. */
function pastBytes(bytes: Uint8Array, skip: number, expected: number): Uint8Array {
  return bytes.subarray(skip < 0 ? Math.max(0, bytes.length - expected) : skip);
}

function hexBytes(text: string, count: number): Uint8Array {
  const digits = text.replace(/\s/g, "").slice(0, 2 * count);
  return Uint8Array.from({ length: digits.length >> 1 }, (_, k) =>
    Number.parseInt(digits.slice(2 * k, 2 * k + 2), 16),
  );
}

function textSamples(text: string, type: SampleType, count: number): RasterData {
  const numbers = numbersOf(text).slice(0, count);
  if (numbers.length < count)
    throw new Error(`it is cut short: ${numbers.length} numbers where ${count} are due`);
  return type[0] === "f" ? Float64Array.from(numbers) : Int32Array.from(numbers);
}

/** The axis that is no space moves from its place in the file to the fastest one. */
function channelsLast(data: RasterData, sizes: readonly number[], channel: number): RasterData {
  if (channel <= 0) return data;
  const result = data.slice();
  const inner = sizes.slice(0, channel).reduce((product, size) => product * size, 1);
  const channels = sizes[channel];
  const outer = data.length / (inner * channels);
  for (let a = 0; a < outer; a++)
    for (let c = 0; c < channels; c++)
      for (let b = 0; b < inner; b++)
        result[(a * inner + b) * channels + c] = data[(a * channels + c) * inner + b];
  return result;
}

function placed({ fields }: NrrdHeader, space: readonly Axis[]): Partial<Raster> {
  const unit = UNITS[(/"([^"]*)"/.exec(fields.get("spaceunits") ?? "")?.[1] ?? "").toLowerCase()];
  const frame = SPACES[(fields.get("space") ?? "").toLowerCase()];
  const steps = space.flatMap(({ step }) => (step ? [step] : []));
  const along = space.map(({ step, spacing }) => (step ? Math.hypot(...step) : spacing));
  const spacing: Partial<Raster> = along.some((length) => length !== undefined)
    ? { spacing: [along[2] ?? 1, along[1] ?? 1, along[0] ?? 1], ...(unit && { unit }) }
    : {};
  if (!frame || steps.length < 3) return spacing;
  const [origin = [0, 0, 0] as const] = vectors(fields.get("spaceorigin") ?? "");
  const geometry = toRas(inMillimetres(geometryFrom(steps, origin), unit), frame);
  return isUsable(geometry) ? { ...spacing, geometry } : spacing;
}

function inMillimetres(geometry: Geometry, unit: Unit | undefined): Geometry {
  const mm = unit && unit !== "s" ? MILLIMETRES[unit] : 1;
  return { affine: geometry.affine.map((value) => value * mm) };
}

function toRas(geometry: Geometry, frame: "ras" | "lps" | "las"): Geometry {
  if (frame === "lps") return mirrored(geometry);
  if (frame === "ras") return geometry;
  return { affine: geometry.affine.map((value, at) => (at < 4 ? 0 - value : value)) };
}
