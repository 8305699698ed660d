import type { InstructionName } from "../encoder/instructions.ts";
import { exp, expNegative } from "../math/exponential.ts";
import { cosh, sinh, tanh } from "../math/hyperbolic.ts";
import { log, log1p, log1pUnit } from "../math/logarithm.ts";
import type { VectorCode } from "../math/vector-code.ts";
import type { ValueBuilder } from "./build.ts";
import type { Value, ValueOp } from "./value.ts";

type FunctionOfValues = (code: VectorCode<Value>, x: Value, relaxed: boolean) => Value;

const FUNCTIONS: Readonly<Partial<Record<ValueOp, FunctionOfValues>>> = {
  expNegative,
  exp,
  log,
  log1p,
  log1pUnit,
  tanh,
  sinh,
  cosh,
};

/** Operations that are one instruction. */
export const INSTRUCTION_OF: Readonly<Partial<Record<ValueOp, InstructionName>>> = {
  add: "f32x4.add",
  sub: "f32x4.sub",
  mul: "f32x4.mul",
  div: "f32x4.div",
  neg: "f32x4.neg",
  abs: "f32x4.abs",
  sqrt: "f32x4.sqrt",
  pmin: "f32x4.pmin",
  pmax: "f32x4.pmax",
  less: "f32x4.lt",
  atLeast: "f32x4.ge",
  equal: "f32x4.eq",
  notEqual: "f32x4.ne",
  sameInteger: "i32x4.eq",
  leastInteger: "i32x4.min_u",
  addInteger: "i32x4.add",
  subInteger: "i32x4.sub",
  toFloat: "f32x4.convert_i32x4_s",
  not: "v128.not",
  and: "v128.and",
  andnot: "v128.andnot",
  or: "v128.or",
  xor: "v128.xor",
};

const OP_OF: ReadonlyMap<string, ValueOp> = new Map(
  Object.entries(INSTRUCTION_OF).map(([op, instruction]) => [instruction, op as ValueOp]),
);

/** A function of a value in single instructions, or null for an operation that is one. */
export function spelledOut({ op }: Value, args: readonly Value[], build: ValueBuilder): Value | null {
  const spell = FUNCTIONS[op];
  // Products and sums apart: where they are one instruction, that is found later.
  return spell ? spell(codeOfValues(build), args[0], false) : null;
}

/** Code whose instructions become values of a program. */
function codeOfValues(build: ValueBuilder): VectorCode<Value> {
  return {
    vector: (name, args) => {
      if (name === "v128.bitselect") return build.apply("select", args[2], args[0], args[1]);
      const op = OP_OF.get(name);
      if (op) return build.apply(op, ...args);
      throw new Error(`No operation of values is ${name}: this is a defect of the engine.`);
    },
    shift: (name, x, bits) => build.shift(name === "i32x4.shl" ? "shiftLeft" : "shiftRight", x, bits),
    splat: (x) => build.constant(x),
    integers: (lane) => build.leaf("integer", 0, lane),
  };
}
