import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import { checkParameters } from "../../check-parameters.ts";
import { checkProgress } from "../../check-progress.ts";
import type { AsyncStep, FloatArray } from "../../engine.ts";
import { makeFieldPlanes } from "../fields/make-field-planes.ts";
import type { GpuBuffer } from "../gpu-types.ts";
import { inputPlanes } from "../sweep/compile-stages.ts";
import type { Bound } from "./action.ts";
import { type BoundOperand, bindStep } from "./bind-step.ts";
import { checkFindings, findingsOf } from "./check-findings.ts";
import { type LiveDevice, requireDevice } from "./device-state.ts";
import { hostInputs } from "./host-inputs.ts";
import { hostOperands } from "./host-operands.ts";
import { type KnownBuffers, knownBuffers } from "./known-buffers.ts";
import { readBuffer } from "./read-buffer.ts";
import { type RunInputs, readRunInputs, type WebGpuInputs } from "./run-inputs.ts";
import { type StepBuffers, stepBuffers } from "./step-buffers.ts";
import { compileKernels, type StepKernels } from "./step-kernels.ts";
import { type Uniforms, uniformsOf } from "./uniforms.ts";
import { MAP_READ } from "./usage.ts";
import { type OperandName, paramsOf } from "./window-params.ts";

/** A loss compiled for a device. */
export interface WebGpuStep extends AsyncStep<WebGpuInputs> {
  /**
   * The work of a run without waiting for it: the gradient is in its buffer when the queue comes to it, and so is the value, in the
   * first four bytes of the buffer returned, which the next run overwrites. Nothing is read, so nothing is checked but sizes: a loss
   * that is not finite is a value that is not finite.
   * @throws Error for losses whose fields are made on the host
   */
  submit(inputs: WebGpuInputs): Promise<GpuBuffer>;
}

/** What a step has of its device, and what it makes when it is first needed. */
interface Workplace {
  readonly plan: Plan;
  readonly live: LiveDevice;
  readonly buffers: StepBuffers;
  readonly known: KnownBuffers;
  readonly uniforms: Uniforms;
  /** With the gradient, and without. */
  readonly kernels: readonly [StepKernels, () => Promise<StepKernels>];
}

/** A run that is under way. */
interface Submitted {
  readonly inputs: RunInputs;
  readonly kernels: StepKernels;
  readonly staging: GpuBuffer;
  readonly gradient: FloatArray | null;
  readonly findings: GpuBuffer;
}

export async function makeWebGpuStep(plan: Plan, live: LiveDevice): Promise<WebGpuStep> {
  const { device, pipelines } = live;
  const withGradient = await compileKernels(plan, true, pipelines);
  let valueAlone: Promise<StepKernels> | null = null;
  const buffers = stepBuffers(device);
  const place: Workplace = {
    ...{ plan, live, buffers, known: knownBuffers(pipelines), uniforms: uniformsOf(device) },
    kernels: [withGradient, () => (valueAlone ??= compileKernels(plan, false, pipelines))],
  };
  let disposed = false;
  let before: Promise<unknown> = Promise.resolve();
  const present = (): void => {
    if (disposed) throw new Error("This step was disposed of: compile the loss again.");
    requireDevice(
      live,
      "make an engine with a new device, or with a function that asks for one, and compile again.",
    );
  };
  /** Runs share the buffers of the step: one is handed to the device when the one before has been. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = before.then(work, work);
    before = turn.catch(() => {});
    return turn;
  };
  return {
    plan,
    async run(given) {
      present();
      const submitted = await inTurn(() => submit(given, place, true));
      return finish(submitted, place, present);
    },
    async submit(given) {
      present();
      const { findings } = await inTurn(() => submit(given, place, false));
      return findings;
    },
    dispose() {
      disposed = true;
      buffers.dispose();
      place.uniforms.dispose();
    },
  };
}

async function submit(given: WebGpuInputs, place: Workplace, reads: boolean): Promise<Submitted> {
  const { plan, live, buffers, known } = place;
  const { device, pipelines } = live;
  const { setting } = plan;
  const inputs = readRunInputs(given, plan);
  const run = [checkProgress(given.progress, plan), ...liveNumbers(given, plan)];
  const kernels = given.gradient ? place.kernels[0] : await place.kernels[1]();
  const operands = hostOperands(inputs, kernels, plan, device, buffers);
  const params = buffers.get("params", 256 * kernels.windows.length);
  await known.check(callersBuffers(inputs), params);
  const bound = bindStep(kernels, operands, setting, pipelines, buffers, place.uniforms);
  const bytes = paramsOf(kernels, operands, setting, run);
  device.queue.writeBuffer(buffers.get("params", bytes.byteLength), 0, bytes);
  await writePlanes(inputs, kernels, place, bound.own);
  const gradient = (inputs.host.gradient ?? null) as FloatArray | null;
  return { inputs, kernels, gradient, ...encode(kernels, bound, operands, inputs, place, reads) };
}

function liveNumbers(given: WebGpuInputs, plan: Plan): number[] {
  const parameters = checkParameters(given.parameters, plan);
  return (plan.setting.live ?? []).map((name) => parameters[name]);
}

function callersBuffers({ gpu: { maps, ...others } }: RunInputs): [string, GpuBuffer][] {
  const all = [
    ...Object.entries(others),
    ...Object.entries(maps).map(([name, map]) => [`maps.${name}`, map] as const),
  ];
  return all.map(([name, array]) => [name, array.buffer]);
}

/** Maps and fields go to the engine's own planes. */
async function writePlanes(
  inputs: RunInputs,
  kernels: StepKernels,
  { plan, live }: Workplace,
  own: GpuBuffer,
): Promise<void> {
  const { device } = live;
  const { stride, compiled } = kernels;
  const put = (name: string, values: Float32Array): void => {
    const plane = compiled.planes.list[compiled.planes.indexOf(name)];
    const each = values.length / plan.setting.batch;
    for (let image = 0; image < plan.setting.batch; image++) {
      const part = values.slice(image * each, (image + 1) * each);
      device.queue.writeBuffer(own, 4 * (image * stride + plane.offset * pixelsPerImage(plan.setting)), part);
    }
  };
  for (const name of plan.maps) {
    const map = inputs.host.maps?.[name];
    if (map) put(name, Float32Array.from(map));
  }
  if (plan.fields.length + plan.classFields.length === 0) return;
  const given = await hostInputs(
    inputs,
    plan,
    device,
    "since the distances of this loss are made on the host",
  );
  for (const [name, values] of Object.entries(makeFieldPlanes(plan, given))) put(name, values);
}

function encode(
  { actions, compiled, stride, numbers }: StepKernels,
  bound: Bound,
  operands: Readonly<Record<OperandName, BoundOperand>>,
  { gpu }: RunInputs,
  { plan, live, buffers }: Workplace,
  reads: boolean,
): Pick<Submitted, "staging" | "findings"> {
  const { device } = live;
  const { setting } = plan;
  const findingBytes = 4 * (1 + compiled.guards.length);
  const findings = buffers.get("findings", findingBytes);
  const encoder = device.createCommandEncoder({ label: "segloss" });
  for (const [name, { buffer, offset }] of Object.entries(gpu.maps)) {
    const plane = compiled.planes.list[compiled.planes.indexOf(name)];
    const bytes = 4 * pixelsPerImage(setting);
    for (let image = 0; image < setting.batch; image++)
      encoder.copyBufferToBuffer(
        buffer,
        offset + image * bytes,
        bound.own,
        4 * image * stride + plane.offset * bytes,
        bytes,
      );
  }
  encoder.clearBuffer(findings);
  // What a sweep reads before it is made would be of the run before.
  encoder.clearBuffer(bound.numbers, 0, 4 * numbers.length);
  const pass = encoder.beginComputePass({ label: "segloss" });
  for (const action of actions) action(pass, bound);
  pass.end();
  const gradientBytes =
    operands.gradient.buffer && !gpu.gradient
      ? 4 * setting.batch * pixelsPerImage(setting) * setting.channels
      : 0;
  const staging = buffers.takeStaging(findingBytes + gradientBytes);
  if (reads) encoder.copyBufferToBuffer(findings, 0, staging, 0, findingBytes);
  if (reads && gradientBytes > 0)
    encoder.copyBufferToBuffer(operands.gradient.buffer, 0, staging, findingBytes, gradientBytes);
  device.queue.submit([encoder.finish()]);
  if (!reads) buffers.giveStaging(staging);
  return { staging, findings };
}

/** Waits for a run, checks what it has found, and hands over value and gradient. */
async function finish(submitted: Submitted, place: Workplace, present: () => void): Promise<number> {
  const { plan, live, buffers } = place;
  const { staging, kernels, inputs, gradient } = submitted;
  try {
    await staging.mapAsync(MAP_READ);
  } catch (error) {
    present();
    throw error;
  }
  const bytes = staging.getMappedRange().slice(0);
  staging.unmap();
  buffers.giveStaging(staging);
  const count = kernels.compiled.guards.length;
  const made = gradient ? new Float32Array(bytes, 4 * (1 + count)) : null;
  const findings = findingsOf(bytes, count);
  const purpose = "to say what is wrong with it";
  await checkFindings(
    ...([findings, kernels.compiled, plan] as const),
    () => hostInputs(inputs, plan, live.device, purpose),
    async () => made ?? gradientOf(inputs, live),
  );
  if (gradient && made) gradient.set(made);
  return findings.value;
}

async function gradientOf(
  { gpu: { gradient } }: RunInputs,
  { device }: LiveDevice,
): Promise<Float32Array | null> {
  if (!gradient || (gradient.buffer.usage & 4) === 0) return null;
  return new Float32Array(
    await readBuffer(device, gradient.buffer, gradient.offset, gradient.buffer.size - gradient.offset),
  );
}

export { inputPlanes };
