import { type ApplyNode, CLASS, variesOver } from "../../../formula/expression.ts";
import { lower } from "../../../program/lower/lower.ts";
import { readNeighbourhood } from "../../../program/schedule/neighbour-job.ts";
import type { Task } from "../../../program/schedule/tasks.ts";
import type { JobContext } from "../sweep/compiling.ts";

/** A skeleton of every image and class, or its slope: planes by index. */
export interface SkeletonJob {
  readonly op: "skeleton" | "skeletonSlope";
  readonly image: number;
  /** What a slope is multiplied by; null where there is no slope. */
  readonly adjoint: number | null;
  readonly result: number;
  readonly iterations: number;
  readonly perClass: boolean;
}

/** Describes a look at neighbours, storing what it reads. */
export function skeletonJob({ node, key }: Task, { to, compiling, store }: JobContext): SkeletonJob {
  const { planes, skeletons } = compiling;
  const k = skeletons.size;
  const perClass = variesOver(node, CLASS);
  const plane = (name: string, e: ApplyNode["args"][number]): number => {
    const index = planes.add(`${name} ${k}`, perClass);
    store(lower(e, to), index);
    return index;
  };
  const isSlope = node.op === "skeletonSlope";
  const image = plane("image", node.args[isSlope ? 1 : 0]);
  const adjoint = isSlope ? plane("adjoint", node.args[0]) : null;
  const result = planes.add(`skeleton ${k}`, perClass);
  skeletons.set(key, result);
  return { ...readNeighbourhood(node), image, adjoint, result, perClass };
}
