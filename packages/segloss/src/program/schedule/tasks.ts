import { type ApplyNode, type Expression, topological } from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import { isReduction } from "../lower/holds-reduction.ts";

/** What is made of all pixels at once: their sum, ranks in each region and class, a look at the neighbours of each. */
export type TaskKind = "pixels" | "rank" | "neighbourhood";

/**
 * A task of a schedule: sums and looks for each image (a batch's sum is that of its images), ranks for each region. Tasks of one
 * key are one.
 */
export interface Task {
  readonly key: string;
  /** Scope whose coefficients the operands use. */
  readonly scope: number;
  readonly node: ApplyNode;
}

/** What kind of task a node stands for; null for what is computed pixel by pixel. */
export function taskKind(e: Expression): TaskKind | null {
  if (e.kind !== "apply") return null;
  const { kind } = OPS[e.op];
  return kind === "pixels" || kind === "rank" || kind === "neighbourhood" ? kind : null;
}

/** Key of the task of a node: the same in every scope unless it ranks or uses what depends on the region. */
export function taskKey(node: Expression, scope: number): string {
  const isOfRegion = (part: Expression): boolean =>
    taskKind(part) === "rank" || (part !== node && isReduction(part));
  return topological([node]).some(isOfRegion) ? `${scope}/${node.key}` : node.key;
}
