import { add, apply, mul, neg } from "../../formula/algebra.ts";
import { applyNode, type Expression, isApply, isNumber, number } from "../../formula/expression.ts";
import { splitFactor } from "../../formula/factors.ts";

/**
 * 1 - (a b - c d)/D for Matthews' D = sqrt((a + c)(a + d)(b + c)(b + d)), which the numerator nearly equals when c and d are
 * small. With n = a b - c d it is (D^2 - n^2)/(D (D + |n|)) + 2 max(-n, 0)/D, and D^2 - n^2 is a sum of products:
 * 4 a b c d + (a b + c d)(a + b)(c + d) + (a d + b c)(a c + b d). Undefined for all else.
 */
export function complementOfCorrelation([n, root, empty]: readonly Expression[]): Expression | undefined {
  const factors = factorsUnderRoots(root);
  const [a, b, c, d] = numeratorOf(n) ?? [];
  if (factors === undefined || a === undefined) return undefined;
  const expected = [add(a, c), add(a, d), add(b, c), add(b, d)].map(({ key }) => key).sort();
  if (
    factors
      .map(({ key }) => key)
      .sort()
      .join() !== expected.join()
  )
    return undefined;
  const gap = add(
    mul(number(4), a, b, c, d),
    mul(add(mul(a, b), mul(c, d)), add(a, b), add(c, d)),
    mul(add(mul(a, d), mul(b, c)), add(mul(a, c), mul(b, d))),
  );
  const below = mul(root, add(root, apply("abs", n)));
  const opposite = mul(number(2), apply("relu", neg(n)));
  return add(quotient(gap, below, add(number(1), neg(empty))), quotient(opposite, root, number(0)));
}

function quotient(a: Expression, b: Expression, empty: Expression): Expression {
  return applyNode("ratio", [a, b, empty], b.axes);
}

/** a, b, c, d of a b - c d. */
function numeratorOf(n: Expression): Expression[] | undefined {
  if (!isApply(n, "add") || n.args.length !== 2) return undefined;
  const terms = n.args.map(splitFactor);
  const plus = terms.find(([factor]) => isNumber(factor, 1))?.[1];
  const minus = terms.find(([factor]) => isNumber(factor, -1))?.[1];
  if (!plus || !minus || !isApply(plus, "mul") || !isApply(minus, "mul")) return undefined;
  return plus.args.length === 2 && minus.args.length === 2 ? [...plus.args, ...minus.args] : undefined;
}

/** The factors of a product of square roots of products. */
function factorsUnderRoots(e: Expression): Expression[] | undefined {
  const roots = isApply(e, "mul") ? e.args : [e];
  const parts = roots.map((root) => (isApply(root, "sqrt") ? root.args[0] : undefined));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return parts.flatMap((part) => (isApply(part, "mul") ? [...part.args] : [part]));
}
