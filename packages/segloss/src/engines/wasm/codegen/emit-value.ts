import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import { INSTRUCTION_OF } from "../ir/spell-out.ts";
import type { Value } from "../ir/value.ts";
import { addProduct, subtractProduct } from "../math/multiply-add.ts";

/** Where the values of the vector in hand are. */
export interface ValueSource {
  readonly f: FunctionBuilder;
  readonly relaxed: boolean;
  /** A leaf, or a value kept from an earlier loop; null for one that is computed here. */
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
  const args = value.args.map((arg) => emitValue(arg, from));
  switch (value.op) {
    case "select":
      return f.vector("v128.bitselect", [args[1], args[2], args[0]]);
    case "signBit":
      return f.shift("i32x4.shl", args[0], 31);
    case "signMask":
      return f.shift("i32x4.shr_s", args[0], 31);
    case "shiftLeft":
      return f.shift("i32x4.shl", args[0], value.immediate);
    case "shiftRight":
      return f.shift("i32x4.shr_s", args[0], value.immediate);
    default:
  }
  const name = INSTRUCTION_OF[value.op];
  if (name) return f.vector(name, args);
  throw new Error(`The wasm engine has no code for ${value.op}: this is a defect of the engine.`);
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
