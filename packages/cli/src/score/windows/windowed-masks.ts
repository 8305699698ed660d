import {
  chosenOrientation,
  commonSpacing,
  matchGrids,
  orientedWindows,
  type RasterWindows,
  reorderedWindows,
  slicedWindows,
} from "@segloss/io";
import { checkSizes } from "../check-sizes.ts";
import type { FileNote } from "../file-note.ts";
import type { FilePair } from "../file-pair.ts";
import { gridNotes, type MatchedMasks, pictureLabels, pictureSettings } from "../matched-masks.ts";
import type { ScoreSettings } from "../score-settings.ts";
import { agreedPictures, checkPictureSizes, openOrientation, orientationNotes } from "../settle-pictures.ts";
import { countPairs } from "./count-pairs.ts";
import { smoothSide } from "./smooth-sides.ts";

/** Two files that are read by parts. */
export interface OpenPair {
  readonly predicted: RasterWindows;
  readonly truth: RasterWindows;
}

/**
 * What `matchedMasks` makes of two files, frame by frame, without ever having all their pixels: turns are done part by part, and
 * all else depends on which values there are. So the values are counted first, and then settled as if they were a picture.
 *
 * @throws Error as `matchedMasks` does
 */
export async function windowedMasks(
  pair: FilePair,
  opened: OpenPair,
  settings: ScoreSettings,
): Promise<MatchedMasks[]> {
  // Segments of COCO are pictures whose colours are numbers.
  const isPicture = settings.panoptic?.segments !== undefined;
  const turned = isPicture ? { ...opened, notes: [] } : turnedPair(pair, opened, settings);
  const sliced = bothSliced(turned);
  const names = { moving: pair.predicted, fixed: pair.truth };
  const { order, notes } = matchGrids(sliced.predicted.head, sliced.truth.head, names, settings.geometry);
  const predicted = order ? reorderedWindows(sliced.predicted, order) : sliced.predicted;
  const { truth } = sliced;
  const spacing = settings.spacing ? undefined : commonSpacing(predicted.head, truth.head, names);
  const counted = await countPairs(pair, predicted, truth, frameCount(predicted, truth));
  const read = isPicture
    ? { predicted: counted.predicted, truth: counted.truth, notes: [] }
    : withoutPlaces(() =>
        pictureLabels(
          pair,
          agreedPictures(pair, counted.predicted, counted.truth, pictureSettings(settings), turned.notes),
          settings,
        ),
      );
  // Colours that turn out to be slices are as many as the other file has none of.
  if (read.predicted.depth !== read.truth.depth) checkSizes(...slicesOf(predicted, truth, read), pair);
  const { depth, height, width } = truth.head;
  const frames = counted.pixels.length;
  const size = [depth / frames, height, width] as const;
  const said = [...read.notes, ...gridNotes(notes, pair)];
  const all: MatchedMasks[] = [];
  for (const [frame, pixels] of counted.pixels.entries()) {
    const masks = seenIn(read, pixels);
    const slices = { from: frame * size[0], depth: size[0] };
    const smoothOf = (side: "predicted" | "truth", windows: RasterWindows) =>
      smoothSide({ windows, codes: counted.codes[side], labels: read[side], pixels, slices });
    const smooth = {
      predicted: await smoothOf("predicted", predicted),
      truth: await smoothOf("truth", truth),
    };
    all.push({
      ...masks,
      notes: frame === 0 ? said : [],
      ...(spacing && { spacing }),
      counted: { pixels: pixels.filter((count) => count > 0), size, smooth },
    });
  }
  return all;
}

/** Errors that tell the pixel, or how many there are, tell those of the entries, which say nothing. */
function withoutPlaces<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const text = (cause as Error).message.replace(/ \((pixel \d+|\d+ of \d+ pixels)\)/, "");
    throw new Error(text, { cause });
  }
}

function turnedPair(
  pair: FilePair,
  { predicted, truth }: OpenPair,
  { exif }: ScoreSettings,
): OpenPair & { readonly notes: readonly FileNote[] } {
  const as = chosenOrientation(predicted.head, truth.head, exif);
  if (as === "open") throw openOrientation(pair, predicted.head, truth.head);
  const turn = as === "apply" ? orientedWindows : asStored;
  const turned = { predicted: turn(predicted), truth: turn(truth) };
  checkPictureSizes(turned.predicted.head, turned.truth.head, pair);
  return { ...turned, notes: orientationNotes(pair, predicted.head, truth.head, as, exif) };
}

function asStored(windows: RasterWindows): RasterWindows {
  const { exifOrientation: _, ...head } = windows.head;
  return { ...windows, head };
}

/** Three slices that are stored like colours, where `agreePictures` takes them for slices. */
function bothSliced({ predicted, truth }: OpenPair): OpenPair {
  const [p, t] = [predicted.head, truth.head];
  const both = p.planes && t.planes;
  return {
    predicted: p.planes && (both || t.depth === p.channels) ? slicedWindows(predicted) : predicted,
    truth: t.planes && (both || p.depth === t.channels) ? slicedWindows(truth) : truth,
  };
}

function slicesOf(p: RasterWindows, t: RasterWindows, read: MatchedMasks) {
  const sized = (windows: RasterWindows, depth: number) =>
    depth > 1 ? { ...windows.head, depth } : windows.head;
  return [sized(p, read.predicted.depth), sized(t, read.truth.depth)] as const;
}

function frameCount({ head: p }: RasterWindows, { head: t }: RasterWindows): number {
  const timed = p.frames ? p : t;
  return timed.frames ? timed.depth / (timed.frameDepth ?? 1) : 1;
}

/** The entries that a frame has. */
function seenIn(read: MatchedMasks, pixels: Float64Array): MatchedMasks {
  const cut = (raster: MatchedMasks["truth"]) => {
    const data = raster.data.filter((_, k) => pixels[Math.floor(k / raster.channels)] > 0);
    return { ...raster, data: data as typeof raster.data, width: data.length / raster.channels };
  };
  return { ...read, predicted: cut(read.predicted), truth: cut(read.truth) };
}
