import type { DataSet } from "dicom-parser";
import { geometryFrom, mirrored, type Triple } from "../geometry/geometry.ts";
import { inflate } from "../inflate/inflate.ts";
import { joined } from "../joined.ts";
import { loadPeer } from "../load-peer.ts";
import type { Layer, Raster, RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { type Stack, stackFrames } from "./dicom-frames.ts";
import { unpackRle, unpackSamples } from "./dicom-pixels.ts";
import type { Format } from "./format.ts";

/**
 * DICOM segmentations: binary, fractional (cut at half) and label maps, of which frames are put in order by their places; segments that overlap
 * are layers. Needs the package dicom-parser.
 *
 * Format: DICOM PS3.3, A.51 and C.8.20 (Supplement 243 for label maps)
 */
export const dicomSeg: Format = {
  name: "DICOM SEG",
  extensions: [".dcm", ".dicom"],
  decode: async (source) =>
    decodeSeg(await source.read(), await loadPeer("dicom-parser", () => import("dicom-parser"))),
};

const DEFLATED = "1.2.840.10008.1.2.1.99";
const RLE = "1.2.840.10008.1.2.5";
const PLAIN: readonly string[] = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", DEFLATED];
/** Retired in 2006. */
const BIG_ENDIAN = "1.2.840.10008.1.2.2";
/** A deflated data set that grows more than this is a bomb. */
const MOST_EXPANSION = 1032;

const TAG = {
  syntax: "x00020010",
  rows: "x00280010",
  columns: "x00280011",
  frames: "x00280008",
  bits: "x00280100",
  padding: "x00280120",
  type: "x00620001",
  segments: "x00620002",
  segmentNumber: "x00620004",
  segmentLabel: "x00620005",
  maximum: "x0062000e",
  shared: "x52009229",
  perFrame: "x52009230",
  measures: "x00289110",
  pixelSpacing: "x00280030",
  thickness: "x00180050",
  between: "x00180088",
  orientations: "x00209116",
  orientation: "x00200037",
  positions: "x00209113",
  position: "x00200032",
  identification: "x0062000a",
  referenced: "x0062000b",
  pixels: "x7fe00010",
} as const;

type Parser = typeof import("dicom-parser");

function decodeSeg(bytes: Uint8Array, parser: Parser): Raster {
  const dataSet = parsed(bytes, parser);
  const kind = dataSet.string(TAG.type);
  if (kind !== "BINARY" && kind !== "FRACTIONAL" && kind !== "LABELMAP")
    throw notSupported("it is DICOM but no segmentation (SEG); expected a SegmentationType");
  const [width, height] = [dataSet.uint16(TAG.columns) ?? 0, dataSet.uint16(TAG.rows) ?? 0];
  const frames = dataSet.intString(TAG.frames) ?? 1;
  if (!(width >= 1 && height >= 1 && frames >= 1))
    throw new Error(`its size is ${width} x ${height} x ${frames}; expected at least 1`);
  const samples = samplesOf(dataSet, parser, { pixels: width * height, frames });
  const placed = placesOf(dataSet, frames);
  const grid: Grid = { width, height, ...placed };
  const names = segmentNames(dataSet);
  const raster =
    kind === "LABELMAP" ? labelMap(samples, grid, dataSet) : segments(samples, grid, dataSet, kind, names);
  const [x, y] = placed.pixelSpacing;
  return {
    ...raster,
    ...{ width, height, depth: placed.stack.depth, channels: 1, bitDepth: 16 },
    spacing: [placed.stack.spacing, y, x],
    ...{ unit: "mm", cropped: true },
    geometry: mirrored(
      geometryFrom(
        [scaled(placed.across, x), scaled(placed.down, y), scaled(placed.normal, placed.stack.spacing)],
        placed.stack.origin,
      ),
    ),
    names,
  };
}

function parsed(bytes: Uint8Array, parser: Parser): DataSet {
  try {
    return parser.parseDicom(bytes, {
      // The library hands over everything, of which what follows the meta header is deflated.
      inflater: (all: Uint8Array, position: number): Uint8Array => {
        const rest = all.subarray(position);
        return joined([
          all.subarray(0, position),
          inflate(rest, "deflate", MOST_EXPANSION * rest.length + 64),
        ]);
      },
    } as Parameters<Parser["parseDicom"]>[1]);
  } catch (cause) {
    throw new Error("it is no whole DICOM file", { cause });
  }
}

interface Counts {
  readonly pixels: number;
  readonly frames: number;
}

function samplesOf(dataSet: DataSet, parser: Parser, { pixels, frames }: Counts): RasterData {
  const element = dataSet.elements[TAG.pixels];
  const bits = dataSet.uint16(TAG.bits) ?? 1;
  const syntax = dataSet.string(TAG.syntax) ?? PLAIN[0];
  if (!element) throw new Error("it holds no pixels");
  if (PLAIN.includes(syntax)) {
    const from = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    return unpackSamples(from, bits, pixels * frames);
  }
  if (syntax !== RLE || bits === 1)
    throw notSupported(
      `its pixels are ${syntax === BIG_ENDIAN ? "big-endian" : "compressed"} (transfer syntax ${syntax}), which is not supported; convert it with ${syntax === BIG_ENDIAN ? "dcmconv +te" : "dcmdrle or dcmconv"} (dcmtk)`,
    );
  if ((element.fragments?.length ?? 0) !== frames)
    throw new Error(`it holds ${element.fragments?.length ?? 0} fragments for ${frames} frames`);
  const parts = Array.from({ length: frames }, (_, k) =>
    unpackRle(parser.readEncapsulatedPixelDataFromFragments(dataSet, element, k), pixels, bits / 8),
  );
  return unpackSamples(joined(parts), bits, pixels * frames);
}

interface Places {
  /** Unit vectors along a row, down a column, across slices; LPS. */
  readonly across: Triple;
  readonly down: Triple;
  readonly normal: Triple;
  /** Along a row, down a column, in mm. */
  readonly pixelSpacing: readonly [number, number];
  readonly stack: Stack;
}

interface Grid extends Places {
  readonly width: number;
  readonly height: number;
}

/** A data set of a sequence's first item, of the frame or shared by all. */
function group(dataSet: DataSet, frame: number, sequence: string): DataSet | undefined {
  const own =
    dataSet.elements[TAG.perFrame]?.items?.[frame]?.dataSet?.elements[sequence]?.items?.[0]?.dataSet;
  return own ?? dataSet.elements[TAG.shared]?.items?.[0]?.dataSet?.elements[sequence]?.items?.[0]?.dataSet;
}

function decimals(dataSet: DataSet | undefined, tag: string, count: number): number[] | undefined {
  const numbers = dataSet?.string(tag)?.split("\\").map(Number);
  return numbers?.length === count && numbers.every(Number.isFinite) ? numbers : undefined;
}

function placesOf(dataSet: DataSet, frames: number): Places {
  const positions = Array.from({ length: frames }, (_, k) =>
    decimals(group(dataSet, k, TAG.positions), TAG.position, 3),
  );
  const orientation = decimals(group(dataSet, 0, TAG.orientations), TAG.orientation, 6);
  if (positions.includes(undefined) || !orientation)
    throw notSupported(
      "its frames have no plane positions or orientation, so that their order in space is not known; export it with them, or save its frames as NPY",
    );
  for (let k = 1; k < frames; k++) {
    const other = decimals(group(dataSet, k, TAG.orientations), TAG.orientation, 6);
    if (other?.some((value, i) => Math.abs(value - orientation[i]) > 1e-4))
      throw notSupported("its frames lie in different directions, which is not supported");
  }
  const [across, down] = [orientation.slice(0, 3), orientation.slice(3)] as unknown as [Triple, Triple];
  const measures = group(dataSet, 0, TAG.measures);
  const [y, x] = decimals(measures, TAG.pixelSpacing, 2) ?? [1, 1];
  const [between] = decimals(measures, TAG.between, 1) ?? [];
  const [thickness] = decimals(measures, TAG.thickness, 1) ?? [];
  const normal = cross(across, down);
  const places = positions as unknown as Triple[];
  // Slices may be thinner than their distance: thickness is all that one slice has to say, and nothing that several do.
  const stated = between ?? (new Set(places.map(String)).size === 1 ? thickness : undefined);
  return { across, down, normal, pixelSpacing: [x, y], stack: stackFrames(places, normal, stated) };
}

function segmentNames(dataSet: DataSet): Map<number, string> {
  const items = dataSet.elements[TAG.segments]?.items ?? [];
  return new Map(
    items.flatMap(({ dataSet: segment }): [number, string][] => {
      const number = segment?.uint16(TAG.segmentNumber);
      return number === undefined ? [] : [[number, segment?.string(TAG.segmentLabel) ?? `segment ${number}`]];
    }),
  );
}

/** Each frame is a slice of one segment. */
function segments(
  samples: RasterData,
  grid: Grid,
  dataSet: DataSet,
  kind: "BINARY" | "FRACTIONAL",
  names: ReadonlyMap<number, string>,
): Pick<Raster, "data" | "layers" | "notes"> {
  const plane = grid.width * grid.height;
  const volume = plane * grid.stack.depth;
  const half = kind === "BINARY" ? 0.5 : (dataSet.uint16(TAG.maximum) ?? 255) / 2;
  const masks = new Map<number, Uint8Array>();
  const data = new Uint16Array(volume);
  const met = { overlap: false };
  grid.stack.slices.forEach((slice, frame) => {
    const label = group(dataSet, frame, TAG.identification)?.uint16(TAG.referenced);
    if (label === undefined) throw new Error(`frame ${frame + 1} does not say which segment it belongs to`);
    const mask = masks.get(label) ?? new Uint8Array(volume);
    masks.set(label, mask);
    for (let i = 0; i < plane; i++) {
      if (!(samples[frame * plane + i] > half)) continue;
      const at = slice * plane + i;
      if (data[at] !== 0 && data[at] !== label) met.overlap = true;
      mask[at] = 1;
      data[at] = label;
    }
  });
  const layers = [...masks].map(
    ([label, mask]): Layer => ({ name: names.get(label) ?? `segment ${label}`, label, mask }),
  );
  const notes = kind === "FRACTIONAL" ? ["its segments are fractions, and were cut at half"] : [];
  return { data, ...(met.overlap && { layers }), ...(notes.length > 0 && { notes }) };
}

/** Each frame is a slice of all segments; the padding value is the background. */
function labelMap(samples: RasterData, grid: Grid, dataSet: DataSet): Pick<Raster, "data"> {
  const plane = grid.width * grid.height;
  const background = dataSet.uint16(TAG.padding) ?? 0;
  const data = new Uint16Array(plane * grid.stack.depth);
  grid.stack.slices.forEach((slice, frame) => {
    for (let i = 0; i < plane; i++) {
      const label = samples[frame * plane + i];
      if (label !== background) data[slice * plane + i] = label;
    }
  });
  return { data };
}

function scaled([x, y, z]: Triple, by: number): Triple {
  return [x * by, y * by, z * by];
}

function cross([a, b, c]: Triple, [d, e, f]: Triple): Triple {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}
