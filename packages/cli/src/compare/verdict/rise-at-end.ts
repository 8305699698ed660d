import type { CurvePoint } from "../protocol/trial.ts";

/** Part of the steps at the end in which the curve of a converged training hardly rises. */
const END = 0.25;

/** How much the Dice rose in the last quarter of the steps, whose points are at whole steps, rounded up; undefined where the curve has no point before it. */
export function riseAtEnd(curve: readonly CurvePoint[], steps: number): number | undefined {
  const last = curve.at(-1);
  const before = curve.findLast(({ step }) => step <= Math.ceil((1 - END) * steps));
  return last && before ? last.dice - before.dice : undefined;
}
