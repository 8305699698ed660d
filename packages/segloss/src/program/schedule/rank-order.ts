import { apply, neg, sub } from "../../formula/algebra.ts";
import { dropsZeros } from "../../formula/drops-zeros.ts";
import {
  type ApplyNode,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  number,
  symbol,
} from "../../formula/expression.ts";
import { HARD_TARGET } from "../../formula/targets.ts";
import type { Setting } from "../../plan/setting.ts";
import { labelChoice } from "../lower/label-choice.ts";

/**
 * By what pixels are ranked.
 * - hinge, margin: by the margin -z (2y - 1), of which relu(1 - z (2y - 1)), and |y - p| under the sigmoid link, are
 *   monotone functions. A change of sign rounds nothing, so that the order is that of exact arithmetic: errors rounded
 *   to float32 may tie, or change places, where margins do not. Hinge errors are 0 up to the margin -1.
 * - error: by an error that is never below 0 and gets no weight at 0; hard truth, no weights.
 * - value: by any value, with weights or soft truth.
 */
export type RankOrder = "hinge" | "margin" | "error" | "value";

/**
 * How fast the error of a pixel moves with the logits, up to a constant factor: what an error in its weight does to
 * the gradient. Null where it is not known.
 */
export type Slope = "one" | "sigmoid" | "probability" | null;

export interface Ranking {
  readonly order: RankOrder;
  readonly slope: Slope;
}

/** Rankings with one name have the same tables. */
export function rankingName({ order, slope }: Ranking): string {
  return `${order} ${slope}`;
}

const BY_VALUE: Ranking = { order: "value", slope: null };

/** What the pixels of a rank operation may be ranked by. */
export function rankingOf(node: ApplyNode, setting: Setting): Ranking {
  const [error, truth, weight] = node.args;
  const isPlain = isNumber(weight, 1) || (isSymbol(weight, "w") && !setting.weighted);
  if (node.op !== "lovaszWeights" || !isSymbol(truth, HARD_TARGET) || !isPlain) return BY_VALUE;
  if (isHinge(error, truth) && setting.link !== "none") return { order: "hinge", slope: "one" };
  const isDistance = isDistanceOfProbability(error, truth);
  if (isDistance && setting.link === "sigmoid") return { order: "margin", slope: "sigmoid" };
  if (isDistance) return { order: "error", slope: setting.link === "softmax" ? "probability" : "one" };
  return dropsZeros(node) ? { order: "error", slope: null } : BY_VALUE;
}

function isHinge(error: Expression, { axes }: Expression): boolean {
  const { positive, negative } = labelChoice(error);
  const z = symbol("z", axes);
  const one = number(1);
  return (
    positive.key === apply("relu", sub(one, z)).key && negative.key === apply("relu", sub(one, neg(z))).key
  );
}

function isDistanceOfProbability(error: Expression, { axes }: Expression): boolean {
  const { positive, negative } = labelChoice(error);
  const isNear = isApply(error, "abs");
  return isNear && positive.key === symbol("q", axes).key && negative.key === symbol("p", axes).key;
}
