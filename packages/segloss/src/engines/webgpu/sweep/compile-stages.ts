import {
  type ApplyNode,
  CLASS,
  type Expression,
  isNumber,
  PIXEL,
  variesOver,
} from "../../../formula/expression.ts";
import type { Plan } from "../../../plan/plan.ts";
import { programBuilder } from "../../../program/build.ts";
import { lower } from "../../../program/lower/lower.ts";
import { emptyMemo, type Lowering, operandOf } from "../../../program/lower/lowering.ts";
import { type CoefficientTable, coefficientTable } from "../../../program/schedule/coefficients.ts";
import { type Guard, inputGuards } from "../../../program/schedule/input-guards.ts";
import type { Schedule, Stage } from "../../../program/schedule/schedule.ts";
import type { SumPlace } from "../../../program/schedule/stage-program.ts";
import { taskKey } from "../../../program/schedule/tasks.ts";
import type { Value } from "../../../program/value.ts";
import { type RankJob, rankJob } from "../rank/rank-job.ts";
import { type SkeletonJob, skeletonJob } from "../skeleton/skeleton-job.ts";
import type { Compiling } from "./compiling.ts";
import { type PlaneTable, planeTable } from "./planes.ts";
import type { SweepGuard, SweepProgram, SweepStore, SweepSum } from "./sweep-program.ts";

/** What is done in a stage: its sweep, then the sorts and skeletons that it makes possible. */
export interface StageProgram {
  readonly sweep: SweepProgram;
  readonly ranks: readonly RankJob[];
  readonly skeletons: readonly SkeletonJob[];
  /** Where the sums of the sweep stand in a row of sums. */
  readonly firstSum: number;
  readonly gradient: boolean;
}

/** A schedule as sweeps of typed values. */
export interface CompiledStages {
  readonly schedule: Schedule;
  readonly stages: readonly StageProgram[];
  readonly planes: PlaneTable;
  readonly coefficients: CoefficientTable;
  /** What the guards are about, by slot. */
  readonly guards: readonly Guard[];
  /** Numbers in a row of sums. */
  readonly sumWidth: number;
  sumPlace(node: Expression, scope: number): SumPlace;
}

/** Bits of the largest number below infinity. */
const BELOW_INFINITY = 0x7f7fffff;

/** Lowers every stage of a schedule. @throws Error for what the engine has no code for */
export function compileStages(plan: Plan, schedule: Schedule): CompiledStages {
  const { channels } = plan.setting;
  const slots = new Map<string, number>();
  let sumWidth = 0;
  const firsts = schedule.stages.map(({ sums }) => {
    const first = sumWidth;
    for (const { key, node } of sums) {
      slots.set(key, sumWidth);
      sumWidth += node.axes & CLASS ? channels : 1;
    }
    return first;
  });
  const planes = planeTable(plan.setting);
  for (const name of inputPlanes(plan)) planes.add(name, false);
  for (const { name } of plan.classFields) planes.add(name, true, true);
  const compiling: Compiling = {
    ...{ plan, schedule, planes, slots },
    build: programBuilder(),
    coefficients: coefficientTable(channels),
    flat: new Set(),
    guards: [],
    guarded: new Set(),
    ranks: new Map(),
    skeletons: new Map(),
  };
  const stages = schedule.stages.map((stage, i) => compileStage(stage, i, firsts[i], compiling));
  return {
    ...{ schedule, stages, planes, sumWidth },
    coefficients: compiling.coefficients,
    guards: compiling.guards,
    sumPlace: (node, scope) => {
      const offset = slots.get(taskKey(node, scope)) as number;
      return { offset, perClass: variesOver(node, CLASS) && !compiling.flat.has(offset) };
    },
  };
}

/** Maps of the caller and distances, which lie in the engine's own buffer. */
export function inputPlanes({ maps, fields }: Plan): string[] {
  return [...maps, ...fields.flatMap(({ d1, d2 }) => [d1, d2])];
}

function lowering(compiling: Compiling, scope: number, stage: number): Lowering {
  const { build, planes, plan, coefficients, ranks, skeletons } = compiling;
  const leaf = (index: number): Value => build.leaf("plane", planes.list[index].perClass ? 3 : PIXEL, index);
  return {
    build,
    setting: plan.setting,
    scope,
    saved: null,
    plane: (name) => leaf(planes.indexOf(name)),
    inSum: false,
    coefficient: (e, of, part = "high") => {
      const { index, axes } = coefficients.place(e, of, stage, part);
      return build.leaf("coefficient", axes, index);
    },
    ranked: (node, of) => leaf(ranks.get(taskKey(node, of)) as number),
    neighbours: (node) => leaf(skeletons.get(taskKey(node, scope)) as number),
    memo: emptyMemo(),
  };
}

function compileStage(stage: Stage, i: number, firstSum: number, compiling: Compiling): StageProgram {
  const { plan, schedule, planes } = compiling;
  const contexts = schedule.scopes.map((_, scope) => lowering(compiling, scope, i));
  const roots: Value[] = [];
  const sums = stage.sums.map(({ key, node, scope }): SweepSum => {
    const value = lower(node.args[0], operandOf(contexts[scope]));
    roots.push(value);
    return sumOf(node, value, compiling.slots.get(key) as number, firstSum, compiling.flat);
  });
  const stores: SweepStore[] = [];
  const store = (
    value: Value,
    plane: number,
    as: SweepStore["as"] = "value",
    valid: Value | null = null,
  ): void => {
    roots.push(value);
    stores.push({ value: value, plane, as, valid });
  };
  const ranks = stage.ranks.map((task) =>
    rankJob(task, { to: contexts[task.scope], stage: i, compiling, store }),
  );
  const skeletons = stage.neighbours.map((task) =>
    skeletonJob(task, { to: contexts[task.scope], stage: i, compiling, store }),
  );
  if (stage.gradient) store(gradientValue(schedule, contexts), planes.indexOf("gradient"));
  const isLast = i === schedule.stages.length - 1;
  const guards: SweepGuard[] = inputGuards(roots, isLast, contexts[0], { ...compiling, plan }).map(
    ({ value, slot }) => ({
      ...{ value: value, slot: slot + 1 },
      ...{ limit: compiling.guards[slot].limit, ofSize: false },
    }),
  );
  if (stage.gradient) guards.push(gradientGuard(stores[stores.length - 1].value, compiling));
  const width = stage.sums.reduce(
    (sum, { node }) => sum + (node.axes & CLASS ? plan.setting.channels : 1),
    0,
  );
  return { sweep: { sums, stores, guards, width }, ranks, skeletons, firstSum, gradient: stage.gradient };
}

function sumOf(node: ApplyNode, value: Value, slot: number, firstSum: number, flat: Set<number>): SweepSum {
  const perClass = variesOver(node, CLASS) && (value.axes & CLASS) !== 0;
  if (variesOver(node, CLASS) && !perClass) flat.add(slot);
  return { value, slot: slot - firstSum, perClass };
}

/** A gradient that is not finite is an error. */
function gradientGuard(value: Value, { guards }: Compiling): SweepGuard {
  const slot = guards.push({ limit: BELOW_INFINITY, about: "gradient" });
  return { value, slot, limit: BELOW_INFINITY, ofSize: true };
}

function gradientValue({ scopes }: Schedule, contexts: readonly Lowering[]): Value {
  const parts = scopes.flatMap(({ gradient }, i) =>
    gradient && !isNumber(gradient, 0) ? [lower(gradient, contexts[i])] : [],
  );
  const { build } = contexts[0];
  if (parts.length === 0) return build.constant(0);
  return parts.reduce((a, b) => build.add(a, b));
}
