import { boxesOf, type Raster, type RasterWindows, splitAlpha } from "@segloss/io";
import { labelPairs } from "segloss/metrics";
import { named } from "../named.ts";
import type { FilePair } from "../pair-files.ts";
import { type SampleCodes, sampleCodes } from "./sample-codes.ts";

/** Pairs of values that may meet: objects that number into the millions overlap in few more pairs. */
const MOST_PAIRS = 2 ** 22;
/** More than the codes of a file, so that two make one key. */
const RADIX = 2 ** 21;

/** Two files of one size, by the values that meet in them. */
export interface CountedPairs {
  /** Rasters of one row with an entry for each pair of values that meets anywhere. */
  readonly predicted: Raster;
  readonly truth: Raster;
  /** Of each frame, pixels by entry. */
  readonly pixels: readonly Float64Array[];
  /** The entries by the codes of a pixel of either file, to find labels by. */
  readonly codes: { readonly predicted: SideCodes; readonly truth: SideCodes };
}

/** The codes of one file's values. */
export interface SideCodes extends Pick<SampleCodes, "encode"> {
  /** The code of each entry. */
  readonly ofEntries: readonly number[];
}

/**
 * Reads two files of one size part by part, and counts which values meet in how many pixels: all that metrics of counts need.
 *
 * @param frames parts of the depth that are counted each for itself
 * @throws Error where the files hold too many different values
 */
export async function countPairs(
  pair: FilePair,
  p: RasterWindows,
  t: RasterWindows,
  frames: number,
): Promise<CountedPairs> {
  const [ofPredicted, ofTruth] = [sampleCodes(), sampleCodes()];
  // An object for each entry would be ten times as large.
  const entries = new Map<number, number>();
  const ofEntries = { predicted: [] as number[], truth: [] as number[] };
  const pixelsOf = Array.from({ length: frames }, (): number[] => []);
  const depth = t.head.depth / frames;
  for (let frame = 0; frame < frames; frame++)
    for (const box of boxesOf(p, t, { from: frame * depth, depth })) {
      const [a, b] = [await p.readBox(box), await t.readBox(box)];
      const codes = named(pair.predicted, () => ofPredicted.encode(a));
      const ofPart = labelPairs(
        codes,
        named(pair.truth, () => ofTruth.encode(b)),
      );
      for (const { predicted, truth, pixels } of ofPart) {
        const key = truth * RADIX + predicted;
        const entry = entries.get(key) ?? entries.size;
        if (entry === entries.size) {
          if (entry === MOST_PAIRS)
            throw new Error(
              `more than ${MOST_PAIRS} pairs of values meet in it and the truth; expected fewer labels`,
            );
          entries.set(key, entry);
          ofEntries.predicted.push(predicted);
          ofEntries.truth.push(truth);
          for (const ofFrame of pixelsOf) ofFrame.push(0);
        }
        pixelsOf[frame][entry] += pixels;
      }
    }
  entries.clear();
  const sides = {
    predicted: { encode: ofPredicted.encode, ofEntries: ofEntries.predicted },
    truth: { encode: ofTruth.encode, ofEntries: ofEntries.truth },
  };
  return {
    predicted: condensed(p, ofPredicted.decode(sides.predicted.ofEntries)),
    truth: condensed(t, ofTruth.decode(sides.truth.ofEntries)),
    pixels: pixelsOf.map((ofFrame) => Float64Array.from(ofFrame)),
    codes: sides,
  };
}

/** What the file says of its samples holds for the entries; what it says of places does not. */
function condensed({ head, alphaAt }: RasterWindows, data: Raster["data"]): Raster {
  const { geometry: _, exifOrientation: _turn, frames: _time, frameDepth: _slices, ...rest } = head;
  return splitAlpha({ ...rest, width: data.length / head.channels, height: 1, depth: 1, data }, alphaAt);
}
