import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f32, type I32, i32 } from "../../asm/value.ts";
import {
  type EnvelopePlace,
  eachSegment,
  emitEnvelope,
  endOf,
  SEGMENT_BYTES,
  type Segment,
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
  const { line, size, first, result } = lineJob;
  const right = f.let(size.sub(1));
  const left = i32.const(0);
  fillBeside(f, line.near1, left, size);
  const top = emitEnvelope(f, collectSites(f, { line: line.near1, left, right }, first), first);
  f.if(
    top.eq(first.base),
    () => writeNothing(f, lineJob),
    () => {
      eachSegment(f, first, top, [left, size], (segment) =>
        write(f, lineJob, segment, line.near1, [result.near1, result.cell1], () =>
          labelAt(f, lineJob, segment.site),
        ),
      );
      eachRun(f, lineJob, top, (run) => emitOthers(f, lineJob, run));
    },
  );
}

function labelAt(f: FunctionBuilder, { line }: CellLineJob, x: I32): I32 {
  return f.let(i32.load(line.cell1.add(x.shl(2))));
}

/** Heights of a segment, with the label of its cell when labels are wanted. */
function write(
  f: FunctionBuilder,
  { first, labels }: CellLineJob,
  segment: Segment,
  heights: I32,
  [near, cell]: readonly [I32, I32],
  label: () => I32,
): void {
  writeHeights(f, segment, first.scale, heights, near);
  if (!labels) return;
  const name = label();
  f.for(segment.from, segment.end, 1, (x) => f.store(cell.add(x.shl(2)), name));
}

/** No cell in the line. */
function writeNothing(f: FunctionBuilder, { result, size }: CellLineJob): void {
  f.for(0, size, 4, (x) => {
    for (const near of [result.near1, result.near2]) f.store(near.add(x.shl(2)), f.splat(Infinity));
    for (const cell of [result.cell1, result.cell2]) f.store(cell.add(x.shl(2)), f.integers(0));
  });
}

/** Pixels `from` to `end` - 1 whose nearest cell is `label`; others may come from sites `left` to `right`. */
interface Run {
  readonly label: I32;
  readonly left: I32;
  readonly right: I32;
  readonly from: I32;
  readonly end: I32;
}

/** Segments in a row that belong to one cell. */
function eachRun(f: FunctionBuilder, lineJob: CellLineJob, top: I32, body: (run: Run) => void): void {
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
      body({ label, left, right, from, end });
      f.set(from, end);
    });
    f.set(left, siteOf(f, next.sub(SEGMENT_BYTES)));
    f.set(segment, next);
  });
}

/** The nearest cell but one for the pixels of a run. */
function emitOthers(f: FunctionBuilder, lineJob: CellLineJob, run: Run): void {
  const { line, part, second, result } = lineJob;
  const { left, right } = run;
  const last = f.let(right.add(1));
  const own = f.i32x4.splat(run.label);
  f.for(left, last, 4, (x) => {
    const [near1, near2, label] = [line.near1, line.near2, line.cell1].map((at) =>
      f.v128.load(at.add(x.shl(2))),
    );
    const same = f.i32x4.eq(label, own);
    f.store(part.add(x.shl(2)), f.v128.bitselect(near2, near1, same));
  });
  fillBeside(f, part, left, last);
  const top = emitEnvelope(f, collectSites(f, { line: part, left, right }, second), second);
  f.if(top.eq(second.base), () => {
    f.for(run.from, run.end, 1, (x) => {
      const infinite = f.let(f32.demote_f64(Infinity));
      f.store(result.near2.add(x.shl(2)), infinite);
      if (lineJob.labels) f.i32.store(result.cell2.add(x.shl(2)), 0);
    });
  });
  eachSegment(f, second, top, [run.from, run.end], (segment) => {
    write(f, lineJob, segment, part, [result.near2, result.cell2], () => {
      const label1 = labelAt(f, lineJob, segment.site);
      const label2 = f.let(i32.load(line.cell2.add(segment.site.shl(2))));
      return f.let(label1.eq(run.label).choose(label2, label1));
    });
  });
}
