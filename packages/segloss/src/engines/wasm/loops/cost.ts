import type { Instruction, LoopValue } from "../legalise/instructions.ts";

/** Instructions of what is not one, about. */
const INSTRUCTIONS: Readonly<Partial<Record<Instruction, number>>> = {
  constant: 0,
  integer: 0,
  coefficient: 0,
  classIndex: 0,
  label: 2,
  maskByte: 2,
  select: 3,
  div: 3,
  sqrt: 4,
  ofLabel: 12,
};

/** Cycles until a result is there, where they are not 1 or 2, on a processor of today. */
const LATENCIES: Readonly<Partial<Record<Instruction, number>>> = {
  add: 3,
  sub: 3,
  mul: 3,
  div: 11,
  sqrt: 15,
  toFloat: 4,
  select: 2,
  ofLabel: 12,
};

/** Instructions of a value of a loop, about. */
export function instructionsOf({ op }: LoopValue): number {
  return INSTRUCTIONS[op] ?? 1;
}

/** Cycles of a value of a loop from its operands to its result, about. */
export function latencyOf({ op }: LoopValue): number {
  return LATENCIES[op] ?? 1;
}
