import { type ApplyNode, type Expression, isApply, topological } from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import { holdsReduction } from "../lower/holds-reduction.ts";
import { type Collected, delaySums, joinSweeps, validCount } from "./move-sums.ts";
import { computesOperands } from "./neighbour-job.ts";
import { prepare } from "./prepare.ts";
import type { NeighbourTask, RankTask, SumTask } from "./tasks.ts";

/** One sweep over all pixels, then the numbers, sorts and looks at neighbours that it makes possible. */
export interface Stage {
  readonly sums: readonly SumTask[];
  readonly ranks: readonly RankTask[];
  readonly neighbours: readonly NeighbourTask[];
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

/** A sum is the same in every scope unless its operand uses sums of the region. */
export function sumKey(node: Expression, scope: number): string {
  return holdsReduction((node as ApplyNode).args[0]) || holdsRank(node) ? `${scope}/${node.key}` : node.key;
}

export function rankKey(node: Expression, scope: number): string {
  return `${scope}/${node.key}`;
}

/** Whether the node sorts the pixels of a region. */
function isRank(e: Expression): e is ApplyNode {
  return e.kind === "apply" && OPS[e.op].kind === "rank";
}

export function neighbourKey(node: ApplyNode, scope: number): string {
  return node.args.some((e) => holdsReduction(e) || holdsRank(e)) ? `${scope}/${node.key}` : node.key;
}

/** Whether the node looks at the neighbours of each pixel. */
function isNeighbourhood(e: Expression): e is ApplyNode {
  return e.kind === "apply" && OPS[e.op].kind === "neighbourhood";
}

function holdsRank(e: Expression): boolean {
  return topological([e]).some(isRank);
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
  for (const node of topological(scopes.map(({ value }) => value)).filter(isNeighbourhood)) {
    last = Math.max(last, ...node.args.map((arg) => stageOf(arg, memo))) + 1;
    memo.set(node.key, last);
  }
  return memo;
}

/** First sweep in which an expression can be evaluated pixel by pixel. */
function stageOf(e: Expression, memo: Map<string, number>): number {
  const known = memo.get(e.key);
  if (known !== undefined) return known;
  let stage = 0;
  if (e.kind === "symbol" && e.name === "regionShare") stage = 1;
  if (e.kind === "apply") {
    stage = Math.max(...e.args.map((arg) => stageOf(arg, memo)));
    if (e.op === "pixelSum" || isRank(e) || isNeighbourhood(e)) stage++;
  }
  memo.set(e.key, stage);
  return stage;
}

/** `looksAlone`: looks at neighbours need nothing of their stage's sweep. */
function makeStages(
  scopes: readonly ScheduledScope[],
  memo: Map<string, number>,
  looksAlone: boolean,
): Stage[] {
  const found: Collected = { sums: new Map(), ranks: new Map(), neighbours: new Map() };
  const gradients = scopes.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  const gradientStage = Math.max(-1, ...gradients.map((e) => stageOf(e, memo)));
  for (const [scope, { gradient }] of scopes.entries())
    if (gradient) collect(gradient, scope, found, memo, false);
  for (const [scope, { value }] of scopes.entries()) collect(value, scope, found, memo, true);
  // Every number that is made of sums is 0 in a region without a valid pixel: whoever reads one reads the count, too.
  if (usesShares(scopes)) {
    const node = validCount();
    found.sums.set(node.key, { key: node.key, scope: 0, node, stage: 0, late: false });
  }
  delaySums(found, gradientStage);
  if (looksAlone && found.neighbours.size > 0) joinSweeps(found, gradientStage);
  const tasks = [...found.sums.values(), ...found.ranks.values(), ...found.neighbours.values()];
  // One sweep at least, which looks at the inputs.
  const count = Math.max(0, gradientStage, ...tasks.map(({ stage }) => stage)) + 1;
  return Array.from({ length: count }, (_, i) => ({
    sums: [...found.sums.values()].filter(({ stage }) => stage === i),
    ranks: [...found.ranks.values()].filter(({ stage }) => stage === i),
    neighbours: [...found.neighbours.values()].filter(({ stage }) => stage === i),
    gradient: i === gradientStage,
  }));
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
    if (isApply(node, "pixelSum")) {
      const key = sumKey(node, scope);
      // Only a sum that nothing else depends on may wait.
      const late = inner !== null && !inner.has(node.key);
      if (!found.sums.has(key))
        found.sums.set(key, { key, scope, node, stage: stageOf(node.args[0], memo), late });
    }
    if (isRank(node)) {
      const key = rankKey(node, scope);
      const stage = Math.max(...node.args.map((arg) => stageOf(arg, memo)));
      if (!found.ranks.has(key)) found.ranks.set(key, { key, scope, node, stage });
    }
    if (isNeighbourhood(node)) {
      const key = neighbourKey(node, scope);
      const stage = stageOf(node, memo) - 1;
      if (!found.neighbours.has(key)) found.neighbours.set(key, { key, scope, node, stage });
    }
  }
}

/** Keys of the sums inside of other sums. */
function innerSums(nodes: readonly Expression[]): Set<string> {
  const operands = nodes.flatMap((node) =>
    isApply(node, "pixelSum") || isRank(node) || isNeighbourhood(node) ? node.args : [],
  );
  return new Set(topological(operands).flatMap((part) => (isApply(part, "pixelSum") ? [part.key] : [])));
}

function usesShares(scopes: readonly ScheduledScope[]): boolean {
  return scopes.some(({ value }) =>
    topological([value]).some((e) => e.kind === "symbol" && e.name === "regionShare"),
  );
}
