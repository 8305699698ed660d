import { type Expression, type NumberNode, number, type VectorNode, vector } from "./expression.ts";

export type Constant = NumberNode | VectorNode;

export function isConstant(e: Expression): e is Constant {
  return e.kind === "number" || e.kind === "vector";
}

/** A function of constants: a number, or one number per class where any of them is. */
export function foldConstants(
  f: (a: number, b: number, c: number) => number,
  args: readonly Constant[],
): Constant {
  const at = (i: number, c: number): number => {
    const arg = args[i];
    if (arg === undefined) return Number.NaN;
    return arg.kind === "number" ? arg.value : arg.values[c];
  };
  const sample = args.find((arg) => arg.kind === "vector");
  if (sample === undefined) return number(f(at(0, 0), at(1, 0), at(2, 0)));
  return vector(sample.values.map((_, c) => f(at(0, c), at(1, c), at(2, c))));
}

export function times(a: Constant, b: Constant): Constant {
  if (a.kind === "number" && b.kind === "number") return number(a.value * b.value);
  return foldConstants((x, y) => x * y, [a, b]);
}

export function plus(a: Constant, b: Constant): Constant {
  if (a.kind === "number" && b.kind === "number") return number(a.value + b.value);
  return foldConstants((x, y) => x + y, [a, b]);
}
