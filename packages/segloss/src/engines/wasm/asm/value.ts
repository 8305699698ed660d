import { constantOf, MAKERS } from "./expression.ts";
import type { ImmediatesOf, InstructionName, OperandsOf, ResultOf } from "./instructions.ts";
import type { ValueType } from "./value-type.ts";

/** A number that the function under construction computes where it is used, each time anew. */
interface Typed<T extends ValueType> {
  readonly type: T;
}

/** Instructions of a type whose first operand has it too are methods: `a.add(b)`. */
type Methods<P extends ValueType> = {
  readonly [N in InstructionName as N extends `${P}.${infer Verb}`
    ? OperandsOf<N>[0] extends P
      ? ImmediatesOf<N> extends []
        ? Verb
        : never
      : never
    : never]: OperandsOf<N> extends [unknown, ...infer Rest]
    ? (...rest: Operands<Rest>) => ResultValue<N>
    : never;
};

export interface I32 extends Typed<"i32">, Methods<"i32"> {
  /** One of two numbers: the second where this is 0. Both are computed. */
  choose<V extends I32 | I64 | F32 | F64>(yes: V, no: Operand<V["type"]>): Value<V["type"]>;
}
export interface I64 extends Typed<"i64">, Methods<"i64"> {}
export interface F32 extends Typed<"f32">, Methods<"f32"> {}
export interface F64 extends Typed<"f64">, Methods<"f64"> {}
/** A vector, which is always in a local. Its instructions say how its lanes are read: `f.f32x4.add(a, b)`. */
export interface V128 extends Typed<"v128"> {
  readonly index: number;
}

interface Values {
  readonly i32: I32;
  readonly i64: I64;
  readonly f32: F32;
  readonly f64: F64;
  readonly v128: V128;
}

export type Value<T extends ValueType = ValueType> = Values[T];
/** Plain numbers stand for constants. */
export type Operand<T extends ValueType = ValueType> = T extends "v128" ? V128 : Values[T] | number;
/** A value that is kept in a local, and may be set. */
export type Variable<T extends ValueType = ValueType> = T extends ValueType
  ? Values[T] & { readonly index: number }
  : never;

/** Types of operands as values. */
export type Operands<Types> = { [K in keyof Types]: Types[K] extends ValueType ? Operand<Types[K]> : never };
export type ResultValue<N extends InstructionName> =
  ResultOf<N> extends infer R extends ValueType ? Values[R] : never;

/** Instructions of a type whose result is a number, as functions: `f64.convert_i32_u(x)`, `i32.load(address, offset)`. */
type Functions<P extends ValueType> = {
  readonly [N in InstructionName as N extends `${P}.${infer Verb}`
    ? ResultOf<N> extends "none"
      ? never
      : Verb
    : never]: (...args: [...Operands<OperandsOf<N>>, ...ImmediatesOf<N>]) => ResultValue<N>;
} & { const(x: number): Values[P] };

export const i32: Functions<"i32"> = functionsOf("i32");
export const i64: Functions<"i64"> = functionsOf("i64");
export const f32: Functions<"f32"> = functionsOf("f32");
export const f64: Functions<"f64"> = functionsOf("f64");

function functionsOf<P extends Exclude<ValueType, "v128">>(type: P): Functions<P> {
  const functions: Record<string, unknown> = { const: (x: number) => constantOf(type, x) };
  for (const [name, make] of MAKERS)
    if (name.startsWith(`${type}.`)) functions[name.slice(type.length + 1)] = make;
  return functions as Functions<P>;
}
