import type { Plan } from "../../../plan/plan.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import type { AsyncStep, FloatArray } from "../../engine.ts";
import { needsHost } from "../fields/made-on-device.ts";
import type { GpuBuffer, GpuQuerySet } from "../gpu-types.ts";
import { checkFindings, findingsOf } from "./check-findings.ts";
import { type LiveDevice, requireDevice } from "./device-state.ts";
import { hostInputs } from "./host-inputs.ts";
import { readBuffer } from "./read-buffer.ts";
import { type RunInputs, readRunInputs, type WebGpuInputs } from "./run-inputs.ts";
import { compileKernels, type StepKernels } from "./step-kernels.ts";
import { type Submission, submitRun } from "./submit-run.ts";
import { MAP_READ, USAGE } from "./usage.ts";
import { makeWorkplace, type Workplace } from "./workplace.ts";

/** Work that the device has got. */
export interface SubmittedRun {
  /** Has the value in its first four bytes when the queue comes to it; the next run of the step overwrites it. */
  readonly value: GpuBuffer;
  /**
   * Rejects when the device refuses a buffer of the inputs or the work itself. Nobody has to wait for it: the value of what is
   * refused is NaN, and the gradient what it was.
   */
  readonly accepted: Promise<void>;
}

/** A loss compiled for a device. */
export interface WebGpuStep extends AsyncStep<WebGpuInputs> {
  /** How often a run with the gradient goes over the pixels, apart from sorts and skeletons. */
  readonly sweeps: number;
  /**
   * The work of a run, without waiting for it: nothing is read back, so sizes are checked and values are not. A loss that is not
   * finite is a value that is not finite, wrong data makes the value NaN, and the gradient of either is NaN at every pixel.
   * @throws Error for data that does not fit, EngineLimit for losses with smoothed masks of what lies in buffers
   */
  submit(inputs: WebGpuInputs, timing?: RunTiming): SubmittedRun;
}

/** Where the device writes when the work of a run began and ended: for devices with "timestamp-query". */
export interface RunTiming {
  readonly querySet: GpuQuerySet;
  readonly begin: number;
  readonly end: number;
}

/** @param onDispose called when the step is disposed of */
export function makeWebGpuStep(
  plan: Plan,
  live: LiveDevice,
  onDispose: () => void,
): WebGpuStep & { compiled(): Promise<void> } {
  const place = makeWorkplace(plan, live, compileKernels(plan, true, live.pipelines));
  let valueAlone: StepKernels | null = null;
  let disposed = false;
  const present = (): void => {
    if (disposed) throw new Error("This step was disposed of: compile the loss again.");
    requireDevice(live);
  };
  const kernelsFor = (given: WebGpuInputs): StepKernels => {
    if (given?.gradient) return place.kernels;
    valueAlone ??= compileKernels(plan, false, live.pipelines);
    return valueAlone;
  };
  return {
    plan,
    sweeps: place.kernels.compiled.stages.length,
    compiled: () => place.kernels.ready(),
    async run(given) {
      present();
      const inputs = readRunInputs(given, plan);
      const kernels = kernelsFor(given);
      // What is passed may be overwritten as soon as the call is back: nothing is waited for that need not be.
      let host = needsHost(plan) ? inputs.host : null;
      if (host && bufferedInput(inputs)) {
        host = await hostInputs(inputs, plan, live.device, FOR_FIELDS);
        present();
      }
      const submission = submitRun({ inputs, kernels, host, reads: true, timing: undefined }, place);
      await accepted(submission, place);
      return finish(submission, inputs, kernels, place, present);
    },
    submit(given, timing) {
      present();
      const inputs = readRunInputs(given, plan);
      const host = needsHost(plan) ? inArrays(inputs) : null;
      const { accepted, findings } = submitRun(
        { inputs, kernels: kernelsFor(given), host, reads: false, timing },
        place,
      );
      accepted.catch(() => {});
      return { value: findings, accepted };
    },
    dispose() {
      disposed = true;
      place.dispose();
      onDispose();
    },
  };
}

const FOR_FIELDS = "since a field of this loss is made on the host";

/** The first input that lies in a buffer and that fields may be made from. */
function bufferedInput({ gpu: { maps: _, ...others } }: RunInputs): string | undefined {
  return Object.keys(others).find((key) => key !== "gradient");
}

function inArrays(inputs: RunInputs): RunInputs["host"] {
  const name = bufferedInput(inputs);
  if (name === undefined) return inputs.host;
  throw engineLimit(
    `A field of this loss is made on the host, and ${name} lies in a buffer: call run, which copies it, or pass an array.`,
  );
}

/** What the device refuses leaves nothing that could be read. */
async function accepted({ accepted, staging }: Submission, { buffers }: Workplace): Promise<void> {
  try {
    await accepted;
  } catch (error) {
    if (staging) buffers.giveStaging(staging);
    throw error;
  }
}

/** Waits for a run, checks what it has found, and hands over value and gradient. */
async function finish(
  { staging, gradient }: Submission,
  inputs: RunInputs,
  kernels: StepKernels,
  { plan, live, buffers }: Workplace,
  present: () => void,
): Promise<number> {
  const results = staging as GpuBuffer;
  try {
    await results.mapAsync(MAP_READ);
  } catch (error) {
    present();
    throw error;
  }
  const bytes = results.getMappedRange().slice(0);
  results.unmap();
  buffers.giveStaging(results);
  const count = kernels.compiled.guards.length;
  const made = gradient ? new Float32Array(bytes, 4 * (1 + count)) : null;
  const findings = findingsOf(bytes, count);
  await checkFindings(findings, kernels.compiled, plan, {
    inputs: () => hostInputs(inputs, plan, live.device, "to say what is wrong with it"),
    gradient: async () => made ?? gradientOf(inputs, live),
  });
  if (gradient && made) (gradient as FloatArray).set(made);
  return findings.value;
}

async function gradientOf(
  { gpu: { gradient } }: RunInputs,
  { device }: LiveDevice,
): Promise<Float32Array | null> {
  if (!gradient || (gradient.buffer.usage & USAGE.copySource) === 0) return null;
  const { buffer, offset } = gradient;
  return new Float32Array(await readBuffer(device, buffer, offset, buffer.size - offset));
}
