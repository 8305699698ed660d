import type { Axes } from "../formula/expression.ts";
import type { Op } from "./ops.ts";
import type { Value } from "./value.ts";

/** Makes nodes, simplified, one object for equal ones; one method an operation. */
export type Builder<O extends string = Op> = NodeMaker<O> & {
  readonly [K in Exclude<O, keyof NodeMaker<O>>]: (...args: Operand<O>[]) => Value<O>;
};

/** Numbers stand for constants. */
type Operand<O extends string> = Value<O> | number;

export interface NodeMaker<O extends string> {
  leaf(op: O, axes: Axes, immediate?: number): Value<O>;
  constant(x: number): Value<O>;
  integer(n: number): Value<O>;
  apply(op: O, args: readonly Value<O>[], immediate?: number): Value<O>;
  /** The same operation of other operands. */
  rebuilt(value: Value<O>, args: readonly Value<O>[]): Value<O>;
  /** As it is given, not simplified. */
  node(op: O, args: readonly Value<O>[], axes: Axes, immediate?: number): Value<O>;
}

/** Rules that give the same value by fewer operations, or null. */
export type Rules<O extends string> = Readonly<
  Partial<Record<O, (args: readonly Value<O>[], make: Builder<O>) => Value<O> | null>>
>;
