import type { Builder } from "../../../program/builder.ts";
import { readSignatures, type Signatures } from "../../../program/signature.ts";
import type { Value } from "../../../program/value.ts";

/**
 * What a loop is made of: instructions on vectors of four lanes, leaves, and what is kept in memory. Conditions are lanes of all
 * ones or all zeros, so that bits choose.
 */
const TABLE = {
  /** A value that an earlier phase has left in memory; immediate: its identifier. */
  loaded: "-> f32",
  plane: "-> f32",
  label: "-> i32",
  maskByte: "-> i32",
  classIndex: "-> i32",
  coefficient: "-> f32",
  integer: "-> i32",
  constant: "-> f32",
  ofLabel: "f32 i32 -> f32 per-pixel",
  pairHigh: "f32 -> f32",
  pairLow: "f32 -> f32",
  sqrt: "f32 -> f32",
  div: "f32 f32 -> f32",
  mul: "f32 f32 -> f32 commutes",
  add: "f32 f32 -> f32 commutes",
  sub: "f32 f32 -> f32",
  neg: "f32 -> f32",
  abs: "f32 -> f32",
  min: "f32 f32 -> f32",
  max: "f32 f32 -> f32",
  select: "bits bits bits -> widest",
  xor: "bits bits -> widest commutes",
  and: "bits bits -> widest commutes",
  /** a and not b. */
  andnot: "bits bits -> widest",
  or: "bits bits -> widest commutes",
  less: "f32 f32 -> mask",
  atLeast: "f32 f32 -> mask",
  equal: "f32 f32 -> mask commutes",
  notEqual: "f32 f32 -> mask commutes",
  same: "i32 i32 -> mask commutes",
  /** The smaller of two, unsigned. */
  leastInteger: "i32 i32 -> i32",
  not: "bits -> mask",
  /** A condition, or the lowest bit of an integer, as a sign bit. */
  signBit: "bits -> f32",
  /** All ones where the sign bit is set. */
  signMask: "f32 -> mask",
  addInteger: "number number -> widest",
  subInteger: "number number -> widest",
  /** Immediate: by so many bits. */
  shiftLeft: "number -> i32",
  /** The same, keeping the sign. */
  shiftRight: "number -> i32",
  toFloat: "i32 -> f32",
} as const;

export type Instruction = keyof typeof TABLE;

export const INSTRUCTIONS: Signatures<Instruction> = readSignatures(TABLE);

/** A value of a loop, and what makes such values. */
export type LoopValue = Value<Instruction>;
export type Make = Builder<Instruction>;

export function isLeaf({ op }: LoopValue): boolean {
  return INSTRUCTIONS[op].operands.length === 0;
}
