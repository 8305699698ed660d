import { type Expression, MAKERS, type Maker } from "./expression.ts";
import {
  type ImmediatesOf,
  INSTRUCTIONS,
  type InstructionName,
  type OperandsOf,
  type ResultOf,
} from "./instructions.ts";
import type { Operands, ResultValue, V128 } from "./value.ts";

const VECTORS = ["v128", "i8x16", "i16x8", "i32x4", "f32x4", "f64x2"] as const;
const OTHERS = ["memory", "i32", "i64", "f32", "f64"] as const;
type Kind = (typeof VECTORS | typeof OTHERS)[number];

/**
 * Instructions that a function under construction writes at once, by what they work on: those of vectors, and those
 * without a result. Numbers that come from vectors are expressions, as all numbers are.
 */
export type Emitters = {
  readonly [K in Kind]: {
    readonly [N in InstructionName as N extends `${K}.${infer Verb}`
      ? K extends (typeof VECTORS)[number]
        ? Verb
        : ResultOf<N> extends "none"
          ? Verb
          : never
      : never]: (...args: [...Operands<OperandsOf<N>>, ...ImmediatesOf<N>]) => Emitted<N>;
  };
};

type Emitted<N extends InstructionName> =
  ResultOf<N> extends "none" ? undefined : ResultOf<N> extends "v128" ? V128 : ResultValue<N>;

/** What emitters need of a function. */
interface Writer {
  let(value: Expression): Expression;
  do(statement: Expression): void;
}

/** The emitters of a function. */
export function emittersOf(writer: Writer): object {
  return Object.fromEntries(
    EMITTERS.map(([kind, verbs]) => [kind, Object.create(verbs, { writer: { value: writer } })]),
  );
}

const EMITTERS: readonly (readonly [Kind, object])[] = [...VECTORS, ...OTHERS].map((kind) => [
  kind,
  verbsOf(kind),
]);

function verbsOf(kind: Kind): object {
  const verbs: Record<string, unknown> = {};
  for (const [name, { result }] of INSTRUCTIONS)
    if (name.startsWith(`${kind}.`))
      verbs[name.slice(kind.length + 1)] = emitterOf(MAKERS.get(name) as Maker, result);
  return verbs;
}

function emitterOf(make: Maker, result: string): unknown {
  type Emitter = { readonly writer: Writer };
  if (result === "none")
    return function (this: Emitter, ...args: never[]): void {
      this.writer.do(make(...args));
    };
  if (result !== "v128") return make;
  return function (this: Emitter, a: never, b: never, c: never, d: never, e: never): Expression {
    return this.writer.let(make(a, b, c, d, e));
  };
}
