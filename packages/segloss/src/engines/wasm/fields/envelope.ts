import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import type { SitePlace, Sites } from "./sites.ts";

/** Parts of a segment, f64: site, intercept = height/step^2 + site^2, and both less those of the segment before. */
const [SITE, INTERCEPT, APART, RISE] = [0, 8, 16, 24];
export const SEGMENT_BYTES = 32;

/** Where an envelope is kept, and the numbers that it needs. */
export interface EnvelopePlace extends SitePlace {
  /** Address of the segments. */
  readonly base: Local;
  /** Address of 0.5/n (f64) for n = 0, 1, ... */
  readonly halves: Local;
  /** 1/step^2 (f64) */
  readonly perScale: Local;
}

/**
 * The lower envelope of parabolas height + step^2 (x - site)^2 as a stack of segments; returns the address of the last
 * one, `base` when there is none. It is the lower convex hull of the points (site, intercept), which needs no division:
 * a site below the line through the last two takes the last one. Double precision, so that whole squares are exact.
 *
 * P. Felzenszwalb, D. Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 8, 2012; the hull as
 * in A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979.
 */
export function emitEnvelope(c: Code, { line, list, end }: Sites, { base, perScale }: EnvelopePlace): Local {
  // Below the stack lies a segment so high and steep that nothing takes it, nor the one above it.
  const top = c.variable("i32", base);
  const site = c.variable("f64", c.real(-1));
  const intercept = c.variable("f64", c.real(1e300));
  const apart = c.variable("f64", c.real(0));
  const rise = c.variable("f64", c.real(-1));
  const parts = [site, intercept, apart, rise];
  const offsets = [SITE, INTERCEPT, APART, RISE];
  const store = (): void => {
    for (const [i, part] of parts.entries()) c.store("f64", top, part, offsets[i]);
  };
  store();
  c.each(list, end, 4, (at) => {
    const index = c.load("i32", at);
    const height = c.load("f32", c.at(line, index, 2));
    const newSite = c.f64("convert_i32_s", index);
    const scaled = c.f64("mul", c.f64("promote_f32", height), perScale);
    const newIntercept = c.f64("add", scaled, c.f64("mul", newSite, newSite));
    const newApart = c.variable("f64", c.f64("sub", newSite, site));
    const newRise = c.variable("f64", c.f64("sub", newIntercept, intercept));
    c.loop((leaveWhen) => {
      leaveWhen(c.test("f64.gt", c.f64("mul", newRise, apart), c.f64("mul", rise, newApart)));
      c.f.advance(top, -SEGMENT_BYTES);
      for (const [i, part] of parts.entries()) c.assign(part, c.load("f64", top, offsets[i]));
      c.assign(newApart, c.f64("sub", newSite, site));
      c.assign(newRise, c.f64("sub", newIntercept, intercept));
    });
    for (const [i, part] of [newSite, newIntercept, newApart, newRise].entries()) c.assign(parts[i], part);
    c.f.advance(top, SEGMENT_BYTES);
    store();
  });
  return top;
}

/** A segment: its site, its pixels `from` to `end` - 1. */
export interface Segment {
  readonly site: Local;
  readonly from: Local;
  readonly end: Local;
}

/** The segments from left to right, as far as they have pixels from `from` to `end` - 1. */
export function eachSegment(
  c: Code,
  { base, halves }: EnvelopePlace,
  top: Local,
  [from, end]: readonly [Local, Local],
  body: (segment: Segment) => void,
): void {
  const segment = c.variable("i32", base);
  const start = c.variable("i32", from);
  c.loop((leaveWhen) => {
    c.f.advance(segment, SEGMENT_BYTES);
    leaveWhen(c.test("i32.gt_u", segment, top));
    leaveWhen(c.test("i32.ge_s", start, end));
    const next = c.i32("add", segment, c.int(SEGMENT_BYTES));
    const stop = endOf(c, halves, next, top, end);
    c.when(c.test("i32.gt_s", stop, start), () => {
      body({ site: siteOf(c, segment), from: start, end: stop });
      c.assign(start, stop);
    });
  });
}

/** Where the pixels of a segment end: the first one of the `next`, if it is one, and at most `end`. */
export function endOf(c: Code, halves: Local, next: Local, top: Local, end: Local): Local {
  const isLast = c.test("i32.gt_u", next, top);
  const following = startOf(c, c.select("i32", top, next, isLast), halves);
  const beyond = c.i32("or", isLast, c.test("i32.gt_s", following, end));
  return c.select("i32", end, following, beyond);
}

export function siteOf(c: Code, segment: Local): Local {
  return c.i32("trunc_sat_f64_s", c.load("f64", segment, SITE));
}

/** The pixel behind the crossing of a segment with the one before it, its first one; one before the line is 0 or less. */
function startOf(c: Code, segment: Local, halves: Local): Local {
  const apart = c.i32("trunc_sat_f64_u", c.load("f64", segment, APART));
  const half = c.load("f64", c.at(halves, apart, 3));
  const crossing = c.f64("mul", c.load("f64", segment, RISE), half);
  return c.i32("trunc_sat_f64_s", c.f64("add", crossing, c.real(1)));
}

/**
 * Writes the heights of a segment, whose site has its height in one line, to another line, four at a time: up to three
 * pixels more than it has, which the segments that follow write again.
 */
export function writeHeights(
  c: Code,
  { site, from, end }: Segment,
  scale: Local,
  heights: Local,
  line: Local,
): void {
  const height = c.vector("v128.load32_splat", c.at(heights, site, 2));
  const lanes = c.f.vector("i32x4.add", [
    c.vector("i32x4.splat", c.i32("sub", from, site)),
    c.f.integers(0, 1, 2, 3),
  ]);
  const apart = c.variable("v128", c.vector("f32x4.convert_i32x4_s", lanes));
  c.each(from, end, 4, (x) => {
    const rise = c.vector("f32x4.mul", c.vector("f32x4.mul", apart, apart), scale);
    c.store("v128", c.at(line, x, 2), c.vector("f32x4.add", height, rise));
    c.assign(apart, c.vector("f32x4.add", apart, c.f.splat(4)));
  });
}
