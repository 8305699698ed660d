import { GAP_LIMIT, GAPS_PER_PIXEL } from "../facts/object-facts.ts";
import type { ObjectSummary } from "../inspection.ts";
import type { SeenTruth } from "../see/seen-set.ts";
import { spread } from "./spread.ts";
import { sum } from "./sum.ts";

/** Objects with another one as near as this, in pixels, are near. */
export const NEAR = 10;

export function objectSummary(images: readonly SeenTruth[], numbered: boolean): ObjectSummary {
  const all = images.map(({ mask }) => mask.objects);
  const each = all.flatMap(({ pixels, nearest }) =>
    pixels.map((count, k) => ({ pixels: count, nearest: Number.isFinite(nearest[k]) ? nearest[k] : null })),
  );
  const distances = each.flatMap(({ nearest }) => nearest ?? []);
  return {
    ...{ kind: numbered ? "numbered" : "parts", count: each.length, each },
    perImage: spread(all.map(({ pixels }) => pixels.length)),
    sizes: spread(each.map(({ pixels }) => pixels)),
    nearest: spread(distances),
    touching: sum(all.map(({ touching }) => touching)),
    near: distances.filter((distance) => distance <= NEAR).length,
    gaps: Array.from({ length: GAP_LIMIT * GAPS_PER_PIXEL }, (_, k) => sum(all.map(({ gaps }) => gaps[k]))),
  };
}
