import {
  type ApplyNode,
  applyNode,
  type Expression,
  isApply,
  NO_AXES,
  PIXEL,
  symbol,
  topological,
} from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import type { NeighbourTask, RankTask, SumTask } from "./tasks.ts";

/** The tasks of a plan by key, and the first stage that each can be done in. */
export interface Collected {
  readonly sums: Map<string, SumTask & { stage: number; late: boolean }>;
  readonly ranks: Map<string, RankTask & { stage: number }>;
  readonly neighbours: Map<string, NeighbourTask & { stage: number }>;
}

/** The number of valid pixels of an image, which the share of a region is made of. */
const VALID: Expression = symbol("v", PIXEL);

/** How many pixels of an image are valid. */
export function validCount(): ApplyNode {
  return applyNode("pixelSum", [VALID], NO_AXES);
}

const PREDICTIONS: readonly string[] = ["z", "p", "q", "logp", "log1mp"];

/** A sum that only the value needs runs with the gradient unless an earlier sweep computes predictions anyway. */
export function delaySums({ sums, ranks, neighbours }: Collected, gradientStage: number): void {
  const predicts = (task: { node: ApplyNode; stage: number; late?: boolean }): boolean =>
    !task.late &&
    task.stage < gradientStage &&
    topological(task.node.args).some((e) => e.kind === "symbol" && PREDICTIONS.includes(e.name));
  for (const task of sums.values()) {
    if (!task.late || task.stage >= gradientStage) continue;
    const busy = [...sums.values(), ...ranks.values(), ...neighbours.values()].some(
      (other) => predicts(other) && other.stage >= task.stage,
    );
    if (!busy) task.stage = gradientStage;
  }
}

/**
 * Sums whose sweep does nothing else wait for the next sweep with sums, where nobody needs them before. Sums of what a
 * look has found do not: its plane is to be free again.
 */
export function joinSweeps({ sums, ranks, neighbours }: Collected, gradientStage: number): void {
  const tasks = [...sums.values(), ...ranks.values(), ...neighbours.values()];
  const valid = validCount().key;
  const needs = (e: Expression, key: string): boolean => e.key === key || (key === valid && readsRegion(e));
  const neededIn = ({ node: { key } }: SumTask): number => {
    const users = tasks.filter(({ node }) => topological(node.args).some((e) => needs(e, key)));
    const last = gradientStage < 0 ? Number.POSITIVE_INFINITY : gradientStage;
    return Math.min(last, ...users.map(({ stage }) => stage));
  };
  const stages = [...new Set([...sums.values()].map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const [i, next] of stages.slice(1).entries()) {
    const here = [...sums.values()].filter(({ stage }) => stage === stages[i]);
    const isBusy = [...ranks.values()].some(({ stage }) => stage === stages[i]);
    if (isBusy || here.some(({ node }) => holdsLook(node)) || here.some((sum) => neededIn(sum) <= next))
      continue;
    for (const sum of here) sum.stage = next;
  }
}

/** Whether the node is a number of the region, which is 0 where no pixel is valid. */
function readsRegion(e: Expression): boolean {
  return isApply(e, "pixelSum") || (e.kind === "symbol" && e.name === "regionShare");
}

function holdsLook(node: ApplyNode): boolean {
  return topological(node.args).some((e) => e.kind === "apply" && OPS[e.op].kind === "neighbourhood");
}
