/** Batches that one assessment looks at, at most. */
export const MOST_ASSESSED = 8;
/** A prediction of a batch takes a third to a half of a step, so all assessments take 5 to 8 % of the steps: below a tenth, which they may take. */
const SHARE = 0.15;

/** Batches of validation crops that each of the assessments of a training looks at: what a plan reckons with and a training does. */
export function assessedBatches(steps: number, points: number): number {
  const wanted = Math.floor((SHARE * steps) / Math.max(1, points));
  return Math.min(MOST_ASSESSED, Math.max(1, wanted));
}
