/** Pixels of each class; ignored ones are not counted. */
export function countClasses(mask: ArrayLike<number>, classes: number, ignore?: number): number[] {
  const counts = new Float64Array(65536);
  for (let i = 0; i < mask.length; i++) counts[mask[i]]++;
  return Array.from({ length: classes }, (_, label) => (label === ignore ? 0 : counts[label]));
}
