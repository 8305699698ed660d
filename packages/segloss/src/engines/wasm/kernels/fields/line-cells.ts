import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f32, type I32, i32 } from "../../asm/value.ts";
import {
  type EnvelopePlace,
  eachSegment,
  emitEnvelope,
  endOf,
  SEGMENT_BYTES,
  siteOf,
  writeHeights,
} from "./envelope.ts";
import { collectSites, fillBeside } from "./sites.ts";

/** The nearest two cells of the pixels of a line, pixel beside pixel: addresses of squared distances and labels. */
export interface CellLine {
  readonly near1: I32;
  readonly near2: I32;
  readonly cell1: I32;
  readonly cell2: I32;
}

export interface CellLineJob {
  /** `near1` with margins. */
  readonly line: CellLine;
  readonly size: I32;
  /** Labels are written when they are wanted. */
  readonly result: CellLine;
  readonly labels: boolean;
  /** A line with margins for the candidates of a run. */
  readonly part: I32;
  /** Where the two envelopes are kept. */
  readonly first: EnvelopePlace;
  readonly second: EnvelopePlace;
}

/**
 * The nearest two distinct cells with one axis more, of those of the pixels of a line. The nearest is the envelope of
 * the first candidates. Where it is cell c, the second is the envelope of each pixel's best candidate that is not c;
 * only sites between c's neighbours on the first envelope come into question, because the site of an envelope never
 * moves left as x moves right. So each pixel is looked at three times at most, whatever the number of cells.
 */
export function emitLineCells(f: FunctionBuilder, lineJob: CellLineJob): void {
  const { line, size, first, second, result } = lineJob;
  const all: Run = { left: i32.const(0), right: f.let(size.sub(1)), from: i32.const(0), end: size };
  const label = (site: I32): I32 => labelAt(f, lineJob, site);
  const top = emitRun(f, lineJob, all, line.near1, first, [result.near1, result.cell1], label);
  f.if(
    top.eq(first.base),
    () => writeNothing(f, lineJob, all, [result.near2, result.cell2]),
    () =>
      eachRun(f, lineJob, top, (run, own) => {
        fillPart(f, lineJob, run, own);
        emitRun(f, lineJob, run, lineJob.part, second, [result.near2, result.cell2], (site) => {
          const label1 = label(site);
          const label2 = f.let(i32.load(line.cell2.add(site.shl(2))));
          return f.let(label1.eq(own).choose(label2, label1));
        });
      }),
  );
}

function labelAt(f: FunctionBuilder, { line }: CellLineJob, x: I32): I32 {
  return f.let(i32.load(line.cell1.add(x.shl(2))));
}

/** Pixels `from` to `end` - 1 whose nearest cell is one; others may come from sites `left` to `right`. */
interface Run {
  readonly left: I32;
  readonly right: I32;
  readonly from: I32;
  readonly end: I32;
}

/** The envelope of the heights of a run: heights, and labels when they are wanted; returns its last segment. */
function emitRun(
  f: FunctionBuilder,
  lineJob: CellLineJob,
  run: Run,
  heights: I32,
  place: EnvelopePlace,
  [near, cell]: readonly [I32, I32],
  labelOf: (site: I32) => I32,
): I32 {
  const { left, right, from, end } = run;
  fillBeside(f, heights, left, f.let(right.add(1)));
  const top = emitEnvelope(f, collectSites(f, { line: heights, left, right }, place), place);
  f.if(top.eq(place.base), () => writeNothing(f, lineJob, run, [near, cell]));
  eachSegment(f, place, top, [from, end], (segment) => {
    writeHeights(f, segment, place.scale, heights, near);
    if (!lineJob.labels) return;
    const label = labelOf(segment.site);
    f.for(segment.from, segment.end, 1, (x) => f.store(cell.add(x.shl(2)), label));
  });
  return top;
}

/** No cell for the pixels of a run. */
function writeNothing(
  f: FunctionBuilder,
  { labels }: CellLineJob,
  { from, end }: Run,
  [near, cell]: readonly [I32, I32],
): void {
  f.for(from, end, 1, (x) => {
    f.store(near.add(x.shl(2)), f32.const(Infinity));
    if (labels) f.i32.store(cell.add(x.shl(2)), 0);
  });
}

/** Segments in a row that belong to one cell. */
function eachRun(
  f: FunctionBuilder,
  lineJob: CellLineJob,
  top: I32,
  body: (run: Run, label: I32) => void,
): void {
  const { first, size } = lineJob;
  const segment = f.let(first.base.add(SEGMENT_BYTES));
  const left = f.local("i32", 0);
  const from = f.local("i32", 0);
  f.loop((leaveWhen) => {
    leaveWhen(segment.gt_u(top));
    const label = labelAt(f, lineJob, siteOf(f, segment));
    const next = f.let(segment.add(SEGMENT_BYTES));
    f.loop((leave) => {
      leave(next.gt_u(top));
      leave(labelAt(f, lineJob, siteOf(f, next)).ne(label));
      f.advance(next, SEGMENT_BYTES);
    });
    const isLast = f.let(next.gt_u(top));
    const after = siteOf(f, isLast.choose(segment, next));
    const right = f.let(isLast.choose(size.sub(1), after));
    const end = endOf(f, first.halves, next, top, size);
    f.if(end.gt_s(from), () => {
      body({ left, right, from, end }, label);
      f.set(from, end);
    });
    f.set(left, siteOf(f, next.sub(SEGMENT_BYTES)));
    f.set(segment, next);
  });
}

/** The best candidates of sites that are not of a cell. */
function fillPart(f: FunctionBuilder, { line, part }: CellLineJob, { left, right }: Run, own: I32): void {
  const label = f.i32x4.splat(own);
  f.for(left, f.let(right.add(1)), 4, (x) => {
    const [near1, near2, cell] = [line.near1, line.near2, line.cell1].map((at) =>
      f.v128.load(at.add(x.shl(2))),
    );
    f.store(part.add(x.shl(2)), f.v128.bitselect(near2, near1, f.i32x4.eq(cell, label)));
  });
}
