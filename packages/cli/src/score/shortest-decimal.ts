/**
 * The shortest decimal that single precision stores as this number, where it is one of single precision: 1.1 for
 * 1.100000023841858, which is how files keep a spacing of 1.1. Other numbers stay as they are.
 */
export function shortestDecimal(value: number): number {
  if (Math.fround(value) !== value) return value;
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}
