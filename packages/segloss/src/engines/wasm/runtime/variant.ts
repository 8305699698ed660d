import { kernelsNamed } from "../../../kernels/kernel-sets.ts";
import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import { rankingName } from "../../../program/schedule/rank-order.ts";
import { type Sweep, scratchBytes } from "../emit/sweep.ts";
import { layOutScratch, type Plane } from "../emit/sweep-shape.ts";
import { arena } from "../host/arena.ts";
import type { EngineMemory } from "../host/memory.ts";
import type { RankTables } from "../kernels/rank/cells/tables.ts";
import type { LovaszChoice } from "../kernels/rank/rank-method.ts";
import type { Area } from "../tasks/area.ts";
import { type Lowered, type LoweredPlan, neighboursOf, ranksOf } from "./lower-plan.ts";
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

/** A plan with its place in memory, for one width of the labels. */
export interface Variant {
  readonly plan: Plan;
  readonly options: VariantOptions;
  readonly address: number;
  readonly bytes: number;
  readonly planes: readonly Plane[];
  readonly withGradient: Lowered;
  /** For the value alone. */
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
  readonly lovasz: LovaszChoice;
}

/** Values of a task: enough that taking it costs little, few enough that threads finish together. */
const TASK_VALUES = 32768;

/** Gives what a plan computes with its place in memory. */
export function makeVariant(lowered: LoweredPlan, options: VariantOptions): Variant {
  const { plan, table, withGradient, needsItsOwn } = lowered;
  const { setting } = plan;
  const drafts = needsItsOwn ? [withGradient, lowered.valueAlone()] : [withGradient];
  const layout = layOutPlanes(table.kinds, setting, options.labelBytes);
  const chunk = Math.max(16, Math.floor(TASK_VALUES / setting.channels / 16) * 16);
  const sizes = areaSizes(drafts, setting, chunk);
  const jobs = drafts.flatMap(({ compiled }) => ranksOf(compiled));
  const methods = jobs.map((job) =>
    kernelsNamed("ranks", plan.kernels).wasm.rankMethod(job, setting, options),
  );
  const neighbours = drafts
    .flatMap(({ compiled }) => neighboursOf(compiled))
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
    scratch: { bytes: Math.max(...drafts.flatMap(sweepsOf).map(scratchBytes)), parts },
    rank: { bytes: ranks.perThread, total: ranks.bytes },
    tables: { bytes: tableBytes, parts: rankings.size },
  });
  const planes = layout.planes.map((plane) => ({ ...plane, address: plane.address + address }));
  const tables = new Map(
    [...rankings].map(([name, ranking], i) => [
      name,
      { ranking, address: areas.tables.address + i * areas.tables.bytes },
    ]),
  );
  return {
    ...{ plan, options, address, bytes, planes, chunk, areas, tables },
    withGradient: changed(withGradient, (sweep) => ({ ...sweep, planes })),
    valueAlone: () => {
      const late = lowered.valueAlone();
      const needed = areaSizes([late], setting, chunk);
      const isInside = AREAS_OF_SCHEDULES.every((name) => needed[name] <= areas[name].bytes);
      if (!isInside || table.kinds.length > planes.length) throw new Error(NO_ROOM);
      return changed(late, (sweep) => fitted({ ...sweep, planes }, areas.scratch.bytes));
    },
  };
}

function sweepsOf({ sweeps, rows }: Lowered): Sweep[] {
  return [...sweeps, ...rows.values()];
}

function changed({ compiled, sweeps, rows }: Lowered, change: (sweep: Sweep) => Sweep): Lowered {
  return {
    compiled,
    sweeps: sweeps.map(change),
    rows: new Map([...rows].map(([program, sweep]) => [program, change(sweep)])),
  };
}

const NO_ROOM = "The value alone needs more memory than with its gradient: this is a defect of the engine.";

/** The same in no more scratch memory than there is: blocks of fewer pixels. */
function fitted(sweep: Sweep, room: number): Sweep {
  const { nests, planes, program } = sweep;
  let result = sweep;
  for (let { bytes } = sweep.scratch; scratchBytes(result) > room && result.scratch.block > 16; bytes /= 2)
    result = { ...sweep, scratch: layOutScratch(nests, planes, program.channels, bytes / 2) };
  if (scratchBytes(result) > room) throw new Error(NO_ROOM);
  return result;
}

const AREAS_OF_SCHEDULES = ["coefficients", "sums", "guards"] as const;

/** Bytes of an image's row of coefficients, of all sums, of a thread's guards. */
function areaSizes(
  drafts: readonly Lowered[],
  setting: Setting,
  chunk: number,
): Record<(typeof AREAS_OF_SCHEDULES)[number], number> {
  const largest = (of: (lowered: Lowered["compiled"]) => number): number =>
    Math.max(...drafts.map(({ compiled }) => of(compiled)));
  const chunks = setting.batch * Math.ceil(pixelsPerImage(setting) / chunk);
  return {
    coefficients: 4 * largest(({ coefficients }) => coefficients.width()) + 4,
    sums: chunks * 8 * largest(({ sumWidth }) => sumWidth) + 8,
    guards: 16 * largest(({ guards }) => guards.length) + 16,
  };
}
