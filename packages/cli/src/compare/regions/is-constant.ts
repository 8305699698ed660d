/** Pixels of a class that were predicted rightly, predicted wrongly, and missed. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** Whether one class is predicted everywhere, though the truth has several. */
export function isConstant(classes: readonly Counts[]): boolean {
  const predicted = classes.filter(({ tp, fp }) => tp + fp > 0).length;
  const present = classes.filter(({ tp, fn }) => tp + fn > 0).length;
  return predicted === 1 && present > 1;
}
