import { firstFew } from "../data-error.ts";
import { notSupported } from "../reader-error.ts";
import type { Directory } from "./directory.ts";

/** Values of PhotometricInterpretation. */
export const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, mask: 4 } as const;

/** Values of SampleFormat. */
const FORMATS: ReadonlyMap<number, SampleFormat> = new Map<number, SampleFormat>([
  [1, "unsigned"],
  [2, "signed"],
  [3, "float"],
  // Undefined data; libtiff takes it for unsigned, too.
  [4, "unsigned"],
]);

export type SampleFormat = "unsigned" | "signed" | "float";

/** How the samples of a page are stored. */
export interface Page {
  readonly directory: Directory;
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly bits: number;
  readonly format: SampleFormat;
  readonly photometric: number;
  readonly compression: number;
  readonly predictor: number;
  /** True where bits stand least significant first in each byte. */
  readonly reversedBits: boolean;
  /** True where each sample has planes of its own. */
  readonly planar: boolean;
  readonly tiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly across: number;
  readonly down: number;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

const PLANAR_SEPARATE = 2;
const LEAST_SIGNIFICANT_FIRST = 2;

/** The layout that a directory states. */
export function pageOf(directory: Directory): Page {
  const width = directory.number("width", 0);
  const height = directory.number("height", 0);
  if (!(width > 0 && height > 0)) throw new Error(`its size is ${width}x${height}`);
  const samples = directory.number("samplesPerPixel", 1);
  if (!(samples > 0)) throw new Error(`it has ${samples} samples a pixel`);
  const planar = samples > 1 && directory.number("planarConfiguration", 1) === PLANAR_SEPARATE;
  return {
    directory,
    width,
    height,
    samples,
    bits: bitsOf(directory),
    format: formatOf(directory),
    photometric: directory.number("photometric", PHOTOMETRIC.blackIsZero),
    compression: directory.number("compression", 1),
    predictor: directory.number("predictor", 1),
    reversedBits: directory.number("fillOrder", 1) === LEAST_SIGNIFICANT_FIRST,
    planar,
    ...blocksOf(directory, width, height, planar ? samples : 1),
  };
}

/** TIFF 6.0: absent means 1 bit. */
function bitsOf(directory: Directory): number {
  const bits = directory.numbers("bitsPerSample") ?? [1];
  if (bits.some((one) => one !== bits[0]))
    throw notSupported(`its channels have ${firstFew(bits.map(String))} bits; save them with equal depths`);
  if (!(bits[0] >= 1 && bits[0] <= 64)) throw new Error(`it has ${bits[0]} bits a sample`);
  return bits[0];
}

function formatOf(directory: Directory): SampleFormat {
  const formats = directory.numbers("sampleFormat") ?? [1];
  const format = FORMATS.get(formats[0]);
  if (!format || formats.some((one) => one !== formats[0]))
    throw notSupported("it holds complex or mixed numbers; save integers or floats");
  return format;
}

/** Pixels that a file without a single tile may claim. */
const MOST_OF_NOTHING = 2 ** 26;

type Blocks = Pick<
  Page,
  "tiled" | "blockWidth" | "blockHeight" | "across" | "down" | "offsets" | "byteCounts"
>;

function blocksOf(directory: Directory, width: number, height: number, planes: number): Blocks {
  const tiled = directory.numbers("tileWidth") !== undefined;
  const blockWidth = tiled ? directory.number("tileWidth", 0) : width;
  const rows = tiled ? directory.number("tileLength", 0) : directory.number("rowsPerStrip", height);
  const blockHeight = tiled ? rows : Math.min(rows, height);
  if (!(blockWidth > 0 && blockHeight > 0)) throw new Error("its tiles or strips have no size");
  // libtiff writes tiles whose places stand in the tags of strips, and reads them.
  const offsets =
    directory.numbers(tiled ? "tileOffsets" : "stripOffsets") ?? directory.numbers("stripOffsets");
  const [across, down] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)];
  if (!offsets || offsets.length < across * down * planes)
    throw new Error(`it lists ${offsets?.length ?? 0} of ${across * down * planes} tiles or strips`);
  if (width * height > MOST_OF_NOTHING && offsets.every((offset) => offset === 0))
    throw new Error("none of its tiles is there");
  const counts = directory.numbers(tiled ? "tileByteCounts" : "stripByteCounts");
  const byteCounts = counts ?? directory.numbers("stripByteCounts") ?? [];
  return { tiled, blockWidth, blockHeight, across, down, offsets, byteCounts };
}
