import type { Value } from "./value.ts";

/** A sum over the pixels of the image, of a value or of log(1 + value) (0 <= value <= 1). */
export interface SumOutput {
  readonly value: Value;
  readonly logarithmic: boolean;
  /** Where it is added: index of a float64 in the image's row, and of the first class if there are several. */
  readonly slot: number;
  readonly perClass: boolean;
  /** Of a value per pixel: added to the sum of the pixel's own class alone. */
  readonly byLabel?: boolean;
}

/** A plane that is written. */
export interface StoreOutput {
  readonly value: Value;
  /** Index of the plane. */
  readonly plane: number;
  /** A value per pixel, written in place of what a store before has written for the pixel's own class. */
  readonly byLabel?: boolean;
}

/** The largest of the bit patterns, unsigned: how bad input shows. */
export interface GuardOutput {
  readonly value: Value;
  readonly slot: number;
}

/** What one sweep over the pixels computes. */
export interface Program {
  readonly channels: number;
  readonly sums: readonly SumOutput[];
  readonly stores: readonly StoreOutput[];
  readonly guards: readonly GuardOutput[];
}
