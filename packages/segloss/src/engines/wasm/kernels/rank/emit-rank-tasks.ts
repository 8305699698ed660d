import type { HardestShare } from "../../../../program/schedule/rank-job.ts";
import type { Callee, FunctionBuilder } from "../../asm/function-builder.ts";
import { type F64, f64, type I32, i32 } from "../../asm/value.ts";
import type { Area } from "../../tasks/area.ts";
import type { Tasks } from "../../tasks/each-task.ts";
import { emitTasks } from "../../tasks/emit-tasks.ts";
import type { CellsSetting } from "./cells/cell-state.ts";
import { emitCollect } from "./cells/emit-collect.ts";
import { emitPrepare } from "./cells/emit-prepare.ts";
import { emitSettle, SETTLE_TASKS } from "./cells/emit-settle.ts";
import { emitSpread } from "./cells/emit-spread.ts";
import { emitTabulate } from "./cells/emit-tabulate.ts";
import { loadFloat } from "./expressions.ts";
import { emitHardest } from "./radix/emit-hardest.ts";
import { emitRadixRank } from "./radix/emit-radix-rank.ts";
import type { RankMethod } from "./rank-method.ts";
import type { RankSetting } from "./rank-state.ts";

/**
 * Where threads see whether the first one has prepared, and tabulated: offsets from the tasks' counter, in the 64 bytes
 * that it has to itself.
 */
const MEETING = { prepared: 16, tabulated: 20 } as const;

/** Where a job finds its memory. */
export interface RankAreas {
  /** Memory of the tasks of each thread. */
  readonly rank: Area;
  /** Address of the tables of `cells/tables.ts`. */
  readonly tables: number;
  /** Rows of coefficients, one an image. */
  readonly coefficients: Area;
  /** The tasks' counter. */
  readonly counter: Area;
}

/** A function that threads call, and how many tasks they share. */
export interface RankFunctions {
  readonly name: string;
  readonly tasks: number;
}

/** Adds a function to the module, which others may call. */
export type AddFunction = (name: string, f: FunctionBuilder) => Callee;

/** Adds the functions of a job; returns those to call, one after the other. */
export function addRankJob(
  of: RankSetting,
  method: RankMethod,
  name: string,
  { areas, shared, add }: { areas: RankAreas; shared: boolean; add: AddFunction },
): RankFunctions[] {
  const building: Building = { of, method, name, areas, shared, add };
  if (method.cells === null) return [addRadix(building)];
  const { cells: layout, choice } = method;
  const setting: CellsSetting = { ...of, layout, choice, tables: areas.tables };
  const functions: CellFunctions = {
    prepare: add(`prepare${name}`, emitPrepare(setting)),
    collect: add(`collect${name}`, emitCollect(setting)),
    tabulate: add(`tabulate${name}`, emitTabulate(setting)),
    spread: add(`spread${name}`, emitSpread(setting)),
    settle: add(`settle${name}`, emitSettle(setting)),
  };
  return method.isSplit ? addSplit(building, functions) : [addWhole(building, functions)];
}

interface Building {
  readonly of: RankSetting;
  readonly method: RankMethod;
  readonly name: string;
  readonly areas: RankAreas;
  readonly shared: boolean;
  readonly add: AddFunction;
}

type CellFunctions = Readonly<Record<"prepare" | "collect" | "tabulate" | "spread" | "settle", Callee>>;

function addTasks(
  { name, areas, shared, add }: Building,
  kind: string,
  count: number,
  body: (f: FunctionBuilder, task: I32, thread: I32) => void,
  before?: (f: FunctionBuilder, thread: I32) => void,
): RankFunctions {
  const tasks: Tasks = { counter: areas.counter.address, count, shared };
  add(`${kind}${name}`, emitTasks(tasks, body, before));
  return { name: `${kind}${name}`, tasks: count };
}

/** First pixel, class and memory of the task of a region and class. */
function regionOf(f: FunctionBuilder, { of, method, areas }: Building, task: I32, thread: I32): I32[] {
  const { channels } = of.setting;
  const region = task.div_u(channels);
  const classIndex = f.let(task.sub(region.mul(channels)));
  return [
    f.let(region.mul(method.pixels)),
    classIndex,
    f.let(thread.mul(areas.rank.bytes).add(areas.rank.address)),
  ];
}

/** Every region and class is a task. */
function addRadix(building: Building): RankFunctions {
  const { of, method, name, add } = building;
  const { share } = of.job;
  const target = add(`radix${name}`, share ? emitHardest(of) : emitRadixRank(of));
  return addTasks(building, "ranks", method.regions * of.setting.channels, (f, task, thread) => {
    const [first, classIndex, memory] = regionOf(f, building, task, thread);
    const region = task.div_u(of.setting.channels);
    const more = share ? [shareOf(f, share, region, classIndex, building)] : [];
    f.call(target, first, classIndex, memory, ...more);
  });
}

function shareOf(
  f: FunctionBuilder,
  share: HardestShare,
  region: I32,
  classIndex: I32,
  { areas }: Building,
): F64 {
  if ("coefficients" in share) {
    // A batch has its numbers in the rows of all images.
    const row = f.let(region.mul(areas.coefficients.bytes).add(areas.coefficients.address));
    const { high, low } = share.coefficients;
    return loadFloat(row, 4 * high).add(loadFloat(row, 4 * low));
  }
  return share.perClass.reduce<F64>(
    (rest, ofClass, c) => classIndex.eq(c).choose(f64.const(ofClass), rest),
    f64.const(0),
  );
}

function addWhole(building: Building, functions: CellFunctions): RankFunctions {
  const { of, method } = building;
  return addTasks(building, "ranks", method.regions * of.setting.channels, (f, task, thread) => {
    const region = regionOf(f, building, task, thread);
    f.call(functions.prepare, ...region);
    f.call(functions.collect, ...region, 0);
    f.call(functions.tabulate, ...region);
    f.call(functions.spread, ...region, 0);
    f.call(functions.settle, ...region, 0, 1);
  });
}

/**
 * Few regions: the threads share each of them, one after the other. What one thread does alone it does at the start of
 * the next step, where the others wait awake: between steps they would fall asleep.
 */
function addSplit(building: Building, functions: CellFunctions): RankFunctions[] {
  const { of, method } = building;
  const parts = method.cells?.parts ?? 1;
  const regions = Array.from({ length: method.regions * of.setting.channels }, (_, i) => i);
  return regions.flatMap((i) => {
    const step = (
      kind: "collect" | "spread" | "settle",
      count: number,
      more: (task: I32) => (I32 | number)[],
      alone?: Alone,
    ): RankFunctions =>
      addTasks(
        building,
        `${kind}Region${i}_`,
        count,
        (f, task) => {
          f.call(functions[kind], ...regionOf(f, building, i32.const(i), i32.const(0)), ...more(task));
        },
        alone && ((f, thread) => emitAlone(building, f, thread, alone)),
      );
    const alone = (kind: "prepare" | "tabulate", done: number, next: number): Alone => ({
      ...{ done, next },
      work: (f) => f.call(functions[kind], ...regionOf(f, building, i32.const(i), i32.const(0))),
    });
    const { prepared, tabulated } = MEETING;
    return [
      step("collect", parts, (task) => [task], alone("prepare", prepared, tabulated)),
      step("spread", parts, (task) => [task], alone("tabulate", tabulated, prepared)),
      step("settle", SETTLE_TASKS, (task) => [task, SETTLE_TASKS]),
    ];
  });
}

/** What one thread does while the others wait. */
interface Alone {
  work(f: FunctionBuilder): void;
  /** Offsets of words: set when it is done; set to 0 for the next time that threads wait. */
  readonly done: number;
  readonly next: number;
}

function emitAlone(
  { areas, shared }: Building,
  f: FunctionBuilder,
  thread: I32,
  { work, done, next }: Alone,
): void {
  if (!shared) {
    work(f);
    return;
  }
  f.if(
    thread.eqz(),
    () => {
      work(f);
      f.i32.store(areas.counter.address + next, 0);
      f.i32["atomic.store"](areas.counter.address + done, 1);
    },
    () => f.repeat(() => i32["atomic.load"](areas.counter.address + done).eqz()),
  );
}
