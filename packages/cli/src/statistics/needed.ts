import type { Difference, FoldTable } from "./repeated-folds.ts";
import { tQuantile } from "./student-t.ts";

/** What would decide an undecided comparison. */
export interface Needed {
  /** The candidate that is hardest to tell from the leader. */
  readonly against: number;
  /** The difference that is worth showing: the one seen, or the margin. */
  readonly target: number;
  /** The difference that these data show with a power of 80 %. */
  readonly showsNow: number;
  readonly kind: "repeats" | "images" | "out of reach";
  /** Repeats in all, each with its own partition. */
  readonly repeats?: number;
  readonly images?: number;
}

const POWER = 0.8;
const MOST_REPEATS = 20;
const MOST_IMAGES = 20_000;
/** More images are tried in steps of a quarter. */
const GROWTH = 1.25;

/**
 * The smallest plan that would show `target`: more repeats of these images, else more images with at least three repeats.
 *
 * @param level two-sided
 */
export function whatIsNeeded(
  table: FoldTable,
  { against, lead, target, level }: { against: number; lead: Difference; target: number; level: number },
): Needed {
  const times = (df: number) => tQuantile(1 - level / 2, df) + tQuantile(POWER, df);
  const repeats = table.repeats.length;
  const ofImages = repeats === 1 ? lead.parts.images : lead.parts.units;
  const ofRuns = Math.max(0, lead.parts.folds - lead.parts.images);
  const dfOfRepeat =
    table.repeats.reduce((sum, { weights }) => sum + 1 / weights.reduce((all, w) => all + w * w, 0) - 1, 0) /
    repeats;
  const shows = (images: number, times_: number) => {
    const df = Math.min(times_ * dfOfRepeat, (table.units * images) / table.images - 1);
    return times(df) * Math.sqrt((ofImages * table.images) / images + ofRuns / times_);
  };
  const common = { against, target, showsNow: times(table.df) * lead.error };
  // Where repeats have one partition, more of them would have it too.
  const mostRepeats = table.isOnePartition ? 0 : MOST_REPEATS;
  for (let more = repeats + 1; more <= mostRepeats; more++)
    if (shows(table.images, more) <= target) return { ...common, kind: "repeats", repeats: more };
  const least = Math.max(repeats, 3);
  for (let k = 1; k <= 40; k++) {
    const images = Math.ceil(table.images * GROWTH ** k);
    if (images > MOST_IMAGES) break;
    if (shows(images, least) <= target) return { ...common, kind: "images", images, repeats: least };
  }
  return { ...common, kind: "out of reach" };
}
