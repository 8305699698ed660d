import type { ApplyNode } from "../../formula/expression.ts";
import type { Program } from "../program.ts";

/** What a look reads: a plane by index, or a program that computes rows of a window, each to a place that is given. */
export type Operand = number | Program;

/** A skeleton of every image and class, or its slope. */
export interface NeighbourJob {
  readonly op: "skeleton" | "skeletonSlope";
  readonly image: Operand;
  /** What a slope is multiplied by; the image where there is no slope. */
  readonly adjoint: Operand;
  /** A plane that neither of the others reads: a window is read after its neighbour has been written. */
  readonly result: number;
  readonly iterations: number;
}

/** Whether looks compute their operands window by window: those of several classes would, for each, compute all. */
export function computesOperands(channels: number): boolean {
  return channels === 1;
}

/** The operands of a job that are computed. */
export function programsOf({ image, adjoint }: NeighbourJob): Program[] {
  return [...new Set([image, adjoint])].filter((operand) => typeof operand !== "number");
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
