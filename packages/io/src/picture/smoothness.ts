import { type EdgeTally, edgeTally, MIDDLE } from "./edge-tally.ts";

/**
 * What gray samples are that are no labels: a black and white mask with smoothed edges ("antialiased"), blurred over many pixels
 * ("blurred"), or kept as JPEG in between ("compressed"); or values that run on smoothly without white ("shades").
 */
export type Smoothness = "antialiased" | "blurred" | "compressed" | "shades";

const WHITE = 255;
/** Grays that a smoothed edge has at least; one or two may be labels (a trimap has 128). */
const LEAST_GRAYS = 3;
/** Share of the grays that have black and white near them. */
const AT_EDGES = 0.95;
/** Share of pixels that are black or white. */
const PLAIN_SHARE = 0.5;
/** Enlarged masks have many grays; then nearly black and nearly white will do for the two sides of an edge. */
const MANY_GRAYS = 16;
/** Share of grays that may lie in the middle of nine equal pixels: labels do, ramps and JPEG's waves do not. */
const MOST_FLAT = 0.02;

/** A blurred mask has many grays, and along it they change evenly: half the change from pixel to pixel is bend at most. */
const RAMP_GRAYS = 32;
/**
 * Steps between labels have a bend as large as their slope, lines and single pixels a larger one: 0.89 is the least of label maps that
 * were tried, 0.33 the greatest of masks blurred by a Gaussian of 1 to 8 pixels.
 */
const MOST_BEND = 0.5;
/** The same of narrow edges: 0.70 with a Gaussian of half a pixel. */
const EDGE_BEND = 0.85;
/** A ramp of labels, a number a column, has no background. */
const BLACK_SHARE = 0.1;
/** A number a row beside the background rises from it at once. */
const MOST_CLIFFS = 0.05;
/** Where less of what is not black is white, nobody knows what half of it is. */
const WHITE_SHARE = 0.03;

/** JPEG of quality 30 to 95 keeps nearly all pixels of a mask so near black and white, in at least so many grays at both ends. */
const NEAR = 32;
const NEAR_SHARE = 0.95;
/** Of the grays, 80 % at quality 30; a quarter where thin lines have numbers. */
const NEAR_GRAYS_SHARE = 0.7;
const NEAR_GRAYS = 3;

/** @returns undefined for labels */
export function smoothness(data: Uint8Array, width: number, height: number): Smoothness | undefined {
  const counts = new Float64Array(256);
  for (let i = 0; i < data.length; i++) counts[data[i]]++;
  const wide = asksForEdges(counts);
  if (wide === undefined) return undefined;
  return smoothnessOf(counts, edgeTally(data, width, height, wide));
}

/** Whether the values, by their counts alone, may be smooth: undefined if not, else whether the wide sums of a tally are needed. */
export function asksForEdges(counts: ArrayLike<number>): boolean | undefined {
  if (counts[0] === 0) return undefined;
  const { kinds, grays, middle, all } = countedGrays(counts);
  const few = counts[WHITE] > 0 && kinds >= LEAST_GRAYS && grays <= (1 - PLAIN_SHARE) * all;
  return few || middle >= RAMP_GRAYS ? few : undefined;
}

/** The verdict on a picture by the counts of its values and its tally. */
export function smoothnessOf(counts: ArrayLike<number>, tally: EdgeTally): Smoothness | undefined {
  const { kinds, grays, middle, all } = countedGrays(counts);
  const few = asksForEdges(counts) === true;
  if (few && tally.between >= AT_EDGES * grays) return "antialiased";
  const isFlat = tally.flat > MOST_FLAT * grays;
  const isEdge = tally.nearly >= AT_EDGES * grays && tally.bend <= EDGE_BEND * tally.slope;
  if (few && kinds >= MANY_GRAYS && isEdge && !isFlat) return "antialiased";
  if (middle >= RAMP_GRAYS && isRamp(counts, tally, all)) {
    const white = sumOf(counts, MIDDLE[1] + 1, WHITE);
    return white >= WHITE_SHARE * (all - sumOf(counts, 0, MIDDLE[0] - 1)) ? "blurred" : "shades";
  }
  return few && !isFlat && isNearTwo(counts, all, grays) ? "compressed" : undefined;
}

/** Whether grays rise from black step by step. */
function isRamp(counts: ArrayLike<number>, tally: EdgeTally, all: number): boolean {
  return (
    tally.flatMiddle <= MOST_FLAT * sumOf(counts, MIDDLE[0], MIDDLE[1]) &&
    tally.bend <= MOST_BEND * tally.slope &&
    tally.cliff <= MOST_CLIFFS * tally.shore &&
    sumOf(counts, 0, MIDDLE[0] - 1) >= BLACK_SHARE * all
  );
}

function countedGrays(counts: ArrayLike<number>) {
  const all = sumOf(counts, 0, WHITE);
  return {
    kinds: kindsIn(counts, 1, WHITE - 1),
    grays: sumOf(counts, 1, WHITE - 1),
    middle: kindsIn(counts, MIDDLE[0], MIDDLE[1]),
    all,
  };
}

function isNearTwo(counts: ArrayLike<number>, all: number, grays: number): boolean {
  const near = sumOf(counts, 0, NEAR - 1) + sumOf(counts, WHITE - NEAR + 1, WHITE);
  if (near - (all - grays) < NEAR_GRAYS_SHARE * grays) return false;
  const ends = [kindsIn(counts, 1, NEAR - 1), kindsIn(counts, WHITE - NEAR + 1, WHITE - 1)];
  return near >= NEAR_SHARE * all && ends.every((kinds) => kinds >= NEAR_GRAYS);
}

function sumOf(counts: ArrayLike<number>, first: number, last: number): number {
  let sum = 0;
  for (let value = first; value <= last; value++) sum += counts[value];
  return sum;
}

function kindsIn(counts: ArrayLike<number>, first: number, last: number): number {
  let kinds = 0;
  for (let value = first; value <= last; value++) if (counts[value] > 0) kinds++;
  return kinds;
}
