import { type ApplyNode, type Expression, isNumber, isSymbol } from "../../../formula/expression.ts";
import { engineLimit } from "../../engine-limit.ts";

/** The sort of one loss term: planes by index; the weights take the place of the errors. */
export interface RankJob {
  readonly op: "lovaszWeights" | "hardest";
  readonly over: "image" | "batch";
  readonly errors: number;
  /** Plane of the truth, or null for class indices. */
  readonly truth: number | null;
  /** Plane of the pixel weights, or null for 1 everywhere. */
  readonly weight: number | null;
  /** Whether pixels without an error get no weight: the error has no slope there. */
  readonly dropZeros: boolean;
  /** Share of the hardest pixels for each class; empty for Lovász weights. */
  readonly shares: readonly number[];
}

/** Writes an operand to a plane of the engine's own; returns its index. */
export type StorePlane = (e: Expression, name: string, perClass: boolean) => number;

/** Describes the sort of a node, storing the planes that it reads. */
export function makeRankJob(
  node: ApplyNode,
  over: "image" | "batch",
  number: number,
  channels: number,
  store: StorePlane,
): RankJob {
  const [error, second, weight] = node.args;
  const op = node.op === "hardest" ? "hardest" : "lovaszWeights";
  return {
    op,
    over,
    errors: store(error, `errors ${number}`, true),
    truth: op === "hardest" || isSymbol(second, "y") ? null : store(second, `truth ${number}`, true),
    weight: isNumber(weight, 1) ? null : store(weight, `weights ${number}`, false),
    dropZeros:
      op === "lovaszWeights" && error.kind === "apply" && (error.op === "abs" || error.op === "relu"),
    shares: op === "hardest" ? constants(second, channels) : [],
  };
}

function constants(share: Expression, channels: number): number[] {
  if (share.kind === "vector") return [...share.values];
  if (share.kind === "number") return Array.from({ length: channels }, () => share.value);
  throw engineLimit(
    "The wasm engine cannot compile hardest(error, share) with a share that depends on sums, only with a constant: " +
      "use the reference engine for this loss.",
  );
}
