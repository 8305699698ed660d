import type { Axes } from "../../formula/expression.ts";
import { CLASS, type Expression, variesOver } from "../../formula/expression.ts";
import type { CoefficientPart } from "../lower/lowering.ts";

/** A number, or one per class, that the sweep of a stage reads. */
export interface Coefficient {
  readonly expression: Expression;
  readonly scope: number;
  /** Index in the row of an image. */
  readonly index: number;
  /** First stage that reads it. */
  readonly stage: number;
  readonly part: CoefficientPart;
}

/** The coefficients of a schedule: one row per image. */
export interface CoefficientTable {
  readonly list: readonly Coefficient[];
  /** Finds or adds one; returns its index and axes. */
  place(
    expression: Expression,
    scope: number,
    stage: number,
    part: CoefficientPart,
  ): { index: number; axes: Axes };
  /** Numbers in a row. */
  width(): number;
}

type Placed = Omit<Coefficient, "stage"> & { stage: number };

export function coefficientTable(classes: number): CoefficientTable {
  const list: Placed[] = [];
  const known = new Map<string, Placed>();
  let width = 0;
  return {
    list,
    width: () => width,
    place: (expression, scope, stage, part) => {
      const key = `${scope}/${part}/${expression.key}`;
      const axes: Axes = variesOver(expression, CLASS) ? CLASS : 0;
      const seen = known.get(key);
      if (seen) {
        // A look ahead at a later stage may have found it first.
        seen.stage = Math.min(seen.stage, stage);
        return { index: seen.index, axes };
      }
      const coefficient = { expression, scope, stage, part, index: width };
      width += axes === CLASS ? classes : 1;
      list.push(coefficient);
      known.set(key, coefficient);
      return { index: coefficient.index, axes };
    },
  };
}
