import {
  type ApplyNode,
  type Expression,
  isApply,
  isSymbol,
  mentions,
  topological,
} from "../../formula/expression.ts";
import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import { type Collected, delaySums, joinSweeps, validCount } from "./move-sums.ts";
import { computesOperands } from "./neighbour-job.ts";
import { prepare } from "./prepare.ts";
import { type Task, type TaskKind, taskKey, taskKind } from "./tasks.ts";

/** One sweep over all pixels, then the numbers, sorts and looks at neighbours that it makes possible. */
export interface Stage {
  readonly sums: readonly Task[];
  readonly ranks: readonly Task[];
  readonly neighbours: readonly Task[];
  /** Whether the gradient is written in this sweep. */
  readonly gradient: boolean;
}

export interface ScheduledScope {
  readonly over: "image" | "batch";
  readonly value: Expression;
  readonly gradient: Expression | null;
}

/** The passes of a plan, in order. */
export interface Schedule {
  readonly scopes: readonly ScheduledScope[];
  readonly stages: readonly Stage[];
}

/**
 * Orders the sums, sorts and the gradient of a plan into sweeps. A sum that only the value needs runs with the
 * gradient unless an earlier sweep computes predictions anyway.
 */
export function makeSchedule(plan: Plan, withGradient: boolean): Schedule {
  const { batch, channels } = plan.setting;
  const pixels = pixelsPerImage(plan.setting);
  const scopes = plan.scopes.map(({ over, value, gradient }) => {
    const known = { pixelCount: over === "image" ? pixels : batch * pixels, classCount: channels };
    return { over, value: prepare(value, known), gradient: withGradient ? prepare(gradient, known) : null };
  });
  const looksAlone = computesOperands(channels);
  const memo = looksAlone && !withGradient ? oneLookAStage(scopes) : new Map<string, number>();
  return { scopes, stages: makeStages(scopes, memo, looksAlone) };
}

/**
 * Stages after looks of which each waits for the one before: what one has found is then summed before the next one
 * overwrites it. A gradient needs some of it later anyway.
 */
function oneLookAStage(scopes: readonly ScheduledScope[]): Map<string, number> {
  const memo = new Map<string, number>();
  let last = 0;
  for (const node of topological(scopes.map(({ value }) => value))) {
    if (taskKind(node) !== "neighbourhood") continue;
    last = Math.max(last, operandStage(node as ApplyNode, memo)) + 1;
    memo.set(node.key, last);
  }
  return memo;
}

/** First sweep in which an expression can be evaluated pixel by pixel. */
function stageOf(e: Expression, memo: Map<string, number>): number {
  const known = memo.get(e.key);
  if (known !== undefined) return known;
  let stage = isSymbol(e, "regionShare") ? 1 : 0;
  if (e.kind === "apply") stage = operandStage(e, memo) + (taskKind(e) === null ? 0 : 1);
  memo.set(e.key, stage);
  return stage;
}

/** First sweep in which all operands can be. */
function operandStage({ args }: ApplyNode, memo: Map<string, number>): number {
  let stage = 0;
  for (const arg of args) stage = Math.max(stage, stageOf(arg, memo));
  return stage;
}

/** `looksAlone`: looks at neighbours need nothing of their stage's sweep. */
function makeStages(
  scopes: readonly ScheduledScope[],
  memo: Map<string, number>,
  looksAlone: boolean,
): Stage[] {
  const found: Collected = new Map();
  const gradients = scopes.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  const gradientStage = Math.max(-1, ...gradients.map((e) => stageOf(e, memo)));
  for (const [scope, { gradient }] of scopes.entries())
    if (gradient) collect(gradient, scope, found, memo, false);
  for (const [scope, { value }] of scopes.entries()) collect(value, scope, found, memo, true);
  // Every number that is made of sums is 0 in a region without a valid pixel: whoever reads one reads the count, too.
  if (scopes.some(({ value }) => mentions(value, ["regionShare"]))) {
    const node = validCount();
    found.set(node.key, { kind: "pixels", key: node.key, scope: 0, node, stage: 0, late: false });
  }
  delaySums(found, gradientStage);
  const tasks = [...found.values()];
  if (looksAlone && tasks.some(({ kind }) => kind === "neighbourhood")) joinSweeps(found, gradientStage);
  // One sweep at least, which looks at the inputs.
  const count = Math.max(0, gradientStage, ...tasks.map(({ stage }) => stage)) + 1;
  return Array.from({ length: count }, (_, i) => {
    const of = (kind: TaskKind): Task[] => tasks.filter((task) => task.kind === kind && task.stage === i);
    const looks = { ranks: of("rank"), neighbours: of("neighbourhood") };
    return { sums: of("pixels"), ...looks, gradient: i === gradientStage };
  });
}

function collect(
  root: Expression,
  scope: number,
  found: Collected,
  memo: Map<string, number>,
  valueOnly: boolean,
): void {
  const nodes = topological([root]);
  const inner = valueOnly ? innerSums(nodes) : null;
  for (const node of nodes) {
    const kind = taskKind(node);
    if (kind === null) continue;
    const key = taskKey(node, scope);
    if (found.has(key)) continue;
    // Only a sum that nothing else depends on may wait.
    const late = kind === "pixels" && inner !== null && !inner.has(node.key);
    const stage = kind === "neighbourhood" ? stageOf(node, memo) - 1 : operandStage(node as ApplyNode, memo);
    found.set(key, { kind, key, scope, node: node as ApplyNode, stage, late });
  }
}

/** Keys of the sums inside of other tasks. */
function innerSums(nodes: readonly Expression[]): Set<string> {
  const operands = nodes.flatMap((node) => (taskKind(node) === null ? [] : (node as ApplyNode).args));
  return new Set(topological(operands).flatMap((part) => (isApply(part, "pixelSum") ? [part.key] : [])));
}
