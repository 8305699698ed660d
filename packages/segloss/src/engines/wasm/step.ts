import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import { checkInputs } from "../check-inputs.ts";
import type { FloatArray, Step, StepInputs } from "../engine.ts";
import { host, type WasmInstance } from "./host.ts";
import { checkShapes, copyInputs, isSame, labelWidth, type PlaneViews, planeViews } from "./inputs.ts";
import type { EngineMemory } from "./memory.ts";
import { COUNTER_BYTES } from "./rank/emit-rank.ts";
import type { RankJob } from "./rank/rank-job.ts";
import { makeNumbers, type Numbers } from "./regions.ts";
import type { CompiledSchedule } from "./schedule/stage-program.ts";
import { makeVariant, ranksOf, type Variant } from "./variant.ts";

/** What a step has of its engine. */
export interface Workplace {
  readonly memory: EngineMemory;
  readonly threads: number;
  readonly relaxed: boolean;
}

/** A variant with everything that runs need, made once. */
interface Runner {
  readonly variant: Variant;
  readonly instance: WasmInstance;
  readonly numbers: readonly [Numbers, Numbers];
  /** Made again when the memory has grown. */
  bufferViews: {
    readonly buffer: ArrayBuffer;
    readonly planes: PlaneViews;
    readonly sums: Float64Array;
    readonly coefficients: Float32Array;
    readonly guards: Uint32Array;
  };
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
   * compiled, since the memory may move: ask again.
   */
  arrays(): StepArrays;
}

/** Compiles a plan into a step. */
export function makeStep(plan: Plan, place: Workplace): WasmStep {
  let runner: Runner | null = makeRunner(plan, place, plan.setting.channels > 256 ? 2 : 1);
  const free = (): void => {
    if (runner) place.memory.free(runner.variant.address);
    runner = null;
  };
  const present = (): Runner => {
    if (!runner) throw new Error("This step was disposed of: compile the loss again.");
    return runner;
  };
  return {
    plan,
    arrays: () => {
      const { planes } = viewsOf(plan, present(), place);
      const targets = planes[plan.setting.targets === "soft" ? "ysoft" : "label"];
      return { logits: planes.z as Float32Array, gradient: planes.saved as Float32Array, targets };
    },
    run: (inputs) => {
      present();
      checkShapes(inputs, plan);
      const width = labelWidth(inputs.targets);
      if (plan.setting.targets === "indices" && width !== present().variant.labelBytes) {
        free();
        runner = makeRunner(plan, place, width);
      }
      return run(plan, runner as Runner, place, inputs);
    },
    dispose: free,
  };
}

function makeRunner(plan: Plan, place: Workplace, labelBytes: 1 | 2 | 4): Runner {
  const variant = makeVariant(plan, { ...place, labelBytes });
  const module = new host.WebAssembly.Module(variant.module);
  const imports = { host: { memory: place.memory.memory, log1p: Math.log1p } };
  return {
    variant,
    instance: new host.WebAssembly.Instance(module, imports),
    numbers: [makeNumbers(plan, variant.schedules[0]), makeNumbers(plan, variant.schedules[1])],
    bufferViews: makeViews(plan, variant, place),
  };
}

function makeViews(
  plan: Plan,
  { planes, areas }: Variant,
  { memory, threads }: Workplace,
): Runner["bufferViews"] {
  const { buffer } = memory.memory;
  const { batch } = plan.setting;
  return {
    buffer,
    planes: planeViews(buffer, planes, plan),
    sums: new Float64Array(buffer, areas.sums, (threads * areas.sumBytes) / 8),
    coefficients: new Float32Array(buffer, areas.coefficients, (batch * areas.coefficientBytes) / 4),
    guards: new Uint32Array(buffer, areas.guards, (threads * areas.guardBytes) / 4),
  };
}

/** The views, made again when the memory has moved. */
function viewsOf(plan: Plan, runner: Runner, place: Workplace): Runner["bufferViews"] {
  if (runner.bufferViews.buffer !== place.memory.memory.buffer)
    runner.bufferViews = makeViews(plan, runner.variant, place);
  return runner.bufferViews;
}

function run(plan: Plan, runner: Runner, place: Workplace, inputs: StepInputs): number {
  const { planes, guards } = viewsOf(plan, runner, place);
  copyInputs(inputs, plan, planes);
  guards.fill(0);
  const which = inputs.gradient ? 0 : 1;
  const compiled = runner.variant.schedules[which];
  const numbers = runner.numbers[which];
  const offset = which === 0 ? 0 : runner.variant.schedules[0].programs.length;
  for (let stage = 0; stage < compiled.programs.length; stage++) {
    writeCoefficients(stage, runner, numbers);
    runSweep(plan, runner, offset + stage);
    gatherSums(runner, numbers, compiled, stage);
    for (const job of compiled.programs[stage].ranks) runRank(plan, runner, job);
  }
  const value = numbers.value();
  checkGuards(compiled, runner, plan, inputs);
  if (Number.isNaN(value))
    throw new Error("The value of the loss is NaN: its formula takes 0/0, log or a root where it has none.");
  const { gradient } = inputs;
  if (gradient && !isSame(gradient, planes.saved)) gradient.set(planes.saved);
  return value;
}

function writeCoefficients(stage: number, { variant, bufferViews }: Runner, numbers: Numbers): void {
  const { coefficients } = bufferViews;
  const width = variant.areas.coefficientBytes / 4;
  numbers.coefficients(stage, (image, index, values) => {
    for (let c = 0; c < values.length; c++) coefficients[image * width + index + c] = values[c];
  });
}

/** Runs a sweep over all images on this thread. */
function runSweep(plan: Plan, { variant, instance, bufferViews }: Runner, sweep: number): void {
  const { areas, schedules } = variant;
  const pixels = pixelsPerImage(plan.setting);
  const tail = pixels % 16;
  const main = instance.exports[`sweep${sweep}`];
  const rest = instance.exports[`tail${sweep}`];
  const compiled = sweep < schedules[0].programs.length ? schedules[0] : schedules[1];
  bufferViews.sums.fill(0);
  for (let image = 0; image < plan.setting.batch; image++) {
    const sums = areas.sums + image * 8 * compiled.sumWidth;
    const coefficients = areas.coefficients + image * areas.coefficientBytes;
    if (pixels > tail) main(image, 0, pixels - tail, areas.scratch, sums, coefficients, areas.guards);
    if (tail > 0) rest(image, pixels - tail, tail, areas.scratch, sums, coefficients, areas.guards);
  }
}

/** Sorts the pixels of every region and class. */
function runRank({ setting }: Plan, { variant, instance }: Runner, job: RankJob): void {
  const { areas, schedules } = variant;
  const sort = instance.exports[`rank${schedules.flatMap(ranksOf).indexOf(job)}`];
  const inImage = pixelsPerImage(setting);
  const pixels = job.over === "image" ? inImage : inImage * setting.batch;
  const records = areas.records + COUNTER_BYTES;
  for (let first = 0; first < setting.batch * inImage; first += pixels) {
    for (let c = 0; c < setting.channels; c++) {
      sort(first, pixels, c, records, areas.records, job.shares[c] ?? 0);
    }
  }
}

/** Adds what the threads have summed in a stage to the rows of the images and of the batch. */
function gatherSums(
  { bufferViews }: Runner,
  numbers: Numbers,
  { sumWidth, stageSums }: CompiledSchedule,
  stage: number,
): void {
  const { sums } = bufferViews;
  for (const k of stageSums[stage]) {
    let total = 0;
    for (let image = 0; image < numbers.images.length; image++) {
      const sum = sums[image * sumWidth + k];
      numbers.images[image][k] = sum;
      total += sum;
    }
    numbers.batch[k] = total;
  }
}

/** Bad input trips a guard; the slow check then says what and where. */
function checkGuards(
  compiled: CompiledSchedule,
  { bufferViews }: Runner,
  plan: Plan,
  inputs: StepInputs,
): void {
  for (let slot = 0; slot < compiled.guards.length; slot++) {
    const { limit, about } = compiled.guards[slot];
    let worst = 0;
    for (let lane = 0; lane < 4; lane++) worst = Math.max(worst, bufferViews.guards[4 * slot + lane]);
    if (worst <= limit) continue;
    if (about === "inputs") checkInputs(inputs, plan.setting, plan.maps);
    else checkGradient(bufferViews.planes.saved as Float32Array);
  }
}

function checkGradient(gradient: FloatArray): void {
  const at = gradient.findIndex((g: number) => Number.isNaN(g));
  if (at >= 0) throw new Error(`The gradient is NaN at index ${at}: the formula has no slope there.`);
}
