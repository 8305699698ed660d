import { check } from "../../../door/check.ts";
import type { Kind } from "../../../door/kind.ts";
import { choice, listOf, RECORD, TEXT } from "../../../door/kinds.ts";
import { Builder, type Callee, type ParameterTypes } from "./builder.ts";
import type { Emitters } from "./emitters.ts";
import type { VectorInstruction } from "./instructions.ts";
import type { I32, Operand, V128, Value, Variable } from "./value.ts";
import { TYPE, type ValueType } from "./value-type.ts";

export type { Callee, ParameterTypes } from "./builder.ts";

/**
 * A WebAssembly function under construction. Numbers are expressions that are computed where they are used; `let` keeps
 * one in a local. Vectors and statements are written at once, every vector to a local of its own: the compiler of the
 * host turns locals into registers, so nothing is lost by naming them all. Vector constants are set into locals before
 * the first instruction, since V8 13.6 materialises inline ones again in every round of a loop.
 */
export interface FunctionBuilder<P extends ParameterTypes = ParameterTypes> extends Callee, Emitters {
  readonly parameters: { readonly [K in keyof P]: Variable<P[K]> };
  /** A new local, zero unless it is set to a value. */
  local<T extends ValueType>(type: T, value?: Operand<T>): Variable<T>;
  /** A new local that keeps a value. */
  let<V extends Value>(value: V): Variable<V["type"]>;
  set<T extends ValueType>(variable: Variable<T>, value: Operand<T>): void;
  /** Adds to a variable. */
  advance(variable: Variable<"i32">, by: I32 | number): void;
  store(address: I32 | number, value: Value, offset?: number): void;
  /** The result of an instruction of vectors, by its name. */
  vector(name: VectorInstruction, args: readonly V128[]): V128;
  /** A float in all four lanes, from a local set once. */
  splat(x: number): V128;
  /** An integer in all four lanes, or four, from a local set once. */
  integers(...lanes: number[]): V128;
  /** Lanes of 32 bits of two vectors, numbered one after the other. */
  lanes(a: V128, b: V128, which: readonly number[]): V128;
  /** Calls a function; what it returns, if anything, in a local. */
  call<const C extends Callee>(target: C, ...args: readonly Operand[]): Returned<C>;
  if(condition: I32, then: () => void, otherwise?: () => void): void;
  /** Rounds while the body's result holds, one at least. */
  repeat(round: () => I32): void;
  /** Rounds while the condition holds. */
  while(condition: I32, round: () => void): void;
  /** Rounds until the body leaves. */
  loop(round: (leaveIf: (condition: I32) => void) => void): void;
  /** i = from, from + step, ... below the end, unsigned. */
  for(from: I32 | number, end: I32 | number, step: number, body: (i: Variable<"i32">) => void): void;
  /** i = count - 1, ..., 0. */
  forDown(count: I32 | number, body: (i: Variable<"i32">) => void): void;
  return(value: Value): void;
  /** What the function returns when it comes to its end. */
  result(value: Value): void;
  /** Bytes of the function's code entry, in a module that numbers the functions it calls. */
  code(numberOf: (target: Callee) => number): Uint8Array<ArrayBuffer>;
}

type Returned<C extends Callee> = C["results"] extends readonly [infer T extends ValueType]
  ? Variable<T>
  : undefined;

const VALUE_TYPE = choice(...Object.keys(TYPE));
const TYPES = listOf(VALUE_TYPE, `a list of ${Object.keys(TYPE).join(", ")}`);
const PARAMETERS: Kind = {
  expected: `a list of names, or an object whose values are ${Object.keys(TYPE).join(", ")}`,
  fits: (value) =>
    listOf(TEXT).fits(value) ||
    (RECORD.fits(value) && Object.values(value as object).every((x) => VALUE_TYPE.fits(x))),
};

/**
 * Begins a function.
 *
 * @param parameters types by name, in order; a list of names where all are i32
 * @param results types; at most one, which `result` gives
 */
export function functionBuilder<const N extends string>(
  parameters: readonly N[],
  results?: readonly ValueType[],
): FunctionBuilder<Record<N, "i32">>;
export function functionBuilder<const P extends ParameterTypes>(
  parameters: P,
  results?: readonly ValueType[],
): FunctionBuilder<P>;
export function functionBuilder(
  parameters: ParameterTypes | readonly string[],
  results: readonly ValueType[] = [],
): FunctionBuilder {
  check("functionBuilder: parameters", parameters, PARAMETERS);
  check("functionBuilder: results", results, TYPES);
  const types = Array.isArray(parameters)
    ? Object.fromEntries(parameters.map((name) => [name, "i32"] as const))
    : (parameters as ParameterTypes);
  return new Builder(types, results) as unknown as FunctionBuilder;
}
