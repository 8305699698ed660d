import type { Op } from "./ops.ts";
import type { Value } from "./value.ts";

/** A value of which something is made. */
export interface Output<O extends string = Op> {
  readonly value: Value<O>;
}

/** A sum over the pixels of the image, of a value or of log(1 + value) (0 <= value <= 1). */
export interface SumOutput<O extends string = Op> extends Output<O> {
  readonly logarithmic: boolean;
  /** Where it is added: index of a float64 in the image's row, and of the first class if there are several. */
  readonly slot: number;
  readonly perClass: boolean;
  /** Of a value per pixel: added to the sum of the pixel's own class alone. */
  readonly byLabel?: boolean;
}

/** A plane that is written. */
export interface StoreOutput<O extends string = Op> extends Output<O> {
  /** Index of the plane. */
  readonly plane: number;
  /** A value per pixel, written in place of what a store before has written for the pixel's own class. */
  readonly byLabel?: boolean;
}

/** The largest of the bit patterns, unsigned: how bad input shows. */
export interface GuardOutput<O extends string = Op> extends Output<O> {
  readonly slot: number;
}

/** What is made of values. */
export interface Outputs<O extends string = Op> {
  readonly sums: readonly SumOutput<O>[];
  readonly stores: readonly StoreOutput<O>[];
  readonly guards: readonly GuardOutput<O>[];
}

/** What one sweep over the pixels computes. */
export interface Program extends Outputs {
  readonly channels: number;
}

/** The values of which something is made. */
export function valuesOf<O extends string>({ sums, stores, guards }: Outputs<O>): Value<O>[] {
  return [...sums, ...stores, ...guards].map(({ value }) => value);
}

/** The outputs of other values. */
export function withValues<O extends string, P extends string>(
  { sums, stores, guards }: Outputs<O>,
  change: (value: Value<O>) => Value<P>,
): Outputs<P> {
  const of = <T extends Output<O>>(list: readonly T[]): (Omit<T, "value"> & Output<P>)[] =>
    list.map((output) => ({ ...output, value: change(output.value) }));
  return { sums: of(sums), stores: of(stores), guards: of(guards) };
}

/** The program with the values of all its outputs changed. */
export function changed(program: Program, change: (value: Value) => Value): Program {
  return { channels: program.channels, ...withValues(program, change) };
}
