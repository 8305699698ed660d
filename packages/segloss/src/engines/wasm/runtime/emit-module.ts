import { kernelsNamed } from "../../../kernels/kernel-sets.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import type { NeighbourJob } from "../../../program/schedule/neighbour-job.ts";
import type { RankJob } from "../../../program/schedule/rank-job.ts";
import { rankingName } from "../../../program/schedule/rank-order.ts";
import type { Callee } from "../asm/function-builder.ts";
import { type EncodedFunction, encodeModule } from "../asm/module.ts";
import { emitSweep } from "../emit/emit-sweep.ts";
import { emitSweepTasks, type SweepTasks } from "../emit/emit-sweep-tasks.ts";
import { LOG1P } from "../emit/host-functions.ts";
import type { Sweep } from "../emit/sweep.ts";
import type { AddRows } from "../kernels/stencil/emit-skeleton.ts";
import type { Tasks } from "../tasks/each-task.ts";
import type { Lowered } from "./lower-plan.ts";
import type { Variant } from "./variant.ts";

/** A function of the module that threads call with their number, and how many tasks they share. */
export interface Job {
  readonly name: string;
  readonly tasks: number;
}

/** A schedule as a module: jobs of each stage, the sweep first (if it does anything), then ranks and looks at neighbours. */
export interface StepModule {
  readonly stages: readonly (readonly Job[])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A module under construction. */
interface Building {
  readonly variant: Variant;
  readonly lowered: Lowered;
  readonly functions: Map<string, EncodedFunction>;
}

/** Generates the code of a schedule. */
export function emitModule(variant: Variant, lowered: Lowered): StepModule {
  const functions = new Map<string, EncodedFunction>();
  const building = { variant, lowered, functions };
  const stages = lowered.compiled.programs.map(({ ranks, neighbours }, i) => [
    ...addSweep(i, building),
    ...ranks.flatMap((rank, k) => addRank(rank, `${i}_${k}`, building)),
    ...neighbours.map((job, k) => addNeighbours(job, `${i}_${k}`, building)),
  ]);
  const { shared } = variant.options.memory;
  return { stages, bytes: encodeModule({ functions, imports: [LOG1P], shared }) };
}

/** Adds a function, which others may call. */
function add<F extends EncodedFunction>({ functions }: Building, name: string, f: F): F {
  functions.set(name, f);
  return f;
}

function addSweep(i: number, building: Building): Job[] {
  const sweep = building.lowered.sweeps[i];
  if (isEmpty(sweep)) return [];
  const { plan, areas, chunk } = building.variant;
  const pixels = pixelsPerImage(plan.setting);
  const whole = pixels >= 16 ? add(building, `sweep${i}`, emitSweep(sweep, false)) : null;
  const rest = pixels % 16 > 0 ? add(building, `tail${i}`, emitSweep(sweep, true)) : null;
  const sums = { ...areas.sums, bytes: 8 * building.lowered.compiled.sumWidth };
  const shape: SweepTasks = { ...areas, chunk, pixels, sums };
  const count = plan.setting.batch * Math.ceil(pixels / chunk);
  add(building, `stage${i}`, emitSweepTasks(tasksOf(count, building), shape, { whole, rest }));
  return [{ name: `stage${i}`, tasks: count }];
}

function isEmpty({ program }: Sweep): boolean {
  return program.sums.length + program.stores.length + program.guards.length === 0;
}

function tasksOf(count: number, { variant: { areas, options } }: Building): Tasks {
  return { counter: areas.counter.address, count, shared: options.memory.shared };
}

function addRank(job: RankJob, name: string, building: Building): Job[] {
  const { plan, planes, areas, tables, options } = building.variant;
  const { rankMethod, addRankJob } = kernelsNamed("ranks", plan.kernels).wasm;
  const method = rankMethod(job, plan.setting, options);
  const of = { job, setting: plan.setting, planes, pixels: method.pixels };
  const table = tables.get(rankingName(job.ranking))?.address ?? 0;
  return addRankJob(of, method, name, {
    areas: { ...areas, tables: table },
    shared: options.memory.shared,
    add: (label, f) => add(building, label, f),
  });
}

function addNeighbours(job: NeighbourJob, name: string, building: Building): Job {
  const { plan, planes, areas, options } = building.variant;
  const { tilingOf, emitSkeleton, emitNeighbourTasks } = kernelsNamed("skeletons", plan.kernels).wasm;
  const once = (part: string, make: () => EncodedFunction): Callee =>
    building.functions.get(part) ?? add(building, part, make());
  const tiling = tilingOf(job, plan.setting, options.threads);
  const { rows } = building.lowered;
  const addRows: AddRows = (program) => {
    const sweep = rows.get(program) as Sweep;
    const label = `rows${[...rows.keys()].indexOf(program)}`;
    const made = (tail: boolean) => (): Callee =>
      once(`${label}${tail ? "rest" : "whole"}`, () => emitSweep(sweep, tail));
    return { name: label, whole: made(false), rest: made(true) };
  };
  const target = add(building, `neighbours${name}`, emitSkeleton(job, tiling, once, addRows));
  const [image, adjoint] = [job.image, job.adjoint].map((operand) =>
    typeof operand === "number" ? planes[operand] : null,
  );
  const result = planes[job.result];
  const classes = result.classBytes === 0 ? 1 : plan.setting.channels;
  const count = plan.setting.batch * classes * tiling.counts.reduce((a, b) => a * b);
  const shape = { image, adjoint, result, classes, tiling, areas };
  add(building, `everyNeighbours${name}`, emitNeighbourTasks(tasksOf(count, building), shape, target));
  return { name: `everyNeighbours${name}`, tasks: count };
}
