/** The bits of a number of single precision, as a kernel's parameters have them. */
export function spacingBits(x: number): number {
  return new Uint32Array(Float32Array.of(x).buffer)[0];
}
