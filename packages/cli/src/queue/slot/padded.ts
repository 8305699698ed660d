/** A number in names that sort as it does. */
export function padded(number: number): string {
  return String(number).padStart(6, "0");
}
