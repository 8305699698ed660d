import {
  type Expression,
  isApply,
  mentions,
  PIXEL,
  topological,
  variesOver,
} from "../../formula/expression.ts";
import { HARD_TARGET, SOFT_TARGET } from "../../formula/targets.ts";

/**
 * What may be infinite at pixels, or in regions, that are left out. Their weight of 0 wins against it on the other engines; a
 * graph would multiply them, and 0 times infinity is NaN.
 */
const RISKY = ["log", "sqrt", "pow", "ratio"] as const;

/** Whether a logarithm, root, power or quotient of pixels reads the target: no class is true at a pixel that is left out. */
export function stumblesOverTargets(root: Expression): boolean {
  return topological([root]).some(
    (e) =>
      RISKY.some((op) => isApply(e, op)) && variesOver(e, PIXEL) && mentions(e, [HARD_TARGET, SOFT_TARGET]),
  );
}

/** Whether there is a power that is infinite at 0, such as the slope of a root: a region without a pixel has sums of 0. */
export function hasSteepPower(root: Expression): boolean {
  return topological([root]).some((e) => {
    if (!isApply(e, "pow")) return false;
    const [, exponent] = e.args;
    return exponent.kind !== "number" || exponent.value < 0;
  });
}
