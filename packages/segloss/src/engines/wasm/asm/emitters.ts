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

/** Gives a function its emitters. */
export function giveEmitters(writer: Writer): void {
  const to = writer as unknown as Record<Kind, object>;
  for (const [kind, Emitter] of EMITTERS) to[kind] = new Emitter(writer);
}

const EMITTERS: readonly (readonly [Kind, ReturnType<typeof emitterClass>])[] = [...VECTORS, ...OTHERS].map(
  (kind) => [kind, emitterClass(kind)],
);

/** A class, since each function has an emitter of each kind: they share their verbs. */
function emitterClass(kind: Kind): new (writer: Writer) => object {
  const made = class {
    readonly writer: Writer;
    constructor(writer: Writer) {
      this.writer = writer;
    }
  };
  Object.assign(made.prototype, verbsOf(kind));
  return made;
}

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
