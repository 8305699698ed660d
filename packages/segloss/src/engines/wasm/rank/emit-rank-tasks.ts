import type { HardestShare } from "../../../program/schedule/rank-job.ts";
import { emitTasks, type Tasks } from "../emit/emit-tasks.ts";
import type { FunctionBuilder } from "../encoder/function-builder.ts";
import type { CellsSetting } from "./cells/cell-state.ts";
import { emitCollect } from "./cells/emit-collect.ts";
import { emitPrepare } from "./cells/emit-prepare.ts";
import { emitSettle, SETTLE_TASKS } from "./cells/emit-settle.ts";
import { emitSpread } from "./cells/emit-spread.ts";
import { emitTabulate } from "./cells/emit-tabulate.ts";
import { emitHardest } from "./radix/emit-hardest.ts";
import { emitRadixRank } from "./radix/emit-radix-rank.ts";
import type { RankMethod } from "./rank-method.ts";
import type { RankSetting } from "./rank-state.ts";
import { type Scalar, type Scalars, scalars } from "./scalars.ts";

/**
 * Where threads see whether the first one has prepared, and tabulated: offsets from the tasks' counter, in the 64 bytes
 * that it has to itself.
 */
const MEETING = { prepared: 16, tabulated: 20 } as const;

/** Where a job finds its memory. */
export interface RankAreas {
  /** Memory of the tasks, `rankBytes` from one thread's to the next. */
  readonly rank: number;
  readonly rankBytes: number;
  /** Tables of `cells/tables.ts`. */
  readonly tables: number;
  /** Rows of coefficients, one an image. */
  readonly coefficients: number;
  readonly coefficientBytes: number;
  /** The tasks' counter. */
  readonly counter: number;
}

/** A function that threads call, and how many tasks they share. */
export interface RankFunctions {
  readonly name: string;
  readonly tasks: number;
}

/** Adds a function to the module; returns the number by which others call it. */
export type AddFunction = (name: string, f: FunctionBuilder) => number;

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

type CellFunctions = Readonly<Record<"prepare" | "collect" | "tabulate" | "spread" | "settle", number>>;

function addTasks(
  { name, areas, shared, add }: Building,
  kind: string,
  count: number,
  body: (s: Scalars, task: Scalar, thread: Scalar) => void,
  before?: (s: Scalars, thread: Scalar) => void,
): RankFunctions {
  const tasks: Tasks = { counter: areas.counter, count, shared };
  const f = emitTasks(
    tasks,
    (builder, task, thread) => {
      const s = scalars(builder);
      body(s, s.of(task), s.of(thread));
    },
    (builder, thread) => {
      const s = scalars(builder);
      before?.(s, s.of(thread));
    },
  );
  add(`${kind}${name}`, f);
  return { name: `${kind}${name}`, tasks: count };
}

function call({ f }: Scalars, target: number, args: readonly Scalar[]): void {
  for (const arg of args) arg.push();
  f.emit("call", target);
}

/** First pixel, class and memory of the task of a region and class. */
function regionOf(s: Scalars, { of, method, areas }: Building, task: Scalar, thread: Scalar): Scalar[] {
  const { channels } = of.setting;
  const region = s.div(task, channels);
  const classIndex = s.variable(s.sub(task, s.mul(region, channels)));
  return [
    s.variable(s.mul(region, method.pixels)),
    classIndex,
    s.variable(s.add(s.mul(thread, areas.rankBytes), areas.rank)),
  ];
}

/** Every region and class is a task. */
function addRadix(building: Building): RankFunctions {
  const { of, method, name, add } = building;
  const { share } = of.job;
  const target = add(`radix${name}`, share ? emitHardest(of) : emitRadixRank(of));
  return addTasks(building, "ranks", method.regions * of.setting.channels, (s, task, thread) => {
    const [first, classIndex, memory] = regionOf(s, building, task, thread);
    const region = s.div(task, of.setting.channels);
    const more = share ? [shareOf(s, share, region, classIndex, building)] : [];
    call(s, target, [first, classIndex, memory, ...more]);
  });
}

function shareOf(
  s: Scalars,
  share: HardestShare,
  region: Scalar,
  classIndex: Scalar,
  { areas }: Building,
): Scalar {
  if ("coefficients" in share) {
    // A batch has its numbers in the rows of all images.
    const row = s.variable(s.add(s.mul(region, areas.coefficientBytes), areas.coefficients));
    const { high, low } = share.coefficients;
    return s.add(s.loadFloat(row, 4 * high), s.loadFloat(row, 4 * low));
  }
  return share.perClass.reduce<Scalar>(
    (rest, ofClass, c) => s.choose(s.op("i32", "i32.eq", [classIndex, s.int(c)]), s.real(ofClass), rest),
    s.real(0),
  );
}

function addWhole(building: Building, functions: CellFunctions): RankFunctions {
  const { of, method } = building;
  return addTasks(building, "ranks", method.regions * of.setting.channels, (s, task, thread) => {
    const region = regionOf(s, building, task, thread);
    call(s, functions.prepare, region);
    call(s, functions.collect, [...region, s.int(0)]);
    call(s, functions.tabulate, region);
    call(s, functions.spread, [...region, s.int(0)]);
    call(s, functions.settle, [...region, s.int(0), s.int(1)]);
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
      more: (s: Scalars, task: Scalar) => Scalar[],
      alone?: Alone,
    ): RankFunctions =>
      addTasks(
        building,
        `${kind}Region${i}_`,
        count,
        (s, task) => {
          call(s, functions[kind], [...regionOf(s, building, s.int(i), s.int(0)), ...more(s, task)]);
        },
        alone && ((s, thread) => emitAlone(building, s, thread, alone)),
      );
    const alone = (kind: "prepare" | "tabulate", done: number, next: number): Alone => ({
      ...{ done, next },
      work: (s) => call(s, functions[kind], regionOf(s, building, s.int(i), s.int(0))),
    });
    const { prepared, tabulated } = MEETING;
    return [
      step("collect", parts, (_, task) => [task], alone("prepare", prepared, tabulated)),
      step("spread", parts, (_, task) => [task], alone("tabulate", tabulated, prepared)),
      step("settle", SETTLE_TASKS, (s, task) => [task, s.int(SETTLE_TASKS)]),
    ];
  });
}

/** What one thread does while the others wait. */
interface Alone {
  work(s: Scalars): void;
  /** Offsets of words: set when it is done; set to 0 for the next time that threads wait. */
  readonly done: number;
  readonly next: number;
}

function emitAlone(
  { areas, shared }: Building,
  s: Scalars,
  thread: Scalar,
  { work, done, next }: Alone,
): void {
  if (!shared) {
    work(s);
    return;
  }
  s.when(
    s.op("i32", "i32.eqz", [thread]),
    () => {
      work(s);
      s.store(s.int(areas.counter + next), s.int(0));
      s.int(areas.counter + done).push();
      s.int(1).push();
      s.f.emit("i32.atomic.store", 0);
    },
    () =>
      s.repeat(() =>
        s.op("i32", "i32.eqz", [s.op("i32", "i32.atomic.load", [s.int(areas.counter + done)], 0)]),
      ),
  );
}
