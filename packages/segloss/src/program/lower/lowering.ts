import type { ApplyNode, Expression } from "../../formula/expression.ts";
import type { Setting } from "../../plan/setting.ts";
import type { Builder } from "../builder.ts";
import type { Value } from "../value.ts";

/**
 * What the first sweep leaves in the gradient buffer for the later ones: exp(-|z|) or the smaller of p and 1 - p, each
 * with the sign of z, or the softmax.
 */
export type SavedPrediction = "exponential" | "smaller" | "softmax";

/** A number in single precision, or what that leaves of it. */
export type CoefficientPart = "high" | "low";

/** What the lowering of one sweep is done with. */
export interface Lowering {
  readonly build: Builder;
  readonly setting: Setting;
  /** Scope whose regions the coefficients belong to. */
  readonly scope: number;
  /** What the first sweep has saved of the prediction in the gradient buffer. */
  readonly saved: SavedPrediction | null;
  /** The value of an expression without the pixel axis, read from memory. */
  coefficient(e: Expression, scope: number, part?: CoefficientPart): Value;
  /** Whether this is the operand of a sum, in which many roundings to the same side would add up. */
  readonly inSum: boolean;
  /** An input plane by name: z, ysoft, weights, a field, a map; "saved" is the gradient buffer. */
  plane(name: string): Value;
  /** The weights that a sort has left. */
  ranked(node: ApplyNode, scope: number): Value;
  /** What a look at neighbours has left. */
  neighbours(node: ApplyNode): Value;
  /** Results by expression, one table for each way of reading the prediction. */
  readonly memo: LoweringMemo;
}

/** By key of an expression, as it is and as seen from the truth. */
export interface LoweringMemo {
  readonly plain: Map<string, Value>;
  readonly margin: Map<string, Value>;
}

export function emptyMemo(): LoweringMemo {
  return { plain: new Map(), margin: new Map() };
}

/** The same for operands of sums. */
export function operandOf(to: Lowering): Lowering {
  return { ...to, inSum: true, memo: emptyMemo() };
}

/** What lowers an expression over pixels, given to what is called by it. */
export type Lower = (e: Expression, to: Lowering) => Value;
