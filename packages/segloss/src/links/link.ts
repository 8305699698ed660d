import type { Expression } from "../formula/expression.ts";

/**
 * How the network's output z becomes a probability. Symbols of a formula are `p`, `q` = 1 - p, `logp`, `log1mp` and
 * `z` itself; each is defined from z so that nothing overflows or cancels at |z| = 100.
 */
export interface Link {
  readonly name: "sigmoid" | "softmax" | "none";
  readonly summary: string;
  /** The symbols in terms of z. */
  definitions(z: Expression): Readonly<Record<"p" | "q" | "logp" | "log1mp", Expression>>;
  /** dL/dz from the adjoints dL/dp, dL/dq, dL/dlogp, dL/dlog1mp and dL/dz, each 0 when absent. */
  slope(adjoint: (name: string) => Expression, symbol: (name: string) => Expression): Expression;
}
