import type { ApplyNode } from "../../../formula/expression.ts";

/** A skeleton of every image and class, or its slope: planes by index. */
export interface NeighbourJob {
  readonly op: "skeleton" | "skeletonSlope";
  readonly image: number;
  /** What a slope is multiplied by; the image where there is no slope. */
  readonly adjoint: number;
  /** Neither of the others: a window is read after its neighbour has been written. */
  readonly result: number;
  readonly iterations: number;
}

/** What is computed for a node, and how often it erodes. */
export function readNeighbourhood(node: ApplyNode): Pick<NeighbourJob, "op" | "iterations"> {
  const iterations = node.args[node.args.length - 1];
  if (iterations.kind !== "number") throw new Error("The iterations of a skeleton are a number.");
  return {
    op: node.op === "skeletonSlope" ? "skeletonSlope" : "skeleton",
    iterations: iterations.value,
  };
}
