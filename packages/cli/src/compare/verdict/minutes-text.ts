/** Minutes of an estimate in words. */
export function minutesText(minutes: number): string {
  if (minutes < 1.5) return `${Math.max(1, Math.round(minutes * 60))} seconds`;
  if (minutes < 90) return `${Math.round(minutes)} minutes`;
  return `${(minutes / 60).toFixed(1)} hours`;
}
