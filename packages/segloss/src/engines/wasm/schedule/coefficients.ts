import type { Axes } from "../../../formula/expression.ts";
import { CLASS, type Expression, variesOver } from "../../../formula/expression.ts";

/** A number, or one per class, that the sweep of a stage reads. */
export interface Coefficient {
  readonly expression: Expression;
  readonly scope: number;
  /** Index in the row of an image. */
  readonly index: number;
  /** First stage that reads it. */
  readonly stage: number;
}

/** The coefficients of a schedule: one row per image. */
export interface CoefficientTable {
  readonly list: readonly Coefficient[];
  /** Finds or adds one; returns its index and axes. */
  place(expression: Expression, scope: number, stage: number): { index: number; axes: Axes };
  /** Numbers in a row. */
  width(): number;
}

export function coefficientTable(classes: number): CoefficientTable {
  const list: Coefficient[] = [];
  const known = new Map<string, Coefficient>();
  let width = 0;
  return {
    list,
    width: () => width,
    place: (expression, scope, stage) => {
      const key = `${scope}/${expression.key}`;
      const axes: Axes = variesOver(expression, CLASS) ? CLASS : 0;
      const seen = known.get(key);
      if (seen) return { index: seen.index, axes };
      const coefficient = { expression, scope, stage, index: width };
      width += axes === CLASS ? classes : 1;
      list.push(coefficient);
      known.set(key, coefficient);
      return { index: coefficient.index, axes };
    },
  };
}
