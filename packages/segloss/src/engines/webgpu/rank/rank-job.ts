import { apply } from "../../../formula/algebra.ts";
import { dropsZeros } from "../../../formula/drops-zeros.ts";
import {
  type ApplyNode,
  CLASS,
  type Expression,
  isNumber,
  isSymbol,
  number,
  variesOver,
} from "../../../formula/expression.ts";
import type { Setting } from "../../../plan/setting.ts";
import { isPositive, isValid } from "../../../program/lower/conditions.ts";
import { lower } from "../../../program/lower/lower.ts";
import type { Lowering } from "../../../program/lower/lowering.ts";
import { type Ranking, rankingOf } from "../../../program/schedule/rank-order.ts";
import { type Task, taskKey } from "../../../program/schedule/tasks.ts";
import type { Value } from "../../../program/value.ts";
import type { JobContext } from "../sweep/compiling.ts";

/** A sort of the pixels of each region and class: planes by index. */
export interface RankJob {
  readonly op: "lovaszWeights" | "hardest";
  readonly over: "image" | "batch";
  /** Integers that order as the errors do, 0 for pixels without a part in it. */
  readonly keys: number;
  /** Whether each class is ranked by itself; else what is ranked is the same for all. */
  readonly perClass: boolean;
  /** Of Lovász: what is true, 0 to 1. */
  readonly truth: number | null;
  /** Pixel weights; null where each pixel that has a part counts once. */
  readonly weights: number | null;
  /** Whether truths are 0 or 1 and weights are null: then pixels are counted. */
  readonly counts: boolean;
  /** Keys up to it get no weight. */
  readonly leastKey: number;
  /** Gets the weights. */
  readonly result: number;
  readonly share: HardestShare | null;
}

/** Which share of the pixels the hardest are: constants, or where the coefficients of an image have it. */
export type HardestShare =
  | { readonly perClass: readonly number[] }
  | { readonly coefficient: number; readonly perClass: null; readonly varies: boolean };

/** Keys of 0 and of the margin -1, up to which hinge errors are 0. */
const KEY_OF_ZERO = 0x80000000;
const KEY_OF_MINUS_ONE = ~0xbf800000 >>> 0;

/** Describes the ranking of a node, storing what it reads. */
export function rankJob({ node, key, scope }: Task, { to, stage, compiling, store }: JobContext): RankJob {
  const { planes, plan, ranks, schedule, coefficients } = compiling;
  const { setting } = plan;
  const [error, second, weight] = node.args;
  const k = ranks.size;
  const ranking = rankingOf(node, setting);
  const isHardest = node.op === "hardest";
  const valid = isValid(to);
  const isWeighted = !isNumber(weight, 1) && !(isSymbol(weight, "w") && !setting.weighted);
  const perClass = variesOver(node, CLASS);
  const keys = planes.add(`keys ${k}`, perClass);
  const counted = isHardest && isWeighted ? to.build.less(to.build.constant(0), lower(weight, to)) : null;
  const part = valid && counted ? to.build.both(valid, counted) : (valid ?? counted);
  store(rankedBy(error, ranking, to), keys, "key", part);
  const plane = (name: string, e: Expression): number => {
    const index = planes.add(`${name} ${k}`, (e.axes & CLASS) !== 0);
    store(lower(e, to), index);
    return index;
  };
  const truth = isHardest ? null : plane("truth", second);
  const weights = isWeighted && !isHardest ? plane("weights by", weight) : null;
  const result = planes.add(`ranked ${k}`, perClass);
  ranks.set(taskKey(node, scope), result);
  if (taskKey(node, scope) !== key) throw new Error("A rank has two names: this is a defect of the engine.");
  return {
    ...{
      op: isHardest ? "hardest" : "lovaszWeights",
      over: schedule.scopes[scope].over,
      keys,
      truth,
      weights,
      result,
    },
    perClass,
    counts: !isHardest && isSymbol(second, "y") && weights === null,
    leastKey: leastKey(node, ranking),
    share: isHardest ? shareOf(second, setting, (e) => coefficients.place(e, scope, stage, "high")) : null,
  };
}

/** By margins where those order as the errors do: nothing is rounded there. */
function rankedBy(error: Expression, { order }: Ranking, to: Lowering): Value {
  if (order !== "hinge" && order !== "margin") return lower(error, to);
  const z = to.plane("z");
  return to.build.select(isPositive(to), to.build.neg(z), z);
}

function leastKey(node: ApplyNode, { order }: Ranking): number {
  if (order === "hinge") return KEY_OF_MINUS_ONE;
  return order !== "margin" && dropsZeros(node) ? KEY_OF_ZERO : 0;
}

function shareOf(
  share: Expression,
  { channels }: Setting,
  place: (e: Expression) => { index: number },
): HardestShare {
  if (share.kind === "vector") return { perClass: share.values };
  if (share.kind === "number") return { perClass: Array.from({ length: channels }, () => share.value) };
  const clipped = apply("min", apply("max", share, number(0)), number(1));
  return { coefficient: place(clipped).index, perClass: null, varies: (share.axes & CLASS) !== 0 };
}
