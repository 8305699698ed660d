import type { FunctionBuilder } from "../asm/function-builder.ts";
import type { VectorInstruction } from "../asm/instructions.ts";
import type { V128 } from "../asm/value.ts";
import type { Instruction, LoopValue } from "../legalise/instructions.ts";

/** Operations that are one instruction of their operands. */
const NAMES: Readonly<Partial<Record<Instruction, VectorInstruction>>> = {
  add: "f32x4.add",
  sub: "f32x4.sub",
  mul: "f32x4.mul",
  div: "f32x4.div",
  neg: "f32x4.neg",
  abs: "f32x4.abs",
  sqrt: "f32x4.sqrt",
  min: "f32x4.pmin",
  max: "f32x4.pmax",
  less: "f32x4.lt",
  atLeast: "f32x4.ge",
  equal: "f32x4.eq",
  notEqual: "f32x4.ne",
  same: "i32x4.eq",
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

/** Where the values of the vector in hand are. */
export interface ValueSource {
  readonly f: FunctionBuilder;
  readonly relaxed: boolean;
  /** A leaf, or a value kept from an earlier loop; null for one that is computed here. */
  load(value: LoopValue): V128 | null;
  /** Whether a value is computed here and used once only. */
  isInner(value: LoopValue): boolean;
  readonly done: Map<LoopValue, V128>;
}

/** Emits the instructions of a value, each value once. */
export function emitValue(value: LoopValue, from: ValueSource): V128 {
  const known = from.done.get(value);
  if (known !== undefined) return known;
  const local = from.load(value) ?? compute(value, from);
  from.done.set(value, local);
  return local;
}

function compute(value: LoopValue, from: ValueSource): V128 {
  const { f, relaxed } = from;
  const fused = relaxed ? fusedProduct(value, from) : null;
  if (fused !== null) return fused;
  const args = value.args.map((arg) => emitValue(arg, from));
  switch (value.op) {
    case "select":
      return f.v128.bitselect(args[1], args[2], args[0]);
    case "signBit":
      return f.i32x4.shl(args[0], 31);
    case "signMask":
      return f.i32x4.shr_s(args[0], 31);
    case "shiftLeft":
      return f.i32x4.shl(args[0], value.immediate);
    case "shiftRight":
      return f.i32x4.shr_s(args[0], value.immediate);
    default:
  }
  const name = NAMES[value.op];
  if (name) return f.vector(name, args);
  throw new Error(`The wasm engine has no code for ${value.op}: this is a defect of the engine.`);
}

/** a b + c and c - a b, when nothing else needs the product. */
function fusedProduct(value: LoopValue, from: ValueSource): V128 | null {
  if (value.op !== "add" && value.op !== "sub") return null;
  const single = (arg: LoopValue): boolean =>
    arg.op === "mul" && arg.axes === value.axes && from.isInner(arg) && !from.done.has(arg);
  const [a, b] = value.args;
  const operands = (product: LoopValue): [V128, V128] => [
    emitValue(product.args[0], from),
    emitValue(product.args[1], from),
  ];
  if (value.op === "sub") {
    if (!single(b)) return null;
    const [x, y] = operands(b);
    return from.f.f32x4.relaxed_nmadd(x, y, emitValue(a, from));
  }
  const product = single(a) ? a : single(b) ? b : null;
  if (product === null) return null;
  const [x, y] = operands(product);
  return from.f.f32x4.relaxed_madd(x, y, emitValue(product === a ? b : a, from));
}
