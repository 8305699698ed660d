import {
  type ApplyNode,
  applyNode,
  type Expression,
  isApply,
  mentions,
  NO_AXES,
  PIXEL,
  symbol,
  topological,
} from "../../formula/expression.ts";
import { PREDICTION_SYMBOLS } from "../../formula/ops/functions.ts";
import { type Task, type TaskKind, taskKind } from "./tasks.ts";

/** A task with the first stage that it can be done in. */
export interface StagedTask extends Task {
  readonly kind: TaskKind;
  stage: number;
  /** Whether it is a sum that only the value needs. */
  readonly late: boolean;
}

/** The tasks of a plan by key. */
export type Collected = Map<string, StagedTask>;

/** The number of valid pixels of an image, which the share of a region is made of. */
const VALID: Expression = symbol("v", PIXEL);

/** How many pixels of an image are valid. */
export function validCount(): ApplyNode {
  return applyNode("pixelSum", [VALID], NO_AXES);
}

/** A sum that only the value needs runs with the gradient unless an earlier sweep computes predictions anyway. */
export function delaySums(found: Collected, gradientStage: number): void {
  const tasks = [...found.values()];
  const predicts = ({ late, stage, node }: StagedTask): boolean =>
    !late && stage < gradientStage && mentions(node, PREDICTION_SYMBOLS);
  for (const task of tasks) {
    if (!task.late || task.stage >= gradientStage) continue;
    if (!tasks.some((other) => other.stage >= task.stage && predicts(other))) task.stage = gradientStage;
  }
}

/**
 * Sums whose sweep does nothing else wait for the next sweep with sums, where nobody needs them before. Sums of what a
 * look has found do not: its plane is to be free again.
 */
export function joinSweeps(found: Collected, gradientStage: number): void {
  const tasks = [...found.values()];
  const sums = tasks.filter(({ kind }) => kind === "pixels");
  const valid = validCount().key;
  const needs = (e: Expression, key: string): boolean => e.key === key || (key === valid && readsRegion(e));
  const neededIn = ({ node: { key } }: Task): number => {
    const users = tasks.filter(({ node }) => topological(node.args).some((e) => needs(e, key)));
    const last = gradientStage < 0 ? Number.POSITIVE_INFINITY : gradientStage;
    return Math.min(last, ...users.map(({ stage }) => stage));
  };
  const stages = [...new Set(sums.map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const [i, next] of stages.slice(1).entries()) {
    const here = sums.filter(({ stage }) => stage === stages[i]);
    const isBusy = tasks.some(({ kind, stage }) => kind === "rank" && stage === stages[i]);
    if (isBusy || here.some(holdsLook) || here.some((sum) => neededIn(sum) <= next)) continue;
    for (const sum of here) sum.stage = next;
  }
}

/** Whether the node is a number of the region, which is 0 where no pixel is valid. */
function readsRegion(e: Expression): boolean {
  return isApply(e, "pixelSum") || (e.kind === "symbol" && e.name === "regionShare");
}

function holdsLook({ node }: Task): boolean {
  return topological(node.args).some((e) => taskKind(e) === "neighbourhood");
}
