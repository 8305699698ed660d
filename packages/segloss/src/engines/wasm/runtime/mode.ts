import { kernelsNamed } from "../../../kernels/kernel-sets.ts";
import type { TermKernels } from "../../../losses/kernels.ts";
import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import type { Program } from "../../../program/program.ts";
import type { NeighbourJob } from "../../../program/schedule/neighbour-job.ts";
import type { RankJob } from "../../../program/schedule/rank-job.ts";
import { rankingName } from "../../../program/schedule/rank-order.ts";
import type { CompiledSchedule } from "../../../program/schedule/stage-program.ts";
import type { Callee } from "../asm/function-builder.ts";
import { type EncodedFunction, encodeModule, type ImportedFunction } from "../asm/module.ts";
import { emitSweep } from "../emit/emit-sweep.ts";
import { emitSweepTasks, type SweepTasks } from "../emit/emit-sweep-tasks.ts";
import { LOG1P } from "../emit/host-functions.ts";
import type { Sweep } from "../emit/sweep.ts";
import type { Plane } from "../emit/sweep-shape.ts";
import type { RankTables } from "../kernels/rank/cells/tables.ts";
import type { LovaszChoice } from "../kernels/rank/rank-method.ts";
import type { AddRows } from "../kernels/stencil/emit-skeleton.ts";
import type { Areas } from "./variant.ts";

/** Functions that the host supplies. */
const IMPORTS: readonly ImportedFunction[] = [LOG1P];

/** A function of the module that threads call with their number, and how many tasks they share. */
export interface Job {
  readonly name: string;
  readonly tasks: number;
}

/** A schedule as a module: jobs of each stage, the sweep first (if it does anything), then ranks and looks at neighbours. */
export interface Mode {
  readonly stages: readonly (readonly Job[])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Building {
  readonly setting: Setting;
  readonly kernels: readonly TermKernels[];
  readonly planes: readonly Plane[];
  readonly areas: Areas;
  readonly chunk: number;
  readonly tables: RankTables;
  readonly shared: boolean;
  readonly threads: number;
  readonly lovasz: LovaszChoice;
  /** Programs of rows, ready for code. */
  readonly rows: ReadonlyMap<Program, Sweep>;
  readonly functions: Map<string, EncodedFunction>;
}

/** Generates the code of a schedule. */
export function makeMode(
  compiled: CompiledSchedule,
  sweeps: readonly Sweep[],
  building: Omit<Building, "functions">,
): Mode {
  const functions = new Map<string, EncodedFunction>();
  const inside = { ...building, functions };
  const stages = compiled.programs.map(({ ranks, neighbours }, i) => [
    ...(isEmpty(sweeps[i]) ? [] : [addSweep(sweeps[i], i, compiled, inside)]),
    ...ranks.flatMap((rank, k) => addRank(rank, `${i}_${k}`, inside)),
    ...neighbours.map((job, k) => addNeighbours(job, `${i}_${k}`, inside)),
  ]);
  return { stages, bytes: encodeModule({ functions, imports: IMPORTS, shared: building.shared }) };
}

/** Adds a function, which others may call. */
function add<F extends EncodedFunction>({ functions }: Building, name: string, f: F): F {
  functions.set(name, f);
  return f;
}

function addSweep(sweep: Sweep, i: number, { sumWidth }: CompiledSchedule, building: Building): Job {
  const { setting, areas, chunk, shared } = building;
  const pixels = pixelsPerImage(setting);
  const whole = pixels >= 16 ? add(building, `sweep${i}`, emitSweep(sweep, false)) : null;
  const rest = pixels % 16 > 0 ? add(building, `tail${i}`, emitSweep(sweep, true)) : null;
  const shape: SweepTasks = { ...areas, chunk, pixels, sums: { ...areas.sums, bytes: 8 * sumWidth } };
  const count = setting.batch * Math.ceil(pixels / chunk);
  const tasks = { counter: areas.counter.address, count, shared };
  add(building, `stage${i}`, emitSweepTasks(tasks, shape, { whole, rest }));
  return { name: `stage${i}`, tasks: count };
}

function isEmpty({ program }: Sweep): boolean {
  return program.sums.length + program.stores.length + program.guards.length === 0;
}

function addRank(job: RankJob, name: string, building: Building): Job[] {
  const { rankMethod, addRankJob } = kernelsNamed("ranks", building.kernels).wasm;
  const { setting, planes, areas, shared } = building;
  const method = rankMethod(job, setting, building);
  const of = { job, setting, planes, pixels: method.pixels };
  const tables = building.tables.get(rankingName(job.ranking))?.address ?? 0;
  return addRankJob(of, method, name, {
    areas: { ...areas, tables },
    shared,
    add: (label, f) => add(building, label, f),
  });
}

function addNeighbours(job: NeighbourJob, name: string, building: Building): Job {
  const { tilingOf, emitSkeleton, emitNeighbourTasks } = kernelsNamed("skeletons", building.kernels).wasm;
  const { setting, planes, areas, shared, functions, rows } = building;
  const once = (part: string, make: () => EncodedFunction): Callee =>
    functions.get(part) ?? add(building, part, make());
  const tiling = tilingOf(job, setting, building.threads);
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
  const classes = result.classBytes === 0 ? 1 : setting.channels;
  const count = setting.batch * classes * tiling.counts.reduce((a, b) => a * b);
  const shape = {
    image,
    adjoint,
    result,
    classes,
    tiling,
    areas,
  };
  add(
    building,
    `everyNeighbours${name}`,
    emitNeighbourTasks({ counter: areas.counter.address, count, shared }, shape, target),
  );
  return { name: `everyNeighbours${name}`, tasks: count };
}
