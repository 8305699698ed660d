import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../../plan/setting.ts";
import type { Program } from "../../program/program.ts";
import { type NeighbourJob, programsOf } from "../../program/schedule/neighbour-job.ts";
import { planeTable } from "../../program/schedule/planes.ts";
import type { RankJob } from "../../program/schedule/rank-job.ts";
import { rankingName } from "../../program/schedule/rank-order.ts";
import { makeSchedule } from "../../program/schedule/schedule.ts";
import { type CompiledSchedule, compileSchedule } from "../../program/schedule/stage-program.ts";
import { makeSweep } from "./emit/make-sweep.ts";
import { type Sweep, scratchBytes } from "./emit/sweep.ts";
import type { Plane } from "./emit/sweep-shape.ts";
import type { EngineMemory } from "./memory.ts";
import { tilingOf } from "./neighbours/tiles.ts";
import { layOutPlanes } from "./plane-layout.ts";
import { type RankTables, TABLE_BYTES } from "./rank/cells/tables.ts";
import { type LovaszChoice, rankMethod, taskMemory } from "./rank/rank-method.ts";

/** Addresses of what a schedule needs besides planes. */
export interface Areas {
  readonly coefficients: number;
  /** Bytes of an image's row of coefficients. */
  readonly coefficientBytes: number;
  readonly sums: number;
  readonly sumBytes: number;
  readonly guards: number;
  readonly guardBytes: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  /** What ranks and looks at neighbours need, each thread `rankBytes` of it. */
  readonly rank: number;
  readonly rankBytes: number;
  /** The tasks' counter. */
  readonly counter: number;
  /** Pixels of a task, a multiple of 16. */
  readonly chunk: number;
}

/** A plan compiled for one width of the labels. */
export interface Variant {
  readonly labelBytes: 1 | 2 | 4;
  readonly address: number;
  readonly bytes: number;
  readonly planes: readonly Plane[];
  /** With the gradient, and for the value alone. */
  readonly schedules: readonly [CompiledSchedule, CompiledSchedule];
  readonly sweeps: readonly [readonly Sweep[], readonly Sweep[]];
  /** What looks at neighbours compute row by row. */
  readonly rows: ReadonlyMap<Program, Sweep>;
  readonly areas: Areas;
  /** Addresses of the tables of rankings by cells. */
  readonly tables: RankTables;
}

export interface VariantOptions {
  readonly labelBytes: 1 | 2 | 4;
  readonly memory: EngineMemory;
  readonly threads: number;
  readonly relaxed: boolean;
  readonly lovasz: LovaszChoice;
}

/** Values of a task: enough that taking it costs little, few enough that threads finish together. */
const TASK_VALUES = 32768;

/** Compiles a plan: schedules, programs, memory. */
export function makeVariant(plan: Plan, options: VariantOptions): Variant {
  const { setting } = plan;
  const fields = plan.fields.flatMap(({ d1, d2 }) => [d1, d2]);
  const perPixel = [...(setting.weighted ? ["weights"] : []), ...fields, ...plan.maps];
  const table = planeTable(
    setting,
    perPixel,
    plan.classFields.map(({ name }) => name),
  );
  const schedules = [true, false].map((gradient) =>
    compileSchedule(plan, makeSchedule(plan, gradient), table),
  ) as [CompiledSchedule, CompiledSchedule];
  const layout = layOutPlanes(table.kinds, setting, options.labelBytes);
  const draft = schedules.map(({ programs }) =>
    programs.map(({ program }) => makeSweep(program, layout.planes, options.relaxed)),
  );
  const draftRows = schedules.flatMap((schedule) =>
    [...new Set(neighboursOf(schedule).flatMap(programsOf))].map(
      (program) => [program, makeSweep(program, layout.planes, options.relaxed)] as const,
    ),
  );
  const chunk = Math.max(16, Math.floor(TASK_VALUES / setting.channels / 16) * 16);
  const sizes = areaSizes(
    schedules,
    [...draft.flat(), ...draftRows.map(([, sweep]) => sweep)],
    setting,
    chunk,
  );
  const jobs = schedules.flatMap(ranksOf);
  const methods = jobs.map((job) => rankMethod(job, setting, options));
  const neighbours = schedules
    .flatMap(neighboursOf)
    .map((job) => tilingOf(job, setting, options.threads).bytes);
  const ranks = taskMemory(methods, Math.max(0, ...neighbours), options.threads);
  const byCells = jobs.filter((_, i) => methods[i].cells !== null);
  const rankings = new Map(byCells.map(({ ranking }) => [rankingName(ranking), ranking]));
  const own = sizes.coefficients + sizes.sums + 64;
  const perThread = options.threads * (sizes.guards + sizes.scratch);
  const bytes = layout.bytes + own + perThread + ranks.bytes + rankings.size * rounded(TABLE_BYTES);
  const address = options.memory.allocate(bytes);
  const planes = layout.planes.map((plane) => ({ ...plane, address: plane.address + address }));
  const placed = (list: readonly Sweep[]): Sweep[] => list.map((sweep) => ({ ...sweep, planes }));
  const coefficients = address + layout.bytes;
  const sums = coefficients + sizes.coefficients;
  const counter = sums + sizes.sums;
  const guards = counter + 64;
  const areas: Areas = {
    coefficients,
    coefficientBytes: sizes.coefficientRow,
    sums,
    sumBytes: sizes.sums,
    guards,
    guardBytes: sizes.guards,
    scratch: guards + options.threads * sizes.guards,
    scratchBytes: sizes.scratch,
    rank: guards + perThread,
    rankBytes: ranks.perThread,
    counter,
    chunk,
  };
  const sweeps: Variant["sweeps"] = [placed(draft[0]), placed(draft[1])];
  const rows = new Map(draftRows.map(([program, sweep]) => [program, { ...sweep, planes }]));
  const firstTable = guards + perThread + ranks.bytes;
  const tables = new Map(
    [...rankings].map(([name, ranking], i) => [
      name,
      { ranking, address: firstTable + i * rounded(TABLE_BYTES) },
    ]),
  );
  return { labelBytes: options.labelBytes, address, bytes, planes, schedules, sweeps, rows, areas, tables };
}

const rounded = (bytes: number): number => Math.ceil(bytes / 64) * 64;

function areaSizes(
  schedules: readonly CompiledSchedule[],
  sweeps: readonly Sweep[],
  setting: Setting,
  chunk: number,
): Record<"coefficients" | "coefficientRow" | "sums" | "guards" | "scratch", number> {
  const { batch } = setting;
  const largest = (of: (schedule: CompiledSchedule) => number): number => Math.max(...schedules.map(of));
  const coefficientRow = rounded(4 * largest(({ coefficients }) => coefficients.width()) + 4);
  return {
    coefficientRow,
    coefficients: batch * coefficientRow,
    sums: rounded(
      batch * Math.ceil(pixelsPerImage(setting) / chunk) * 8 * largest(({ sumWidth }) => sumWidth) + 8,
    ),
    guards: rounded(16 * largest(({ guards }) => guards.length) + 16),
    scratch: rounded(Math.max(...sweeps.map(scratchBytes))),
  };
}

function neighboursOf({ programs }: Pick<CompiledSchedule, "programs">): NeighbourJob[] {
  return programs.flatMap(({ neighbours }) => neighbours);
}

/** The ranks of a schedule, in order. */
function ranksOf({ programs }: CompiledSchedule): RankJob[] {
  return programs.flatMap(({ ranks }) => ranks);
}
