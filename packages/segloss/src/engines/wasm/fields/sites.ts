import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";

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
  readonly line: Local;
  readonly left: Local;
  readonly right: Local;
}

export interface SitePlace {
  /** Where the indices of sites go (i32): room for the range and three more. */
  readonly list: Local;
  /** Address of `COMPACTION`. */
  readonly compaction: Local;
  /** step^2 in four lanes. */
  readonly scale: Local;
}

/** Sites in order: their indices (i32) from `list` to `end`, their heights in the line. */
export interface Sites {
  readonly line: Local;
  readonly list: Local;
  readonly end: Local;
}

/**
 * The sites of a range that can be on the lower envelope. The envelope of
 * parabolas is the lower convex hull of the points (x, height/step^2 + x^2), so a site on or above the chord of two
 * others never shows. Four sites at a time are compared with chords of a few lengths: few are left that the stack would
 * have to take back, one by one and by branches that cannot be foretold.
 */
export function collectSites(c: Code, { line, left, right }: SiteRange, place: SitePlace): Sites {
  const { list, compaction, scale } = place;
  const end = c.variable("i32", list);
  const last = c.i32("add", right, c.int(1));
  const rises = CHORDS.map((k) => c.vector("f32x4.mul", scale, c.f.splat(2 * k * k)));
  c.each(left, last, 4, (x) => {
    const at = c.at(line, x, 2);
    const height = c.load("v128", at);
    const twice = c.vector("f32x4.add", height, height);
    const kept = CHORDS.map((k, i) => {
      const before = c.load("v128", c.i32("sub", at, c.int(4 * k)));
      const ends = c.vector("f32x4.add", before, c.load("v128", at, 4 * k));
      return c.vector("f32x4.gt", c.vector("f32x4.add", ends, rises[i]), twice);
    }).reduce((a, b) => c.vector("v128.and", a, b));
    const bits = c.test("i32x4.bitmask", kept);
    const places = c.load("v128", c.at(compaction, bits, 4));
    c.store("v128", end, c.vector("i32x4.add", places, c.vector("i32x4.splat", x)));
    c.assign(end, c.at(end, c.i32("popcnt", bits), 2));
  });
  return { line, list, end };
}

/** Infinity beside the sites `left` to `end` - 1. */
export function fillBeside(c: Code, line: Local, left: Local, end: Local): void {
  const infinite = c.f.splat(Infinity);
  const first = c.i32("sub", c.at(line, left, 2), c.int(4 * SITE_MARGIN));
  for (const at of [first, c.at(line, end, 2)])
    for (let k = 0; k < SITE_MARGIN + 4; k += 4)
      if (at !== first || k < SITE_MARGIN) c.store("v128", at, infinite, 4 * k);
}
