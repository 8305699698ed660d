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

/** A value of which something is made. */
export interface Output {
  readonly value: Value;
}

/** What one sweep over the pixels computes. */
export interface Program {
  readonly channels: number;
  readonly sums: readonly SumOutput[];
  readonly stores: readonly StoreOutput[];
  readonly guards: readonly GuardOutput[];
}

/** The values of which a program makes something. */
export function valuesOf({ sums, stores, guards }: Program): Value[] {
  return [...sums, ...stores, ...guards].map(({ value }) => value);
}

/** Outputs with their values changed. */
export function withValues<T extends Output>(outputs: readonly T[], change: (value: Value) => Value): T[] {
  return outputs.map((output) => ({ ...output, value: change(output.value) }));
}

/** The program with the values of all its outputs changed. */
export function changed(program: Program, change: (value: Value) => Value): Program {
  return {
    ...program,
    sums: withValues(program.sums, change),
    stores: withValues(program.stores, change),
    guards: withValues(program.guards, change),
  };
}
