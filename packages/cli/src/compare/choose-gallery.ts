import type { DataSet, Sample } from "../data/index.ts";

/** Images shown in the report. */
const SHOWN = 6;

/**
 * Held-back images worth looking at, by index: those with the most classes, and among them those in which the least
 * common classes are strongest. Chosen from the truth alone, so that no loss is favoured.
 */
export function chooseGallery(held: DataSet): number[] {
  const shares = held.images.map((sample) => classShares(sample, held.classes.length));
  const rarity = totals(shares).map((total) => 1 / Math.max(total, 1e-9));
  const interest = shares.map((own) => own.reduce((sum, share, c) => sum + Math.sqrt(share * rarity[c]), 0));
  const order = held.images.map((_, index) => index).sort((a, b) => interest[b] - interest[a] || a - b);
  return order.slice(0, SHOWN).sort((a, b) => a - b);
}

/** Share of the pixels of each class. */
function classShares({ mask }: Sample, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of mask) if (label < classes) counts[label]++;
  return counts.map((count) => count / mask.length);
}

function totals(shares: readonly (readonly number[])[]): number[] {
  return (shares[0] ?? []).map((_, c) => shares.reduce((sum, own) => sum + own[c], 0));
}
