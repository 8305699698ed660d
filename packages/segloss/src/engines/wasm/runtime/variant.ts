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
import { type RankTables, TABLE_BYTES } from "../kernels/rank/cells/tables.ts";
import { type LovaszChoice, rankMethod, taskMemory } from "../kernels/rank/rank-method.ts";
import { tilingOf } from "../kernels/stencil/tiles.ts";
import { loopBuilder } from "../legalise/legalise.ts";
import type { EngineMemory } from "./memory.ts";
import { layOutPlanes } from "./plane-layout.ts";

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

/** A schedule with its sweeps, ready for code. */
export interface Lowered {
  readonly compiled: CompiledSchedule;
  readonly sweeps: readonly Sweep[];
  /** What looks at neighbours compute row by row. */
  readonly rows: ReadonlyMap<Program, Sweep>;
}

/** A plan compiled for one width of the labels. */
export interface Variant {
  readonly labelBytes: 1 | 2 | 4;
  readonly address: number;
  readonly bytes: number;
  readonly planes: readonly Plane[];
  readonly withGradient: Lowered;
  /** For the value alone: lowered when it is first asked for, where it needs no memory of its own. */
  valueAlone(): Lowered;
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
  const sizes = areaSizes(schedules, drafts.flatMap(sweepsOf), setting, chunk);
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
  const [withGradient, eager] = drafts.map((draft) => placed(draft, planes));
  let valueAlone = eager;
  const firstTable = guards + perThread + ranks.bytes;
  const tables = new Map(
    [...rankings].map(([name, ranking], i) => [
      name,
      { ranking, address: firstTable + i * rounded(TABLE_BYTES) },
    ]),
  );
  return {
    ...{ labelBytes: options.labelBytes, address, bytes, planes, withGradient, areas, tables },
    valueAlone: () => {
      if (valueAlone) return valueAlone;
      const late = compile(false);
      const { coefficientRow, sums, guards } = areaSizes([late], [], setting, chunk);
      const isInside = coefficientRow <= sizes.coefficientRow && sums <= sizes.sums && guards <= sizes.guards;
      if (!isInside || table.kinds.length > planes.length) throw new Error(NO_ROOM);
      valueAlone = fitted(lowered(late, planes, options.relaxed), sizes.scratch);
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
    if (scratchBytes(result) > room)
      throw new Error(
        "The value alone needs more memory than with its gradient: this is a defect of the engine.",
      );
    return result;
  };
  return { ...given, sweeps: given.sweeps.map(fit) };
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
    scratch: rounded(Math.max(0, ...sweeps.map(scratchBytes))),
  };
}

function neighboursOf({ programs }: Pick<CompiledSchedule, "programs">): NeighbourJob[] {
  return programs.flatMap(({ neighbours }) => neighbours);
}

/** The ranks of a schedule, in order. */
function ranksOf({ programs }: CompiledSchedule): RankJob[] {
  return programs.flatMap(({ ranks }) => ranks);
}
