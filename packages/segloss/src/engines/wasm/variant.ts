import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../../plan/setting.ts";
import { buildModule, makeSweep } from "./codegen/build-module.ts";
import { type Sweep, scratchBytes } from "./codegen/sweep.ts";
import type { Plane } from "./codegen/sweep-shape.ts";
import type { FunctionBuilder } from "./encoder/function-builder.ts";
import type { EngineMemory } from "./memory.ts";
import { planeTable } from "./planes.ts";
import { COUNTER_BYTES, emitRank, RECORD_BYTES } from "./rank/emit-rank.ts";
import type { RankJob } from "./rank/rank-job.ts";
import { makeSchedule } from "./schedule/schedule.ts";
import { type CompiledSchedule, compileSchedule } from "./schedule/stage-program.ts";

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
  /** Records and counters of sorts. */
  readonly records: number;
  readonly recordBytes: number;
}

/** A plan compiled for one width of the labels. */
export interface Variant {
  readonly labelBytes: 1 | 2 | 4;
  readonly address: number;
  readonly bytes: number;
  readonly planes: readonly Plane[];
  /** With the gradient, and for the value alone. */
  readonly schedules: readonly [CompiledSchedule, CompiledSchedule];
  readonly sweeps: readonly Sweep[];
  readonly areas: Areas;
  readonly module: Uint8Array<ArrayBuffer>;
}

export interface VariantOptions {
  readonly labelBytes: 1 | 2 | 4;
  readonly memory: EngineMemory;
  readonly threads: number;
  readonly relaxed: boolean;
}

/** Compiles a plan: schedules, programs, memory, bytes. */
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
  const layout = table.layOut(options.labelBytes);
  const programs = schedules.flatMap((schedule) => schedule.programs);
  const draft = programs.map(({ program }) => makeSweep(program, layout.planes, options.relaxed));
  const sizes = areaSizes(schedules, draft, setting);
  const bytes =
    layout.bytes +
    sizes.coefficients +
    options.threads * (sizes.sums + sizes.guards + sizes.scratch + sizes.records);
  const address = options.memory.allocate(bytes);
  const planes = layout.planes.map((plane) => ({ ...plane, address: plane.address + address }));
  const sweeps = draft.map((sweep) => ({ ...sweep, planes }));
  const coefficients = address + layout.bytes;
  const sums = coefficients + sizes.coefficients;
  const guards = sums + options.threads * sizes.sums;
  const areas: Areas = {
    coefficients,
    coefficientBytes: sizes.coefficientRow,
    sums,
    sumBytes: sizes.sums,
    guards,
    guardBytes: sizes.guards,
    scratch: guards + options.threads * sizes.guards,
    scratchBytes: sizes.scratch,
    records: guards + options.threads * (sizes.guards + sizes.scratch),
    recordBytes: sizes.records,
  };
  const module = buildModule(
    sweeps,
    rankFunctions(schedules, planes, setting.channels),
    options.memory.shared,
  );
  return { labelBytes: options.labelBytes, address, bytes, planes, schedules, sweeps, areas, module };
}

const rounded = (bytes: number): number => Math.ceil(bytes / 64) * 64;

function areaSizes(
  schedules: readonly CompiledSchedule[],
  sweeps: readonly Sweep[],
  setting: Setting,
): Record<"coefficients" | "coefficientRow" | "sums" | "guards" | "scratch" | "records", number> {
  const { batch } = setting;
  const jobs = schedules.flatMap(ranksOf);
  const regions = jobs.map(({ over }) => pixelsPerImage(setting) * (over === "image" ? 1 : batch));
  const largest = (of: (schedule: CompiledSchedule) => number): number => Math.max(...schedules.map(of));
  const coefficientRow = rounded(4 * largest(({ coefficients }) => coefficients.width()) + 4);
  return {
    coefficientRow,
    coefficients: batch * coefficientRow,
    sums: rounded(batch * 8 * largest(({ sumWidth }) => sumWidth) + 8),
    guards: rounded(16 * largest(({ guards }) => guards.length) + 16),
    scratch: rounded(Math.max(...sweeps.map(scratchBytes))),
    records: jobs.length === 0 ? 0 : rounded(COUNTER_BYTES + 2 * RECORD_BYTES * Math.max(...regions)),
  };
}

/** The sorts of a schedule, in order. */
export function ranksOf({ programs }: CompiledSchedule): RankJob[] {
  return programs.flatMap(({ ranks }) => ranks);
}

/** Functions `rank0`, `rank1` and so on: the sorts of both schedules in order. */
function rankFunctions(
  schedules: readonly CompiledSchedule[],
  planes: readonly Plane[],
  channels: number,
): Map<string, FunctionBuilder> {
  const label = planes.findIndex(({ name }) => name === "label");
  const jobs = schedules.flatMap(ranksOf);
  return new Map(jobs.map((job, i) => [`rank${i}`, emitRank(job, planes, label, channels)]));
}
