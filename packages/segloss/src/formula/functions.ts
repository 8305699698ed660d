import type { OpName } from "./op-name.ts";

/**
 * Functions of one or more operands that a formula may call and that are an operation each. `sum`, `mean`, `lovasz`,
 * `hardest`, `skeleton`, `total`, `largest` and `clip` are spelled out in `elaborate.ts`, since they look at the region, the weights and the classes.
 */
export const FORMULA_FUNCTIONS: Readonly<Record<string, { readonly op: OpName; readonly arity: number }>> = {
  exp: { op: "exp", arity: 1 },
  expm1: { op: "expm1", arity: 1 },
  log: { op: "log", arity: 1 },
  log1p: { op: "log1p", arity: 1 },
  sqrt: { op: "sqrt", arity: 1 },
  abs: { op: "abs", arity: 1 },
  sign: { op: "sign", arity: 1 },
  step: { op: "step", arity: 1 },
  relu: { op: "relu", arity: 1 },
  sigmoid: { op: "sigmoid", arity: 1 },
  softplus: { op: "softplus", arity: 1 },
  tanh: { op: "tanh", arity: 1 },
  sinh: { op: "sinh", arity: 1 },
  cosh: { op: "cosh", arity: 1 },
  stop: { op: "stop", arity: 1 },
  isLargest: { op: "isLargest", arity: 1 },
  min: { op: "min", arity: 2 },
  max: { op: "max", arity: 2 },
};
