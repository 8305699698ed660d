import { apply } from "../../formula/algebra.ts";
import { dropsZeros } from "../../formula/drops-zeros.ts";
import {
  type ApplyNode,
  type Expression,
  isNumber,
  isSymbol,
  number,
  symbol,
} from "../../formula/expression.ts";
import { pixelsPerImage, type Setting } from "../../plan/setting.ts";
import { type Ranking, rankingOf } from "./rank-order.ts";

/** The ranking of one loss term: planes by index. */
export interface RankJob {
  readonly op: "lovaszWeights" | "hardest";
  readonly over: "image" | "batch";
  readonly ranking: Ranking;
  /**
   * What pixels are ranked by: logits (the caller's, or a copy in which pixels left out are NaN), errors with the truth
   * as their sign bit (pixels left out are NaN too), or values.
   */
  readonly source: number;
  /** Plane of the engine's own, or gradient buffer, that gets the weights; may be the source. */
  readonly weights: number;
  /** Of values: plane of the truth, or null for class indices. */
  readonly truth: number | null;
  /** Of values: plane of the pixel weights, or null for 1 everywhere. */
  readonly pixelWeight: number | null;
  /** Of values: whether pixels without an error get no weight, since the error has no slope there. */
  readonly dropZeros: boolean;
  /** Which share of the pixels the hardest are; null for Lovász weights. */
  readonly share: HardestShare | null;
}

/** A number for each class, or where a region's row of coefficients has one that is made of sums. */
export type HardestShare = { readonly perClass: readonly number[] } | { readonly coefficients: SplitNumber };

/** Indices of a number in single precision, and of what that leaves of it: together they count pixels as a float64 does. */
export interface SplitNumber {
  readonly high: number;
  readonly low: number;
}

/** How the planes of a job are made. */
export interface RankPlanes {
  /** The caller's logits. */
  readonly logits: number;
  /** The gradient buffer, where it holds nothing before the gradient. */
  readonly free: number | null;
  /** A plane of the engine's own. */
  add(name: string, perClass: boolean): number;
  /** Stores an expression in such a plane; both others are NaN where left out, `signed` has the truth as its sign. */
  store(e: Expression, plane: number, as: "plain" | "signed" | "marked"): void;
  /** Where a number that is made of sums will stand. */
  coefficient(e: Expression): SplitNumber;
}

/** Describes the ranking of a node, storing what it reads. `number` tells the planes of jobs apart. */
export function makeRankJob(
  node: ApplyNode,
  over: "image" | "batch",
  setting: Setting,
  number: number,
  planes: RankPlanes,
): RankJob {
  const [error, second, weight] = node.args;
  const op = node.op === "hardest" ? "hardest" : "lovaszWeights";
  const ranking = rankingOf(node, setting);
  const base = { op, over, ranking, truth: null, pixelWeight: null, dropZeros: true, share: null } as const;
  const stored = (
    e: Expression,
    name: string,
    as: "plain" | "signed" | "marked",
    perClass = true,
  ): number => {
    const plane = planes.add(`${name} ${number}`, perClass);
    planes.store(e, plane, as);
    return plane;
  };
  if (ranking.order === "value") {
    const source = stored(error, "errors", "plain");
    return {
      ...{ op, over, ranking, source, weights: source },
      truth: op === "hardest" || isSymbol(second, "y") ? null : stored(second, "truth", "plain"),
      pixelWeight: isNumber(weight, 1) ? null : stored(weight, "weights", "plain", false),
      dropZeros: dropsZeros(node),
      share: op === "hardest" ? shareOf(second, setting.channels, planes) : null,
    };
  }
  const own = (): number => planes.add(weightsByRank(number), true);
  if (ranking.order === "error") {
    const source = stored(error, "errors", "signed");
    return { ...base, source, weights: isSplit(over, setting) ? own() : source };
  }
  if (setting.channels === 1) return { ...base, source: planes.logits, weights: planes.free ?? own() };
  const source = stored(symbol("z", error.axes), "margins", "marked");
  return { ...base, source, weights: isSplit(over, setting) ? own() : source };
}

/** The plane of the weights that a rank leaves beside what it ranks by. */
export function weightsByRank(number: number): string {
  return `weights by rank ${number}`;
}

/** Whether a node is ranked by margins: no prediction is computed for it. */
export function ranksMargins(node: ApplyNode, setting: Setting): boolean {
  return isMargin({ ranking: rankingOf(node, setting) });
}

/** Whether pixels are ranked by their margins, which takes their labels. */
export function isMargin({ ranking }: Pick<RankJob, "ranking">): boolean {
  return ranking.order === "hinge" || ranking.order === "margin";
}

/** Whether so few and so large regions are ranked that threads share each of them. */
export function isSplit(over: "image" | "batch", setting: Setting): boolean {
  const { batch, channels } = setting;
  const regions = over === "image" ? batch : 1;
  return regions * channels < 4 && regionPixels(over, setting) >= LEAST_SPLIT;
}

/** Pixels of a region from which on its share of five rendezvous of the threads is worth it. */
const LEAST_SPLIT = 131_072;

export function regionPixels(over: "image" | "batch", setting: Setting): number {
  return pixelsPerImage(setting) * (over === "image" ? 1 : setting.batch);
}

function shareOf(share: Expression, channels: number, planes: RankPlanes): HardestShare {
  if (share.kind === "vector") return { perClass: share.values };
  if (share.kind === "number") return { perClass: Array.from({ length: channels }, () => share.value) };
  // Within what there is, so that both parts are finite; NaN stays NaN.
  const clipped = apply("min", apply("max", share, number(0)), number(1));
  return { coefficients: planes.coefficient(clipped) };
}
