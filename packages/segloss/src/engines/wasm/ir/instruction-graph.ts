import { PIXEL } from "../../../formula/expression.ts";
import { instructionsOf } from "./cost.ts";
import { isLeaf, type Value } from "./value.ts";

/** The instructions of a phase, operands before what needs them. */
export interface InstructionGraph {
  readonly order: readonly Value[];
  /** Instructions that have a value for an operand. */
  usersOf(value: Value): readonly Value[];
  /** Whether a loop loads a value that an earlier phase has kept. */
  isLoaded(value: Value): boolean;
  /** Whether a value is not the same for all pixels. */
  isPerPixel(value: Value): boolean;
  /** Whether a loop rather computes a value again than loads it. */
  isCheap(value: Value): boolean;
  /** Whether a product is one instruction with the sum that needs it. */
  isFused(value: Value): boolean;
}

export function instructionGraph(
  roots: readonly Value[],
  isLoaded: (value: Value) => boolean,
  relaxed: boolean,
): InstructionGraph {
  const isPerPixel = ({ axes }: Value): boolean => (axes & PIXEL) !== 0;
  const isWork = (value: Value): boolean => !isLeaf(value) && isPerPixel(value) && !isLoaded(value);
  const users = new Map<Value, Value[]>();
  const order: Value[] = [];
  const visit = (value: Value): void => {
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
  const cheap = new Set(order.filter((value) => costFromMemory(value, isLoaded) <= CHEAP));
  const usersOf = (value: Value): readonly Value[] => users.get(value) ?? [];
  return {
    order,
    usersOf,
    isLoaded,
    isPerPixel,
    isCheap: (value) => cheap.has(value) || !isWork(value),
    isFused: (value) => relaxed && isFusedProduct(value, usersOf(value)),
  };
}

function isFusedProduct(value: Value, users: readonly Value[]): boolean {
  if (value.op !== "mul" || users.length !== 1) return false;
  const [{ op, args, axes }] = users;
  return axes === value.axes && (op === "add" || (op === "sub" && args[1] === value));
}

/** Operands that are at hand in the loop: what is looked up at the own class is not, but where it is kept. */
export function operandsOf({ op, args }: Value): readonly Value[] {
  return op === "ofLabel" ? [args[1]] : args;
}

/** Instructions up to which a loop computes a value again rather than loading it. */
const CHEAP = 3;

/** Instructions to compute a value from what is in memory. */
function costFromMemory(value: Value, isLoaded: (value: Value) => boolean): number {
  if ((value.axes & PIXEL) === 0) return 0;
  if (isLoaded(value) || value.op === "plane") return 1;
  let cost = instructionsOf(value);
  for (const arg of operandsOf(value)) {
    cost += costFromMemory(arg, isLoaded);
    if (cost > CHEAP) break;
  }
  return cost;
}
