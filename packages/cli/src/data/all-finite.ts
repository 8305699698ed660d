/** Whether a network puts out numbers alone. A call a number, as `every` makes, takes many times as long. */
export function allFinite(values: Float32Array): boolean {
  // NaN and infinite ones give NaN, and it stays.
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += values[i] * 0;
  return zero === 0;
}
