import { checkOptions } from "../door/check-options.ts";
import { ANY, RECORD } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { squareSteps } from "./distance-transform.ts";
import { type Axis, checkOutput, gridAxes, type LabelArray, line } from "./grid.ts";
import { addParabola, eachSegment, type LowerEnvelope, lowerEnvelope } from "./lower-envelope.ts";

/** Distances to the nearest and to the second nearest cell, one value per pixel each. */
export interface NearestCells {
  readonly d1: Float64Array;
  readonly d2: Float64Array;
}

export interface NearestCellsOptions {
  /** Pixel size along each axis of the shape, in the unit of the result. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Where to write the result. Default: new arrays. */
  readonly output?: NearestCells;
}

/**
 * For every pixel the exact Euclidean distances to the nearest and the second nearest cell, a cell being
 * all pixels that carry one nonzero label. d1 is 0 inside a cell; d1 (d2) is Infinity where there are
 * fewer than one (two) cells. Time linear in the pixels, whatever the number of cells.
 *
 * The two nearest distinct cells are found axis by axis. A cell that is neither first nor second at a
 * pixel q of a line has two cells before it wherever its best path leads through q, so two candidates per
 * pixel are enough for exactness. Along a line the nearest cell is the lower envelope of the first
 * candidates; where it is cell c, the second is the lower envelope of each pixel's best candidate that
 * is not c. That one needs only the sites between c's neighbours on the first envelope, because the site
 * of an envelope never moves left as x moves right; so each pixel is visited at most three times.
 *
 * @param labels instance labels, 0 is background
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when labels, shape, spacing and output do not fit each other
 *
 * @example nearestCells(new Uint8Array([1, 0, 0, 2]), [4]) // d1 = 0, 1, 1, 0; d2 = 3, 2, 2, 3
 */
export function nearestCells(
  given: LabelArray,
  shape: readonly number[],
  options: NearestCellsOptions = {},
): NearestCells {
  checkOptions("nearestCells", options, { spacing: ANY, output: RECORD });
  const { spacing, output } = options;
  const labels = readLabels("labels", given);
  const axes = gridAxes("labels", labels.length, shape, spacing);
  const d1 = output?.d1 ?? new Float64Array(labels.length);
  const d2 = output?.d2 ?? new Float64Array(labels.length);
  checkOutput("output.d1", d1, labels.length);
  checkOutput("output.d2", d2, labels.length);
  const candidates = initialCandidates(labels, d1, d2);
  scanFirstAxis(candidates, axes[0]);
  for (const axis of axes.slice(1)) sweepAxis(candidates, axis);
  for (let i = 0; i < d1.length; i++) {
    d1[i] = Math.sqrt(d1[i]);
    d2[i] = Math.sqrt(d2[i]);
  }
  return { d1, d2 };
}

/** (Squared) distance and label of the nearest two cells of each pixel; Infinity where there is none. */
interface Candidates {
  readonly value1: Float64Array;
  readonly value2: Float64Array;
  readonly label1: Int32Array;
  readonly label2: Int32Array;
}

function initialCandidates(labels: LabelArray, value1: Float64Array, value2: Float64Array): Candidates {
  for (let i = 0; i < labels.length; i++) value1[i] = labels[i] ? 0 : Infinity;
  value2.fill(Infinity);
  return { value1, value2, label1: new Int32Array(labels), label2: new Int32Array(labels.length) };
}

/**
 * Nearest cells along the first axis alone, in whole slices, so that memory is read in order: what is
 * nearest to a pixel is nearest to the pixel before or after it, or the pixel itself.
 */
function scanFirstAxis(candidates: Candidates, { size, stride, step }: Axis): void {
  const end = size * stride;
  for (let i = stride; i < end; i++) insertNeighbour(candidates, i, i - stride);
  for (let i = end - stride - 1; i >= 0; i--) insertNeighbour(candidates, i, i + stride);
  squareSteps(candidates.value1, step);
  squareSteps(candidates.value2, step);
}

/** The nearest two distinct cells of those of a pixel and those of its neighbour, one step away. */
function insertNeighbour(candidates: Candidates, i: number, neighbour: number): void {
  const { value1, value2, label1, label2 } = candidates;
  insert(candidates, i, value1[neighbour] + 1, label1[neighbour]);
  insert(candidates, i, value2[neighbour] + 1, label2[neighbour]);
}

function insert(
  { value1, value2, label1, label2 }: Candidates,
  i: number,
  value: number,
  label: number,
): void {
  if (value >= value2[i]) return;
  if (label === label1[i]) {
    if (value < value1[i]) value1[i] = value;
  } else if (value < value1[i]) {
    value2[i] = value1[i];
    label2[i] = label1[i];
    value1[i] = value;
    label1[i] = label;
  } else {
    value2[i] = value;
    label2[i] = label;
  }
}

/** Scratch for one line: candidates before and after the sweep, and the two envelopes. */
interface Line {
  readonly size: number;
  readonly step: number;
  readonly perStep: number;
  readonly before: Candidates;
  readonly after: Candidates;
  readonly first: LowerEnvelope;
  readonly second: LowerEnvelope;
}

function scratchLine({ size, step }: Axis): Line {
  return {
    size,
    step,
    perStep: 1 / (step * step),
    before: lineCandidates(size),
    after: lineCandidates(size),
    first: lowerEnvelope(size),
    second: lowerEnvelope(size),
  };
}

function lineCandidates(size: number): Candidates {
  const none = new Int32Array(size);
  return initialCandidates(none, new Float64Array(size), new Float64Array(size));
}

function sweepAxis(candidates: Candidates, axis: Axis): void {
  if (axis.size === 1) return;
  const lines = candidates.value1.length / axis.size;
  const scratch = scratchLine(axis);
  const { size, before, after, first } = scratch;
  for (let k = 0; k < lines; k++) {
    const place = { base: line(axis, k), stride: axis.stride };
    copyLine(size, candidates, place, before, WHOLE);
    // No cell is called 0.
    sweepOthers(scratch, 0, { left: 0, right: size - 1, from: 0, end: size });
    if (first.count === 0) continue;
    sweepSecond(scratch);
    copyLine(size, after, WHOLE, candidates, place);
  }
}

/** Where a line lies. */
interface Place {
  readonly base: number;
  readonly stride: number;
}

const WHOLE: Place = { base: 0, stride: 1 };

function copyLine(size: number, from: Candidates, at: Place, to: Candidates, there: Place): void {
  for (let x = 0, i = at.base, k = there.base; x < size; x++, i += at.stride, k += there.stride) {
    to.value1[k] = from.value1[i];
    to.value2[k] = from.value2[i];
    to.label1[k] = from.label1[i];
    to.label2[k] = from.label2[i];
  }
}

/** Second nearest cell, for each run of segments of the first envelope that belong to one cell. */
function sweepSecond(scratch: Line): void {
  const { size, first, before } = scratch;
  for (let k = 0, next = 0; k < first.count; k = next) {
    const label = before.label1[first.site[k]];
    next = k + 1;
    while (next < first.count && before.label1[first.site[next]] === label) next++;
    const isLast = next === first.count;
    sweepOthers(scratch, label, {
      left: k > 0 ? first.site[k - 1] : 0,
      right: isLast ? size - 1 : first.site[next],
      from: first.start[k],
      end: isLast ? size : first.start[next],
    });
  }
}

/** Pixels `from` to `end` - 1, and the sites `left` to `right` that come into question for them. */
interface Run {
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly end: number;
}

/** Nearest cell other than `label` for the pixels of a run; the nearest of all when that is 0. */
function sweepOthers(
  { step, perStep, before, after, first, second }: Line,
  label: number,
  { left, right, from, end }: Run,
): void {
  const { value1, value2, label1, label2 } = before;
  const [envelope, values, labels] =
    label === 0 ? [first, after.value1, after.label1] : [second, after.value2, after.label2];
  envelope.count = 0;
  for (let x = left; x <= right; x++) {
    const value = label1[x] === label ? value2[x] : value1[x];
    if (value < Infinity) addParabola(envelope, x, value, perStep, from, end - 1);
  }
  if (envelope.count === 0) values.fill(Infinity, from, end);
  eachSegment(envelope, end, (site, value, start, stop) => {
    labels.fill(label1[site] === label ? label2[site] : label1[site], start, stop);
    for (let x = start; x < stop; x++) {
      const d = (x - site) * step;
      values[x] = value + d * d;
    }
  });
}
