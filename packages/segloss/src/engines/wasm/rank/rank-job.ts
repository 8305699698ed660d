import {
  type ApplyNode,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  symbol,
} from "../../../formula/expression.ts";
import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import { engineLimit } from "../../engine-limit.ts";
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
  /** Plane of the engine's own that gets the weights; may be the source. */
  readonly weights: number;
  /** Of values: plane of the truth, or null for class indices. */
  readonly truth: number | null;
  /** Of values: plane of the pixel weights, or null for 1 everywhere. */
  readonly pixelWeight: number | null;
  /** Of values: whether pixels without an error get no weight, since the error has no slope there. */
  readonly dropZeros: boolean;
  /** Share of the hardest pixels for each class; empty for Lovász weights. */
  readonly shares: readonly number[];
}

/** How the planes of a job are made. */
export interface RankPlanes {
  /** The caller's logits. */
  readonly logits: number;
  /** A plane of the engine's own. */
  add(name: string, perClass: boolean): number;
  /** Stores an expression in such a plane; both others are NaN where left out, `signed` has the truth as its sign. */
  store(e: Expression, plane: number, as: "plain" | "signed" | "marked"): void;
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
  const base = { op, over, ranking, truth: null, pixelWeight: null, dropZeros: true, shares: [] } as const;
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
      dropZeros: op === "lovaszWeights" && (isApply(error, "abs") || isApply(error, "relu")),
      shares: op === "hardest" ? constants(second, setting.channels) : [],
    };
  }
  const own = (): number => planes.add(`weights by rank ${number}`, true);
  if (ranking.order === "error") {
    const source = stored(error, "errors", "signed");
    return { ...base, source, weights: isSplit(over, setting) ? own() : source };
  }
  if (setting.channels === 1) return { ...base, source: planes.logits, weights: own() };
  const source = stored(symbol("z", error.axes), "margins", "marked");
  return { ...base, source, weights: isSplit(over, setting) ? own() : source };
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

function constants(share: Expression, channels: number): number[] {
  if (share.kind === "vector") return [...share.values];
  if (share.kind === "number") return Array.from({ length: channels }, () => share.value);
  throw engineLimit(
    "The wasm engine cannot compile hardest(error, share) with a share that depends on sums, only with a constant: " +
      "use the reference engine for this loss.",
  );
}
