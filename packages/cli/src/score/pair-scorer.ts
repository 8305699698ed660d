import { framesOf, type Raster, type RasterWindows, wholeRaster } from "@segloss/io";
import type { FilePair } from "./file-pair.ts";
import { isOpen } from "./is-open.ts";
import { isLayered, layeredScore } from "./layered-score.ts";
import { type MatchedMasks, matchedMasks } from "./matched-masks.ts";
import { type MetricChoice, parseMetrics } from "./metric-choice.ts";
import type { ReadPair } from "./read-pair.ts";
import { refuseSharedPixels } from "./refuse-shared-pixels.ts";
import { type PairScore, scorePair } from "./score-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { refusePlaces } from "./windows/refuse-places.ts";
import { type OpenPair, windowedMasks } from "./windows/windowed-masks.ts";

/**
 * Reads and scores one pair of files, each frame of sequences in time for itself; rejects with an error whose text says what is
 * wrong with which file.
 */
export type ScorePair = (pair: FilePair) => Promise<readonly PairScore[]>;

/** @throws DataError for unknown metrics */
export function pairScorer(settings: ScoreSettings, readPair: ReadPair): ScorePair {
  const choices = parseMetrics(settings.metrics);
  return async (pair) => {
    const { p, t } = await readPair(pair);
    if (isOpen(p) && isOpen(t)) return scoreOpen(pair, { predicted: p, truth: t }, settings, choices);
    const [whole, wholeTruth] = [await inMemory(p), await inMemory(t)];
    const masks = matchedMasks(pair, whole, wholeTruth, settings);
    if (settings.labels !== "instances" && settings.labels !== "foreground" && isLayered(masks)) {
      const scoreOne = (one: MatchedMasks, own: ScoreSettings) => scorePair(pair, one, own, choices);
      return [layeredScore(masks, settings, choices, scoreOne)];
    }
    if (settings.labels === "instances" && isLayered(masks)) refuseSharedPixels(masks, choices, pair);
    const frames = frameCount(masks);
    if (frames === 1) return [scorePair(pair, masks, settings, choices)];
    const { predicted, truth } = framesOfBoth(masks);
    return Array.from({ length: frames }, (_, k) => {
      const { notes, ...rest } = masks;
      const one = { ...rest, predicted: predicted[k], truth: truth[k], notes: k === 0 ? notes : [] };
      return scorePair(frameOf(pair, k), one, settings, choices);
    });
  };
}

function frameOf(pair: FilePair, k: number): FilePair {
  return { ...pair, name: `${pair.name}#${String(k).padStart(3, "0")}` };
}

/** One of two files alone is of a size that is read by parts: then the other one cannot be. */
async function inMemory(mask: Raster | RasterWindows): Promise<Raster> {
  return isOpen(mask) ? wholeRaster(mask) : mask;
}

/** Scores files that are read by parts. */
async function scoreOpen(
  pair: FilePair,
  opened: OpenPair,
  settings: ScoreSettings,
  choices: readonly MetricChoice[],
): Promise<PairScore[]> {
  refusePlaces(opened.truth.head, settings, choices);
  const frames = await windowedMasks(pair, opened, settings);
  const nameOf = (k: number) => (frames.length === 1 ? pair : frameOf(pair, k));
  return frames.map((masks, k) => scorePair(nameOf(k), masks, settings, choices));
}

/** Where one mask says that its third axis is time, the other's is, too. */
function framesOfBoth({ predicted: p, truth: t }: MatchedMasks) {
  const { frameDepth } = p.frames ? p : t;
  const timed = { frames: true, ...(frameDepth !== undefined && { frameDepth }) };
  return { predicted: framesOf({ ...p, ...timed }), truth: framesOf({ ...t, ...timed }) };
}

/** Frames in time; one where the third axis is depth. */
function frameCount({ predicted: p, truth: t }: MatchedMasks): number {
  const timed = p.frames ? p : t;
  return timed.frames ? timed.depth / (timed.frameDepth ?? 1) : 1;
}
