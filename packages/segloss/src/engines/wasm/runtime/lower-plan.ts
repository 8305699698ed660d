import type { Plan } from "../../../plan/plan.ts";
import type { Program } from "../../../program/program.ts";
import { type NeighbourJob, programsOf } from "../../../program/schedule/neighbour-job.ts";
import { type PlaneTable, planeTable, SAVED } from "../../../program/schedule/planes.ts";
import { type RankJob, weightsByRank } from "../../../program/schedule/rank-job.ts";
import { makeSchedule } from "../../../program/schedule/schedule.ts";
import { type CompiledSchedule, compileSchedule } from "../../../program/schedule/stage-program.ts";
import { makeSweep } from "../emit/make-sweep.ts";
import type { Sweep } from "../emit/sweep.ts";
import { loopBuilder } from "../legalise/legalise.ts";
import { layOutPlanes } from "./plane-layout.ts";

/** A schedule with its sweeps, ready for code. */
export interface Lowered {
  readonly compiled: CompiledSchedule;
  readonly sweeps: readonly Sweep[];
  /** What looks at neighbours compute row by row. */
  readonly rows: ReadonlyMap<Program, Sweep>;
}

/** A plan in sweeps that have no place in memory yet: they are the same however wide labels are. */
export interface LoweredPlan {
  readonly plan: Plan;
  readonly table: PlaneTable;
  readonly withGradient: Lowered;
  /** For the value alone: lowered when it is first asked for, unless it needs memory of its own. */
  valueAlone(): Lowered;
  readonly needsItsOwn: boolean;
}

/** Lowers a plan. @throws Error for what the engine has no code for. */
export function lowerPlan(plan: Plan, relaxed: boolean): LoweredPlan {
  const { setting } = plan;
  const fields = plan.fields.flatMap(({ d1, d2 }) => [d1, d2]);
  const perPixel = [...(setting.weighted ? ["weights"] : []), ...fields, ...plan.maps];
  const perClass = plan.classFields.map(({ name }) => name);
  const table = planeTable(setting, perPixel, perClass);
  const compile = (gradient: boolean): CompiledSchedule =>
    compileSchedule(plan, makeSchedule(plan, gradient), table);
  const lower = (compiled: CompiledSchedule): Lowered => {
    const make = loopBuilder();
    const { planes } = layOutPlanes(table.kinds, setting, 1);
    const sweepOf = (program: Program): Sweep => makeSweep(program, make, planes, relaxed);
    const programs = new Set(neighboursOf(compiled).flatMap(programsOf));
    return {
      compiled,
      sweeps: compiled.programs.map(({ program }) => sweepOf(program)),
      rows: new Map([...programs].map((program) => [program, sweepOf(program)])),
    };
  };
  const gradient = compile(true);
  // Without a gradient its buffer is the caller's alone.
  for (const { weights } of ranksOf(gradient))
    if (weights === table.indexOf(SAVED)) table.addOwn(weightsByRank(0), true);
  const needsItsOwn = neighboursOf(gradient).length > 0 || ranksOf(gradient).length > 1;
  const alone = needsItsOwn ? compile(false) : null;
  const withGradient = lower(gradient);
  let valueAlone = alone && lower(alone);
  return {
    ...{ plan, table, withGradient, needsItsOwn },
    valueAlone: () => {
      valueAlone ??= lower(compile(false));
      return valueAlone;
    },
  };
}

export function neighboursOf({ programs }: Pick<CompiledSchedule, "programs">): NeighbourJob[] {
  return programs.flatMap(({ neighbours }) => neighbours);
}

/** The ranks of a schedule, in order. */
export function ranksOf({ programs }: CompiledSchedule): RankJob[] {
  return programs.flatMap(({ ranks }) => ranks);
}
