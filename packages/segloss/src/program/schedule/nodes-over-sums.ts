import type { Expression } from "../../formula/expression.ts";

/** The nodes below roots that are without the pixel axis, each once and after what it reads, without what is under a sum over pixels. */
export function nodesOverSums(roots: readonly Expression[]): Expression[] {
  const order = new Map<string, Expression>();
  const visit = (e: Expression): void => {
    if (order.has(e.key)) return;
    if (e.kind === "apply" && e.op !== "pixelSum") e.args.forEach(visit);
    order.set(e.key, e);
  };
  roots.forEach(visit);
  return [...order.values()];
}
