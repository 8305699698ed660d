import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";

/** Distances at which a pair of sites is tried to hide the one in their middle. */
const CHORDS = [1, 2, 4, 8];
/** Floats before and behind a range of sites that are read: they must be Infinity. */
const SITE_MARGIN = 8;

/** Row `bits` holds the places of the bits that are set, for `collectSites`: four i32 each. */
export const COMPACTION: Int32Array = Int32Array.from({ length: 64 }, (_, i) => {
  const bits = i >> 2;
  const places = [0, 1, 2, 3].filter((place) => (bits >> place) & 1);
  return places[i & 3] ?? 0;
});

export interface SiteRange {
  /** Address of the height (f32) of pixel 0; Infinity where there is no site and beside the range. */
  readonly line: I32;
  readonly left: I32;
  readonly right: I32;
}

export interface SitePlace {
  /** Where the indices of sites go (i32): room for the range and three more. */
  readonly list: I32;
  /** Address of `COMPACTION`. */
  readonly compaction: I32;
  /** step^2 in four lanes. */
  readonly scale: V128;
}

/** Sites in order: their indices (i32) from `list` to `end`, their heights in the line. */
export interface Sites {
  readonly line: I32;
  readonly list: I32;
  readonly end: I32;
}

/**
 * The sites of a range that can be on the lower envelope. The envelope of
 * parabolas is the lower convex hull of the points (x, height/step^2 + x^2), so a site on or above the chord of two
 * others never shows. Four sites at a time are compared with chords of a few lengths: few are left that the stack would
 * have to take back, one by one and by branches that cannot be foretold.
 */
export function collectSites(f: FunctionBuilder, { line, left, right }: SiteRange, place: SitePlace): Sites {
  const { list, compaction, scale } = place;
  const end = f.let(list);
  const last = f.let(right.add(1));
  const rises = CHORDS.map((k) => f.f32x4.mul(scale, f.splat(2 * k * k)));
  f.for(left, last, 4, (x) => {
    const at = f.let(line.add(x.shl(2)));
    const height = f.v128.load(at);
    const twice = f.f32x4.add(height, height);
    const kept = CHORDS.map((k, i) => {
      const before = f.v128.load(at.sub(4 * k));
      const ends = f.f32x4.add(before, f.v128.load(at, 4 * k));
      return f.f32x4.gt(f.f32x4.add(ends, rises[i]), twice);
    }).reduce((a, b) => f.v128.and(a, b));
    const bits = f.let(f.i32x4.bitmask(kept));
    const places = f.v128.load(compaction.add(bits.shl(4)));
    f.store(end, f.i32x4.add(places, f.i32x4.splat(x)));
    f.set(end, end.add(bits.popcnt().shl(2)));
  });
  return { line, list, end };
}

/** Infinity beside the sites `left` to `end` - 1. */
export function fillBeside(f: FunctionBuilder, line: I32, left: I32, end: I32): void {
  const infinite = f.splat(Infinity);
  const first = f.let(line.add(left.shl(2)).sub(4 * SITE_MARGIN));
  for (const at of [first, line.add(end.shl(2))])
    for (let k = 0; k < SITE_MARGIN + 4; k += 4)
      if (at !== first || k < SITE_MARGIN) f.store(at, infinite, 4 * k);
}
