import type { ApplyNode, Expression } from "../../../formula/expression.ts";

/** A skeleton of every image and class, or its slope: planes by index. */
export interface NeighbourJob {
  readonly op: "skeleton" | "skeletonSlope";
  readonly image: number;
  /** Where the skeleton goes; that of a slope holds the adjoint before. */
  readonly result: number;
  readonly iterations: number;
}

/** Stores an operand in the plane of a name, or (null) only has the plane made; returns its index. */
export type StoreImage = (name: "image" | "skeleton" | "slope", of: Expression | null) => number;

/** Describes the work for a node, storing the planes that it reads. */
export function makeNeighbourJob(node: ApplyNode, store: StoreImage): NeighbourJob {
  const iterations = node.args[node.args.length - 1];
  if (iterations.kind !== "number") throw new Error("The iterations of a skeleton are a number.");
  const isSlope = node.op === "skeletonSlope";
  return {
    op: isSlope ? "skeletonSlope" : "skeleton",
    image: store("image", node.args[isSlope ? 1 : 0]),
    result: isSlope ? store("slope", node.args[0]) : store("skeleton", null),
    iterations: iterations.value,
  };
}
