import { applyNode, type Expression } from "../formula/expression.ts";

/** Replaces the symbols that have a definition by it. Nothing is simplified: definitions are stable as they stand. */
export function expand(e: Expression, definitions: ReadonlyMap<string, Expression>): Expression {
  const done = new Map<string, Expression>();
  const visit = (node: Expression): Expression => {
    const known = done.get(node.key);
    if (known) return known;
    let result: Expression = node;
    if (node.kind === "symbol") result = definitions.get(node.name) ?? node;
    if (node.kind === "apply") result = applyNode(node.op, node.args.map(visit), node.axes);
    done.set(node.key, result);
    return result;
  };
  return visit(e);
}
