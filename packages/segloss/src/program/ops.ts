import { readSignatures, type Signatures } from "./signature.ts";

/**
 * Operations of programs, which say what is computed: how, each device knows in tables of its own over these names. An operation, its
 * operands and its result.
 */
const TABLE = {
  // Leaves. Immediates: the index of a plane or of a number in the image's row, the number itself; 1 for what always holds, else 0.
  plane: "-> f32",
  /** The class index of the pixel; with one channel 0 or 1. */
  label: "-> i32",
  /** The caller's mask: 0 for pixels that are left out. */
  maskByte: "-> i32",
  /** The class in hand. */
  classIndex: "-> i32",
  coefficient: "-> f32",
  integer: "-> i32",
  truth: "-> mask",
  constant: "-> f32",
  // Over the classes of a pixel.
  /** A value of every class, the label: the value at that class. */
  ofLabel: "f32 i32 -> f32 per-pixel",
  classTotal: "f32 -> f32 per-pixel",
  classMax: "f32 -> f32 per-pixel",
  /** A total as the sum of two floats, `pairHigh` and `pairLow`; the latter is 0 where a device keeps no more than one. */
  classPair: "f32 -> f32 per-pixel",
  pairHigh: "f32 -> f32",
  pairLow: "f32 -> f32",
  // Functions.
  /** e^x for x <= 0, at least e^-87. */
  expNegative: "f32 -> f32",
  exp: "f32 -> f32",
  log: "f32 -> f32",
  log1p: "f32 -> f32",
  /** log(1 + x) for 0 <= x <= 1, with all digits of a tiny x. */
  log1pUnit: "f32 -> f32",
  tanh: "f32 -> f32",
  sinh: "f32 -> f32",
  cosh: "f32 -> f32",
  sqrt: "f32 -> f32",
  // Arithmetic.
  div: "f32 f32 -> f32",
  mul: "f32 f32 -> f32 commutes",
  add: "f32 f32 -> f32 commutes",
  sub: "f32 f32 -> f32",
  neg: "f32 -> f32",
  abs: "f32 -> f32",
  /** b < a ? b : a, and a < b ? b : a: a where one of them is no number. */
  min: "f32 f32 -> f32",
  max: "f32 f32 -> f32",
  /** The nearest integer of what is smaller than 2^22. */
  round: "f32 -> f32",
  // Choices.
  /** Where the first holds the second, else the third. */
  select: "mask number number -> widest",
  /** -x where a condition holds, else x. */
  negateWhere: "f32 mask -> f32",
  /** x where a condition holds, else 0. */
  where: "number mask -> widest",
  /** 0 where a condition holds, else x. */
  unless: "number mask -> widest",
  /** x with its sign bit set where a condition holds, else x. */
  minusWhere: "f32 mask -> f32",
  /** A size, which is not below 0, with the sign of another number. */
  copySign: "f32 f32 -> f32",
  // Conditions.
  less: "f32 f32 -> mask",
  equal: "f32 f32 -> mask commutes",
  same: "i32 i32 -> mask commutes",
  /** Of unsigned integers. */
  atMost: "i32 i32 -> mask",
  not: "mask -> mask",
  both: "mask mask -> mask commutes",
  either: "mask mask -> mask commutes",
  /** Whether the sign bit is set, as it is of -0. */
  isNegative: "f32 -> mask",
  /** Whether the lowest bit is set: the label of one channel. */
  isOdd: "i32 -> mask",
} as const;

export type Op = keyof typeof TABLE;

export const OPS: Signatures<Op> = readSignatures(TABLE);

/** Whether a value is made of all classes of a pixel. */
export function isReduction({ op }: { readonly op: string }): boolean {
  return op === "classTotal" || op === "classMax" || op === "classPair";
}

export function isLeaf({ op }: { readonly op: Op }): boolean {
  return OPS[op].operands.length === 0;
}
