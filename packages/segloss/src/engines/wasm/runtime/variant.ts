import { kernelsNamed } from "../../../kernels/kernel-sets.ts";
import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import type { Program } from "../../../program/program.ts";
import { type NeighbourJob, programsOf } from "../../../program/schedule/neighbour-job.ts";
import { planeTable, SAVED } from "../../../program/schedule/planes.ts";
import { type RankJob, weightsByRank } from "../../../program/schedule/rank-job.ts";
import { rankingName } from "../../../program/schedule/rank-order.ts";
import { makeSchedule } from "../../../program/schedule/schedule.ts";
import { type CompiledSchedule, compileSchedule } from "../../../program/schedule/stage-program.ts";
import { makeSweep } from "../emit/make-sweep.ts";
import { type Sweep, scratchBytes } from "../emit/sweep.ts";
import { layOutScratch, type Plane } from "../emit/sweep-shape.ts";
import { arena } from "../host/arena.ts";
import type { EngineMemory } from "../host/memory.ts";
import type { RankTables } from "../kernels/rank/cells/tables.ts";
import type { LovaszChoice } from "../kernels/rank/rank-method.ts";
import { loopBuilder } from "../legalise/legalise.ts";
import type { Area } from "../tasks/area.ts";
import { layOutPlanes } from "./plane-layout.ts";
import { taskMemory } from "./task-memory.ts";

/** What a schedule needs besides planes, by name. */
export type Areas = Readonly<
  Record<
    /** Rows of images. */
    | "coefficients"
    /** Rows of chunks, all together. */
    | "sums"
    /** The tasks' counter, and where threads meet. */
    | "counter"
    /** Of each thread: what guards have seen, what sweeps keep, what ranks and stencils need. */
    | "guards"
    | "scratch"
    | "rank",
    Area
  >
>;

/** A schedule with its sweeps, ready for code. */
export interface Lowered {
  readonly compiled: CompiledSchedule;
  readonly sweeps: readonly Sweep[];
  /** What looks at neighbours compute row by row. */
  readonly rows: ReadonlyMap<Program, Sweep>;
}

/** A plan compiled for one width of the labels. */
export interface Variant {
  readonly plan: Plan;
  readonly options: VariantOptions;
  readonly address: number;
  readonly bytes: number;
  readonly planes: readonly Plane[];
  readonly withGradient: Lowered;
  /** For the value alone: lowered when it is first asked for, where it needs no memory of its own. */
  valueAlone(): Lowered;
  /** Pixels of a task, a multiple of 16. */
  readonly chunk: number;
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
  const compile = (gradient: boolean): CompiledSchedule =>
    compileSchedule(plan, makeSchedule(plan, gradient), table);
  const gradient = compile(true);
  // Without a gradient its buffer is the caller's alone.
  for (const { weights } of ranksOf(gradient))
    if (weights === table.indexOf(SAVED)) table.addOwn(weightsByRank(0), true);
  const schedules = holdsValueAlone(gradient) ? [gradient] : [gradient, compile(false)];
  const layout = layOutPlanes(table.kinds, setting, options.labelBytes);
  const drafts = schedules.map((compiled) => lowered(compiled, layout.planes, options.relaxed));
  const chunk = Math.max(16, Math.floor(TASK_VALUES / setting.channels / 16) * 16);
  const sizes = areaSizes(schedules, setting, chunk);
  const scratch = Math.max(...drafts.flatMap(sweepsOf).map(scratchBytes));
  const jobs = schedules.flatMap(ranksOf);
  const methods = jobs.map((job) =>
    kernelsNamed("ranks", plan.kernels).wasm.rankMethod(job, setting, options),
  );
  const neighbours = schedules
    .flatMap(neighboursOf)
    .map((job) => kernelsNamed("skeletons", plan.kernels).wasm.tilingOf(job, setting, options.threads).bytes);
  const ranks = taskMemory(methods, Math.max(0, ...neighbours), options.threads);
  const byCells = jobs.filter((_, i) => methods[i].cells !== null);
  const rankings = new Map(byCells.map(({ ranking }) => [rankingName(ranking), ranking]));
  const tableBytes = rankings.size === 0 ? 0 : kernelsNamed("ranks", plan.kernels).wasm.tableBytes;
  const parts = options.threads;
  const { address, bytes, areas } = arena(options.memory, {
    planes: { bytes: layout.bytes },
    coefficients: { bytes: sizes.coefficients, parts: setting.batch },
    sums: { bytes: sizes.sums },
    counter: { bytes: 64 },
    guards: { bytes: sizes.guards, parts },
    scratch: { bytes: scratch, parts },
    rank: { bytes: ranks.perThread, total: ranks.bytes },
    tables: { bytes: tableBytes, parts: rankings.size },
  });
  const planes = layout.planes.map((plane) => ({ ...plane, address: plane.address + address }));
  const [withGradient, eager] = drafts.map((draft) => placed(draft, planes));
  let valueAlone = eager;
  const tables = new Map(
    [...rankings].map(([name, ranking], i) => [
      name,
      { ranking, address: areas.tables.address + i * areas.tables.bytes },
    ]),
  );
  return {
    ...{ plan, options, address, bytes, planes, withGradient, chunk, areas, tables },
    valueAlone: () => {
      if (valueAlone) return valueAlone;
      const late = compile(false);
      const needed = areaSizes([late], setting, chunk);
      const isInside = AREAS_OF_SCHEDULES.every((name) => needed[name] <= areas[name].bytes);
      if (!isInside || table.kinds.length > planes.length) throw new Error(NO_ROOM);
      valueAlone = fitted(lowered(late, planes, options.relaxed), areas.scratch.bytes);
      return valueAlone;
    },
  };
}

/** Whether all that the value alone needs is a part of what it needs with the gradient. */
function holdsValueAlone(compiled: CompiledSchedule): boolean {
  return neighboursOf(compiled).length === 0 && ranksOf(compiled).length < 2;
}

function lowered(compiled: CompiledSchedule, planes: readonly Plane[], relaxed: boolean): Lowered {
  const make = loopBuilder();
  const sweepOf = (program: Program): Sweep => makeSweep(program, make, planes, relaxed);
  const programs = new Set(neighboursOf(compiled).flatMap(programsOf));
  return {
    compiled,
    sweeps: compiled.programs.map(({ program }) => sweepOf(program)),
    rows: new Map([...programs].map((program) => [program, sweepOf(program)])),
  };
}

function sweepsOf({ sweeps, rows }: Lowered): Sweep[] {
  return [...sweeps, ...rows.values()];
}

function placed({ compiled, sweeps, rows }: Lowered, planes: readonly Plane[]): Lowered {
  const place = (sweep: Sweep): Sweep => ({ ...sweep, planes });
  return {
    compiled,
    sweeps: sweeps.map(place),
    rows: new Map([...rows].map(([program, sweep]) => [program, place(sweep)])),
  };
}

const NO_ROOM = "The value alone needs more memory than with its gradient: this is a defect of the engine.";

/** The same in no more scratch memory than there is: blocks of fewer pixels. */
function fitted(given: Lowered, room: number): Lowered {
  const fit = (sweep: Sweep): Sweep => {
    let result = sweep;
    for (
      let bytes = result.scratch.bytes;
      scratchBytes(result) > room && result.scratch.block > 16;
      bytes /= 2
    )
      result = {
        ...sweep,
        scratch: layOutScratch(sweep.nests, sweep.planes, sweep.program.channels, bytes / 2),
      };
    if (scratchBytes(result) > room) throw new Error(NO_ROOM);
    return result;
  };
  return { ...given, sweeps: given.sweeps.map(fit) };
}

const AREAS_OF_SCHEDULES = ["coefficients", "sums", "guards"] as const;

/** Bytes of an image's row of coefficients, of all sums, of a thread's guards. */
function areaSizes(
  schedules: readonly CompiledSchedule[],
  setting: Setting,
  chunk: number,
): Record<(typeof AREAS_OF_SCHEDULES)[number], number> {
  const largest = (of: (schedule: CompiledSchedule) => number): number => Math.max(...schedules.map(of));
  const chunks = setting.batch * Math.ceil(pixelsPerImage(setting) / chunk);
  return {
    coefficients: 4 * largest(({ coefficients }) => coefficients.width()) + 4,
    sums: chunks * 8 * largest(({ sumWidth }) => sumWidth) + 8,
    guards: 16 * largest(({ guards }) => guards.length) + 16,
  };
}

function neighboursOf({ programs }: Pick<CompiledSchedule, "programs">): NeighbourJob[] {
  return programs.flatMap(({ neighbours }) => neighbours);
}

/** The ranks of a schedule, in order. */
function ranksOf({ programs }: CompiledSchedule): RankJob[] {
  return programs.flatMap(({ ranks }) => ranks);
}
