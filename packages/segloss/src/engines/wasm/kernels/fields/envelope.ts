import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type F64, f32, f64, type I32, i32, type V128 } from "../../asm/value.ts";
import type { SitePlace, Sites } from "./sites.ts";

/** Parts of a segment, f64: site, intercept = height/step^2 + site^2, and both less those of the segment before. */
const [SITE, INTERCEPT, APART, RISE] = [0, 8, 16, 24];
export const SEGMENT_BYTES = 32;

/** Where an envelope is kept, and the numbers that it needs. */
export interface EnvelopePlace extends SitePlace {
  /** Address of the segments. */
  readonly base: I32;
  /** Address of 0.5/n (f64) for n = 0, 1, ... */
  readonly halves: I32;
  /** 1/step^2 (f64) */
  readonly perScale: F64;
}

/**
 * The lower envelope of parabolas height + step^2 (x - site)^2 as a stack of segments; returns the address of the last
 * one, `base` when there is none. It is the lower convex hull of the points (site, intercept), which needs no division:
 * a site below the line through the last two takes the last one. Double precision, so that whole squares are exact.
 *
 * P. Felzenszwalb, D. Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 8, 2012; the hull as
 * in A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979.
 */
export function emitEnvelope(
  f: FunctionBuilder,
  { line, list, end }: Sites,
  { base, perScale }: EnvelopePlace,
): I32 {
  // Below the stack lies a segment so high and steep that nothing takes it, nor the one above it.
  const top = f.let(base);
  const site = f.local("f64", -1);
  const intercept = f.local("f64", 1e300);
  const apart = f.local("f64", 0);
  const rise = f.local("f64", -1);
  const parts = [site, intercept, apart, rise];
  const offsets = [SITE, INTERCEPT, APART, RISE];
  const store = (): void => {
    for (const [i, part] of parts.entries()) f.store(top, part, offsets[i]);
  };
  store();
  f.for(list, end, 4, (at) => {
    const index = f.let(i32.load(at));
    const height = f.let(f32.load(line.add(index.shl(2))));
    const newSite = f.let(f64.convert_i32_s(index));
    const scaled = f.let(f64.promote_f32(height).mul(perScale));
    const newIntercept = f.let(scaled.add(newSite.mul(newSite)));
    const newApart = f.let(newSite.sub(site));
    const newRise = f.let(newIntercept.sub(intercept));
    f.loop((leaveWhen) => {
      leaveWhen(newRise.mul(apart).gt(rise.mul(newApart)));
      f.advance(top, -SEGMENT_BYTES);
      for (const [i, part] of parts.entries()) f.set(part, f64.load(top, offsets[i]));
      f.set(newApart, newSite.sub(site));
      f.set(newRise, newIntercept.sub(intercept));
    });
    for (const [i, part] of [newSite, newIntercept, newApart, newRise].entries()) f.set(parts[i], part);
    f.advance(top, SEGMENT_BYTES);
    store();
  });
  return top;
}

/** A segment: its site, its pixels `from` to `end` - 1. */
export interface Segment {
  readonly site: I32;
  readonly from: I32;
  readonly end: I32;
}

/** The segments from left to right, as far as they have pixels from `from` to `end` - 1. */
export function eachSegment(
  f: FunctionBuilder,
  { base, halves }: EnvelopePlace,
  top: I32,
  [from, end]: readonly [I32, I32],
  body: (segment: Segment) => void,
): void {
  const segment = f.let(base);
  const start = f.let(from);
  f.loop((leaveWhen) => {
    f.advance(segment, SEGMENT_BYTES);
    leaveWhen(segment.gt_u(top));
    leaveWhen(start.ge_s(end));
    const next = f.let(segment.add(SEGMENT_BYTES));
    const stop = endOf(f, halves, next, top, end);
    f.if(stop.gt_s(start), () => {
      body({ site: siteOf(f, segment), from: start, end: stop });
      f.set(start, stop);
    });
  });
}

/** Where the pixels of a segment end: the first one of the `next`, if it is one, and at most `end`. */
export function endOf(f: FunctionBuilder, halves: I32, next: I32, top: I32, end: I32): I32 {
  const isLast = f.let(next.gt_u(top));
  const following = startOf(f, isLast.choose(top, next), halves);
  const beyond = f.let(isLast.or(following.gt_s(end)));
  return f.let(beyond.choose(end, following));
}

export function siteOf(f: FunctionBuilder, segment: I32): I32 {
  return f.let(i32.trunc_sat_f64_s(f64.load(segment, SITE)));
}

/** The pixel behind the crossing of a segment with the one before it, its first one; one before the line is 0 or less. */
function startOf(f: FunctionBuilder, segment: I32, halves: I32): I32 {
  const apart = f.let(i32.trunc_sat_f64_u(f64.load(segment, APART)));
  const half = f.let(f64.load(halves.add(apart.shl(3))));
  const crossing = f.let(f64.load(segment, RISE).mul(half));
  return f.let(i32.trunc_sat_f64_s(crossing.add(1)));
}

/**
 * Writes the heights of a segment, whose site has its height in one line, to another line, four at a time: up to three
 * pixels more than it has, which the segments that follow write again.
 */
export function writeHeights(
  f: FunctionBuilder,
  { site, from, end }: Segment,
  scale: V128,
  heights: I32,
  line: I32,
): void {
  const height = f.v128.load32_splat(heights.add(site.shl(2)));
  const lanes = f.i32x4.add(f.i32x4.splat(from.sub(site)), f.integers(0, 1, 2, 3));
  const apart = f.f32x4.convert_i32x4_s(lanes);
  f.for(from, end, 4, (x) => {
    const rise = f.f32x4.mul(f.f32x4.mul(apart, apart), scale);
    f.store(line.add(x.shl(2)), f.f32x4.add(height, rise));
    f.set(apart, f.f32x4.add(apart, f.splat(4)));
  });
}
