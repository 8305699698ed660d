import { PIXEL } from "../../../formula/expression.ts";
import { isLeaf, type LoopValue } from "../legalise/instructions.ts";
import { instructionsOf } from "./cost.ts";

/** The instructions of a phase, operands before what needs them. */
export interface InstructionGraph {
  readonly order: readonly LoopValue[];
  /** Instructions that have a value for an operand. */
  usersOf(value: LoopValue): readonly LoopValue[];
  /** Whether a value is not the same for all pixels. */
  isPerPixel(value: LoopValue): boolean;
  /** Whether a loop rather computes a value again than loads it. */
  isCheap(value: LoopValue): boolean;
  /** Whether a product is one instruction with the sum that needs it. */
  isFused(value: LoopValue): boolean;
}

export function instructionGraph(roots: readonly LoopValue[], relaxed: boolean): InstructionGraph {
  const isPerPixel = ({ axes }: LoopValue): boolean => (axes & PIXEL) !== 0;
  const isWork = (value: LoopValue): boolean => !isLeaf(value) && isPerPixel(value);
  const users = new Map<LoopValue, LoopValue[]>();
  const order: LoopValue[] = [];
  const visit = (value: LoopValue): void => {
    if (users.has(value)) return;
    users.set(value, []);
    for (const arg of operandsOf(value)) {
      if (!isWork(arg)) continue;
      visit(arg);
      users.get(arg)?.push(value);
    }
    order.push(value);
  };
  for (const value of roots) if (isWork(value)) visit(value);
  const cheap = cheapValues(order);
  const usersOf = (value: LoopValue): readonly LoopValue[] => users.get(value) ?? [];
  return {
    order,
    usersOf,
    isPerPixel,
    isCheap: (value) => cheap.has(value) || !isWork(value),
    isFused: (value) => relaxed && isFusedProduct(value, usersOf(value)),
  };
}

function isFusedProduct(value: LoopValue, users: readonly LoopValue[]): boolean {
  if (value.op !== "mul" || users.length !== 1) return false;
  const [{ op, args, axes }] = users;
  return axes === value.axes && (op === "add" || (op === "sub" && args[1] === value));
}

/** Operands that are at hand in the loop: what is looked up at the own class is not, but where it is kept. */
export function operandsOf({ op, args }: LoopValue): readonly LoopValue[] {
  return op === "ofLabel" ? [args[1]] : args;
}

/** Instructions up to which a loop computes a value again rather than loading it. */
const CHEAP = 3;

/** Values that take few instructions from what is in memory; operands come first. */
function cheapValues(order: readonly LoopValue[]): Set<LoopValue> {
  const costs = new Map<LoopValue, number>();
  const costOf = (value: LoopValue): number => {
    if ((value.axes & PIXEL) === 0) return 0;
    if (value.op === "loaded" || value.op === "plane") return 1;
    return costs.get(value) ?? instructionsOf(value);
  };
  const cheap = new Set<LoopValue>();
  for (const value of order) {
    let cost = instructionsOf(value);
    for (const arg of operandsOf(value)) cost += costOf(arg);
    costs.set(value, cost);
    if (cost <= CHEAP) cheap.add(value);
  }
  return cheap;
}
