import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
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
import { writeLeast } from "./least-heights.ts";
import { collectSites, fillBeside, type Sites } from "./sites.ts";

/** Pixels of a run below which trying every site is faster than an envelope. */
const FEW = 96;

/** The nearest two cells of the pixels of a line, pixel beside pixel: addresses of squared distances and labels. */
export interface CellLine {
  readonly near1: Local;
  readonly near2: Local;
  readonly cell1: Local;
  readonly cell2: Local;
}

export interface CellLineJob {
  /** `near1` with margins. */
  readonly line: CellLine;
  readonly size: Local;
  /** Labels are written when they are wanted. */
  readonly result: CellLine;
  readonly labels: boolean;
  /** A line with margins for the candidates of a run. */
  readonly part: Local;
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
export function emitLineCells(c: Code, lineJob: CellLineJob): void {
  const { line, size, first, result } = lineJob;
  const zero = c.int(0);
  const right = c.i32("sub", size, c.int(1));
  fillBeside(c, line.near1, zero, size);
  const top = emitEnvelope(c, collectSites(c, { line: line.near1, left: zero, right }, first), first);
  c.when(
    c.test("i32.eq", top, first.base),
    () => writeNothing(c, lineJob),
    () => {
      eachSegment(c, first, top, [zero, size], (segment) =>
        write(c, lineJob, segment, line.near1, [result.near1, result.cell1], () =>
          labelAt(c, lineJob, segment.site),
        ),
      );
      eachRun(c, lineJob, top, (run) => emitOthers(c, lineJob, run));
    },
  );
}

function labelAt(c: Code, { line }: CellLineJob, x: Local): Local {
  return c.load("i32", c.at(line.cell1, x, 2));
}

/** Heights of a segment, with the label of its cell when labels are wanted. */
function write(
  c: Code,
  { first, labels }: CellLineJob,
  segment: Segment,
  heights: Local,
  [near, cell]: readonly [Local, Local],
  label: () => Local,
): void {
  writeHeights(c, segment, first.scale, heights, near);
  if (!labels) return;
  const name = label();
  c.each(segment.from, segment.end, 1, (x) => c.store("i32", c.at(cell, x, 2), name));
}

/** No cell in the line. */
function writeNothing(c: Code, { result, size }: CellLineJob): void {
  c.each(c.int(0), size, 4, (x) => {
    for (const near of [result.near1, result.near2]) c.store("v128", c.at(near, x, 2), c.f.splat(Infinity));
    for (const cell of [result.cell1, result.cell2]) c.store("v128", c.at(cell, x, 2), c.f.integers(0));
  });
}

/** Pixels `from` to `end` - 1 whose nearest cell is `label`; others may come from sites `left` to `right`. */
interface Run {
  readonly label: Local;
  readonly left: Local;
  readonly right: Local;
  readonly from: Local;
  readonly end: Local;
}

/** Segments in a row that belong to one cell. */
function eachRun(c: Code, lineJob: CellLineJob, top: Local, body: (run: Run) => void): void {
  const { first, size } = lineJob;
  const bytes = c.int(SEGMENT_BYTES);
  const segment = c.variable("i32", c.i32("add", first.base, bytes));
  const left = c.variable("i32", c.int(0));
  const from = c.variable("i32", c.int(0));
  c.loop((leaveWhen) => {
    leaveWhen(c.test("i32.gt_u", segment, top));
    const label = labelAt(c, lineJob, siteOf(c, segment));
    const next = c.variable("i32", c.i32("add", segment, bytes));
    c.loop((leave) => {
      leave(c.test("i32.gt_u", next, top));
      leave(c.test("i32.ne", labelAt(c, lineJob, siteOf(c, next)), label));
      c.f.advance(next, SEGMENT_BYTES);
    });
    const isLast = c.test("i32.gt_u", next, top);
    const after = siteOf(c, c.select("i32", segment, next, isLast));
    const right = c.select("i32", c.i32("sub", size, c.int(1)), after, isLast);
    const end = endOf(c, first.halves, next, top, size);
    c.when(c.test("i32.gt_s", end, from), () => {
      body({ label, left, right, from, end });
      c.assign(from, end);
    });
    c.assign(left, siteOf(c, c.i32("sub", next, bytes)));
    c.assign(segment, next);
  });
}

/** The nearest cell but one for the pixels of a run. */
function emitOthers(c: Code, lineJob: CellLineJob, run: Run): void {
  const { line, part, second, result } = lineJob;
  const { left, right } = run;
  const last = c.i32("add", right, c.int(1));
  const own = c.vector("i32x4.splat", run.label);
  c.each(left, last, 4, (x) => {
    const [near1, near2, label] = [line.near1, line.near2, line.cell1].map((at) =>
      c.load("v128", c.at(at, x, 2)),
    );
    const same = c.vector("i32x4.eq", label, own);
    c.store("v128", c.at(part, x, 2), c.vector("v128.bitselect", near2, near1, same));
  });
  fillBeside(c, part, left, last);
  const sites = collectSites(c, { line: part, left, right }, second);
  if (lineJob.labels) {
    emitByEnvelope(c, lineJob, run, sites);
    return;
  }
  const pixels = c.i32("sub", run.end, run.from);
  c.when(
    c.test("i32.lt_s", pixels, c.int(FEW)),
    () => writeLeast(c, sites, [run.from, run.end], second.scale, result.near2),
    () => emitByEnvelope(c, lineJob, run, sites),
  );
}

function emitByEnvelope(c: Code, lineJob: CellLineJob, run: Run, sites: Sites): void {
  const { line, part, second, result } = lineJob;
  const top = emitEnvelope(c, sites, second);
  c.when(c.test("i32.eq", top, second.base), () => {
    c.each(run.from, run.end, 1, (x) => {
      const infinite = c.f.value("f32", "f32.demote_f64", [c.real(Infinity)]);
      c.store("f32", c.at(result.near2, x, 2), infinite);
      if (lineJob.labels) c.store("i32", c.at(result.cell2, x, 2), c.int(0));
    });
  });
  eachSegment(c, second, top, [run.from, run.end], (segment) => {
    write(c, lineJob, segment, part, [result.near2, result.cell2], () => {
      const label1 = labelAt(c, lineJob, segment.site);
      const label2 = c.load("i32", c.at(line.cell2, segment.site, 2));
      return c.select("i32", label2, label1, c.test("i32.eq", label1, run.label));
    });
  });
}
