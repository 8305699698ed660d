import { add, apply, CONSTRUCTORS } from "./algebra.ts";
import { type ApplyNode, CLASS, type Expression, number, PIXEL, topological } from "./expression.ts";
import { OPS } from "./op-table.ts";

/**
 * Reverse-mode derivative of an expression without axes with respect to symbols: the adjoint of each, an
 * expression over the symbol's own axes. Where an operand was broadcast over an axis, its adjoint is summed over
 * that axis, so sums nested in sums come out right.
 */
export function adjoints(root: Expression, names: readonly string[]): Map<string, Expression> {
  const order = topological([root]);
  const parts = new Map<string, Expression[]>([[root.key, [number(1)]]]);
  const result = new Map<string, Expression>();
  const depends = dependents(order, names);
  for (const node of order.reverse()) {
    const incoming = parts.get(node.key);
    if (!incoming || !depends.has(node.key)) continue;
    const adjoint = add(...incoming);
    if (node.kind === "symbol") result.set(node.name, adjoint);
    if (node.kind !== "apply") continue;
    node.args.forEach((arg, i) => {
      if (!depends.has(arg.key)) return;
      const part = OPS[node.op].derivative(adjoint, node.args, i, CONSTRUCTORS);
      if (part === null) return;
      const list = parts.get(arg.key) ?? [];
      list.push(sumOverMissing(part, node, arg));
      parts.set(arg.key, list);
    });
  }
  return result;
}

/** Keys of the nodes in which one of the symbols stands. */
function dependents(order: readonly Expression[], names: readonly string[]): Set<string> {
  const keys = new Set<string>();
  for (const node of order) {
    const named = node.kind === "symbol" && names.includes(node.name);
    if (named || (node.kind === "apply" && node.args.some((arg) => keys.has(arg.key)))) keys.add(node.key);
  }
  return keys;
}

/** An operand broadcast over an axis of the node gets the sum over that axis, also of a part that is constant there. */
function sumOverMissing(part: Expression, node: Expression, arg: Expression): Expression {
  if (OPS[(node as ApplyNode).op].kind !== "elementwise") return part;
  const missing = node.axes & ~arg.axes;
  const overPixels = missing & PIXEL ? apply("pixelSum", part) : part;
  return missing & CLASS ? apply("total", overPixels) : overPixels;
}
