import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { InstructionName } from "../encoder/instructions.ts";
import type { Value, ValueOp } from "../ir/value.ts";
import { exp, expNegative } from "../math/exponential.ts";
import { cosh, sinh, tanh } from "../math/hyperbolic.ts";
import { log, log1p, log1pUnit } from "../math/logarithm.ts";
import { addProduct, subtractProduct } from "../math/multiply-add.ts";

/** Operations that are one instruction. */
const DIRECT: Readonly<Partial<Record<ValueOp, InstructionName>>> = {
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
  equal: "f32x4.eq",
  notEqual: "f32x4.ne",
  sameInteger: "i32x4.eq",
  leastInteger: "i32x4.min_u",
  not: "v128.not",
  and: "v128.and",
  andnot: "v128.andnot",
  or: "v128.or",
  xor: "v128.xor",
};

type Function1 = (f: FunctionBuilder, x: Local, relaxed: boolean) => Local;

/** Operations that are a function of one operand. */
const FUNCTIONS: Readonly<Partial<Record<ValueOp, Function1>>> = {
  expNegative,
  exp,
  log,
  log1p,
  log1pUnit,
  tanh,
  sinh,
  cosh,
  signBit: (f, x) => shift(f, "i32x4.shl", x),
  signMask: (f, x) => shift(f, "i32x4.shr_s", x),
};

function shift(f: FunctionBuilder, name: "i32x4.shl" | "i32x4.shr_s", x: Local): Local {
  f.get(x);
  f.push(31);
  f.emit(name);
  const result = f.local("v128");
  f.set(result);
  return result;
}

/** Where the values of the vector in hand are. */
export interface ValueSource {
  readonly f: FunctionBuilder;
  readonly relaxed: boolean;
  /** A leaf, or a value kept from an earlier phase; null for one that is computed here. */
  load(value: Value): Local | null;
  /** Whether a value is computed here and used once only. */
  isInner(value: Value): boolean;
  readonly done: Map<Value, Local>;
}

/** Emits the instructions of a value, each value once. */
export function emitValue(value: Value, from: ValueSource): Local {
  const known = from.done.get(value);
  if (known !== undefined) return known;
  const local = from.load(value) ?? compute(value, from);
  from.done.set(value, local);
  return local;
}

function compute(value: Value, from: ValueSource): Local {
  const { f, relaxed } = from;
  const fused = relaxed ? fusedProduct(value, from) : null;
  if (fused !== null) return fused;
  if (value.op === "select") {
    const [condition, yes, no] = value.args.map((arg) => emitValue(arg, from));
    return f.vector("v128.bitselect", [yes, no, condition]);
  }
  const args = value.args.map((arg) => emitValue(arg, from));
  const name = DIRECT[value.op];
  if (name) return f.vector(name, args);
  const called = FUNCTIONS[value.op];
  if (!called)
    throw new Error(`The wasm engine has no code for ${value.op}: this is a defect of the engine.`);
  return called(f, args[0], relaxed);
}

/** a b + c and c - a b, when nothing else needs the product. */
function fusedProduct(value: Value, from: ValueSource): Local | null {
  if (value.op !== "add" && value.op !== "sub") return null;
  const single = (arg: Value): boolean =>
    arg.op === "mul" && arg.axes === value.axes && from.isInner(arg) && !from.done.has(arg);
  const [a, b] = value.args;
  const operands = (product: Value): [Local, Local] => [
    emitValue(product.args[0], from),
    emitValue(product.args[1], from),
  ];
  if (value.op === "sub") {
    if (!single(b)) return null;
    const [x, y] = operands(b);
    return subtractProduct(from.f, x, y, emitValue(a, from), true);
  }
  const product = single(a) ? a : single(b) ? b : null;
  if (product === null) return null;
  const [x, y] = operands(product);
  return addProduct(from.f, x, y, emitValue(product === a ? b : a, from), true);
}
