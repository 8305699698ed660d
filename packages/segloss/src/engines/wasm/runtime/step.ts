import { check } from "../../../door/check.ts";
import type { Kind } from "../../../door/kind.ts";
import { kernelsNamed } from "../../../kernels/kernel-sets.ts";
import type { Plan } from "../../../plan/plan.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import { type Bound, gradientBounds } from "../../../program/schedule/gradient-bound.ts";
import type { CompiledSchedule } from "../../../program/schedule/stage-program.ts";
import { checkParameters } from "../../check-parameters.ts";
import { checkProgress } from "../../check-progress.ts";
import { endsHint } from "../../ends-hint.ts";
import type { Step, StepInputs } from "../../engine.ts";
import { readInputs } from "../../read-inputs.ts";
import { printProgram } from "../emit/print-program.ts";
import type { EngineMemory } from "../host/memory.ts";
import type { LoadedModule, Pool } from "../host/pool.ts";
import { isWorthSharing } from "../host/sharing.ts";
import type { FieldRoom } from "../kernels/fields/field-room.ts";
import { reserveFields, writeFields } from "../kernels/fields/step-fields.ts";
import type { LovaszChoice } from "../kernels/rank/rank-method.ts";
import { checkGuards, checkRange, type Found, foundIn } from "./check-guards.ts";
import { emitModule, type Job } from "./emit-module.ts";
import {
  checkShapes,
  copyInputs,
  isSame,
  labelWidth,
  type PlaneViews,
  planeViews,
  refuseOwn,
} from "./inputs.ts";
import { type Lowered, type LoweredPlan, lowerPlan } from "./lower-plan.ts";
import { makeNumbers, type Numbers } from "./regions.ts";
import { makeVariant, type Variant } from "./variant.ts";

/** What a step has of its engine. */
export interface Workplace {
  readonly memory: EngineMemory;
  readonly pool: Pool;
  readonly fields: FieldRoom;
  readonly relaxed: boolean;
  readonly lovasz: LovaszChoice;
}

/** Arrays in the engine's memory: data that is written here need not be copied. */
export interface StepArrays {
  readonly logits: Float32Array;
  readonly gradient: Float32Array;
  /** Labels (Uint8Array up to 256 classes, else Uint16Array) or soft targets. */
  readonly targets: Float32Array | Uint8Array | Uint16Array | Int32Array;
}

/** A step that shows its memory. */
export interface WasmStep extends Step {
  /**
   * Arrays to fill and to pass to `run`, which then copies nothing. Without threads they are void when another step is
   * compiled or a larger field made, since the memory may move: ask again. So they are after a run with labels of another
   * width, which moves the step; a run with such labels and with these arrays is an error.
   */
  arrays(): StepArrays;
  /**
   * Runs on whatever its memory holds for some milliseconds (default 20), so that the host has optimised the code
   * before the first real run. Overwrites the step's own gradient.
   */
  warmUp(milliseconds?: number): void;
  /**
   * The vector code of a run with the gradient as text, loop by loop, a line for each value of four pixels: `k` are numbers
   * from sums, `[c]` stands for a value of each class. For readers; it may look different in another version.
   */
  program(): string;
}

interface Views {
  /** Growths of the memory when they were made. */
  readonly growths: number;
  readonly planes: PlaneViews;
  readonly sums: Float64Array;
  readonly coefficients: Float32Array;
  readonly found: Found;
  readonly counter: Int32Array;
}

/** A schedule that threads have loaded. */
interface Running {
  readonly compiled: CompiledSchedule;
  readonly module: LoadedModule;
  /** The jobs of each stage, as functions of this thread too. */
  readonly stages: readonly (readonly (Job & { call(thread: number): number })[])[];
  readonly numbers: Numbers;
  /** How large the gradient may become. */
  readonly bounds: readonly Bound[];
}

/** A variant with everything that runs need, made once. */
interface Runner {
  readonly variant: Variant;
  readonly place: Workplace;
  /** Whether other threads are worth waking. */
  readonly isShared: boolean;
  /**
   * The value alone, and with the gradient: each is written when it first runs, since until then nobody knows whether it will, and
   * how wide labels are.
   */
  readonly running: [Running?, Running?];
  /** Made again when the memory has moved. */
  views: Views;
}

const MILLISECONDS: Kind = {
  expected: "a number from 0 to 60000",
  fits: (value) => typeof value === "number" && value >= 0 && value <= 60_000,
};

/** Compiles a plan into a step. */
export function makeStep(plan: Plan, place: Workplace): WasmStep {
  reserveFields(plan, place.fields);
  const lowered = lowerPlan(plan, place.relaxed);
  let runner: Runner | null = makeRunner(lowered, place, plan.setting.channels > 256 ? 2 : 1);
  const letGo = hasFields(plan) ? place.fields.hold() : () => {};
  const present = (): Runner => {
    if (!runner) throw new Error("This step was disposed of: compile the loss again.");
    place.pool.check();
    return runner;
  };
  const release = (): void => {
    if (!runner) return;
    place.memory.free(runner.variant.address);
    for (const loaded of runner.running) if (loaded) place.pool.unload(loaded.module);
    runner = null;
  };
  return {
    plan,
    arrays: () => {
      const { planes } = viewsOf(present());
      const targets = planes[plan.setting.targets === "soft" ? "ysoft" : "label"];
      return { logits: planes.z as Float32Array, gradient: planes.saved as Float32Array, targets };
    },
    warmUp: (milliseconds = 20) => {
      check("warmUp: milliseconds", milliseconds, MILLISECONDS);
      const end = Date.now() + milliseconds;
      do compute(present(), runningOf(present(), 1));
      while (Date.now() < end);
    },
    program: () => printProgram(present().variant.withGradient.sweeps),
    run: (given) => {
      present();
      const inputs = readInputs(given, plan.setting);
      checkShapes(inputs, plan);
      const width = labelWidth(inputs.targets);
      if (plan.setting.targets === "indices" && width !== present().variant.options.labelBytes) {
        refuseOwn(inputs, viewsOf(present()).planes.z.buffer, present().variant);
        release();
        runner = makeRunner(lowered, place, width);
      }
      return run(present(), inputs);
    },
    dispose: () => {
      release();
      letGo();
    },
  };
}

function hasFields({ fields, classFields }: Plan): boolean {
  return fields.length + classFields.length > 0;
}

function makeRunner(lowered: LoweredPlan, place: Workplace, labelBytes: 1 | 2 | 4): Runner {
  const { memory, pool, lovasz } = place;
  const variant = makeVariant(lowered, { memory, labelBytes, threads: pool.threads, lovasz });
  const { plan, tables, areas } = variant;
  if (tables.size > 0)
    kernelsNamed("ranks", plan.kernels).wasm.prepareRanks(
      memory.memory.buffer,
      tables,
      areas.counter.address,
    );
  return {
    variant,
    place,
    isShared: pool.threads > 1 && isWorthSharing(plan.setting),
    running: [],
    views: makeViews(variant),
  };
}

function load(variant: Variant, lowered: Lowered, pool: Pool): Running {
  const { plan, options, chunk } = variant;
  const { stages, bytes } = emitModule(variant, lowered);
  const module = pool.load(bytes, options.memory.memory);
  return {
    compiled: lowered.compiled,
    module,
    stages: stages.map((jobs) => jobs.map((job) => ({ ...job, call: module.instance.exports[job.name] }))),
    numbers: makeNumbers(plan, lowered.compiled, chunk),
    bounds: gradientBounds(lowered.compiled.schedule, plan),
  };
}

function makeViews({ plan, planes, areas, options }: Variant): Views {
  const { buffer } = options.memory.memory;
  const rows = plan.setting.batch * areas.coefficients.bytes;
  return {
    growths: options.memory.growths(),
    planes: planeViews(buffer, planes, plan),
    sums: new Float64Array(buffer, areas.sums.address, areas.sums.bytes / 8),
    coefficients: new Float32Array(buffer, areas.coefficients.address, rows / 4),
    found: foundIn(buffer, areas.guards, options.threads),
    counter: new Int32Array(buffer, areas.counter.address, 1),
  };
}

/** The views, made again when the memory has moved. */
function viewsOf(runner: Runner): Views {
  if (runner.views.growths !== runner.place.memory.growths()) runner.views = makeViews(runner.variant);
  return runner.views;
}

/** What runs, with the gradient (1) or without. */
function runningOf({ running, variant, place }: Runner, gradient: 0 | 1): Running {
  running[gradient] ??= load(variant, gradient ? variant.withGradient : variant.valueAlone(), place.pool);
  return running[gradient];
}

function run(runner: Runner, inputs: StepInputs): number {
  const { plan, planes } = runner.variant;
  const { gradient } = inputs;
  const now = runningOf(runner, gradient ? 1 : 0);
  now.numbers.begin(checkProgress(inputs.progress, plan), checkParameters(inputs.parameters, plan));
  copyInputs(inputs, plan, viewsOf(runner).planes);
  if (hasFields(plan)) writeFields({ plan, inputs, planes, room: runner.place.fields });
  const { found, planes: views } = viewsOf(runner);
  const value = compute(runner, now);
  const made = views.saved as Float32Array;
  const checked = { plan, inputs, gradient: made };
  checkGuards(now.compiled, found, checked);
  if (!Number.isFinite(value)) throw engineLimit(valueMessage(value, plan));
  if (gradient) checkRange(now.bounds, found, now.numbers.largest(), checked);
  if (gradient && !isSame(gradient, made)) gradient.set(made);
  return value;
}

/** All stages on the data that the planes hold. */
function compute(runner: Runner, run: Running): number {
  const views = viewsOf(runner);
  views.found.guards.fill(0);
  for (let stage = 0; stage < run.stages.length; stage++) runStage(runner, run, views, stage);
  return run.numbers.value();
}

function valueMessage(value: number, { setting }: Plan): string {
  return (
    `The value of the loss is ${value}: its formula divides by 0, takes log 0, or leaves the range of single ` +
    `precision here, in which case the reference engine computes it.${endsHint(setting.link)}`
  );
}

/** Coefficients, the sweep over all pixels, its sums, then the sorts. */
function runStage(runner: Runner, run: Running, views: Views, stage: number): void {
  const { numbers, module, compiled } = run;
  numbers.coefficients(stage, views.coefficients, runner.variant.areas.coefficients.bytes / 4);
  views.sums.fill(0);
  const jobs = run.stages[stage];
  for (let i = 0; i < jobs.length; i++) {
    views.counter[0] = 0;
    if (runner.isShared && jobs[i].tasks > 1) runner.place.pool.call(module, jobs[i].name);
    else jobs[i].call(0);
    if (i === 0) numbers.gather(views.sums, compiled.stageSums[stage]);
  }
}
