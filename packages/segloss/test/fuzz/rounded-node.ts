/** Numbers of a node over the pixels of a region, and how far each may be off. */
export interface Rounded {
  readonly axes: number;
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/** What single precision leaves of a number below its range, and the floor of the wasm engine's exponential. */
export const UNDERFLOW = 2e-38;
