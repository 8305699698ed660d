import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import { checkParameters } from "../../check-parameters.ts";
import { checkProgress } from "../../check-progress.ts";
import type { FloatArray, StepInputs } from "../../engine.ts";
import type { GpuBuffer, GpuEncoder, GpuQuerySet } from "../gpu-types.ts";
import type { Bound } from "./action.ts";
import { bindOperands } from "./bind-operands.ts";
import { type BoundOperand, bindStep } from "./bind-step.ts";
import { requireDevice } from "./device-state.ts";
import { copyPlanes, writePlanes } from "./fill-planes.ts";
import { refusalOf } from "./refusal-of.ts";
import type { RunInputs } from "./run-inputs.ts";
import type { StepKernels } from "./step-kernels.ts";
import { type OperandName, paramsOf, paramsStride } from "./window-params.ts";
import type { Workplace } from "./workplace.ts";

/** A run as it is handed to the device. */
export interface Run {
  readonly inputs: RunInputs;
  readonly kernels: StepKernels;
  /** All inputs as arrays, where something is computed on the host. */
  readonly host: Partial<StepInputs> | null;
  /** Whether its results are copied to where the host can read them. */
  readonly reads: boolean;
  readonly timing:
    | { readonly querySet: GpuQuerySet; readonly begin: number; readonly end: number }
    | undefined;
}

/** A run that the device has got. */
export interface Submission {
  /** Value, guards, and behind them a gradient for an array; null where nothing is read. */
  readonly staging: GpuBuffer | null;
  readonly findings: GpuBuffer;
  /** The array that gets the gradient. */
  readonly gradient: FloatArray | null;
  readonly accepted: Promise<void>;
}

/** Hands a run to the device, in one submission; what the device says against it rejects `accepted`. */
export function submitRun(run: Run, place: Workplace): Submission {
  const { plan, live, buffers, known } = place;
  const params = buffers.get(
    "params",
    paramsStride(plan.setting.live?.length ?? 0) * run.kernels.windows.length,
  );
  const named = callersBuffers(run.inputs);
  const isKnown = known.check(named, params);
  isKnown.catch(() => {});
  const [handed, refusal] = refusalOf(live.device, () => handOver(run, place));
  const accepted = async (): Promise<void> => {
    const said = await refusal.catch(String);
    requireDevice(live);
    await isKnown;
    if (said !== null) throw await known.refused(said, named, params);
  };
  return { ...handed, accepted: accepted() };
}

function handOver(run: Run, place: Workplace): Omit<Submission, "accepted"> {
  const { plan, live, buffers, uniforms } = place;
  const { device, pipelines } = live;
  const { setting } = plan;
  const { inputs, kernels } = run;
  const numbers = numbersOf(inputs, plan);
  const operands = bindOperands(inputs, plan, device, buffers);
  const params = buffers.get("params", paramsStride(setting.live?.length ?? 0) * kernels.windows.length);
  const bound = bindStep(kernels, operands, setting, pipelines, buffers, uniforms);
  device.queue.writeBuffer(params, 0, paramsOf(kernels, operands, setting, numbers));
  writePlanes(run, place, bound.own);
  const findings = buffers.get("findings", findingBytes(kernels));
  // The value of work that the device refuses; by what it takes, the value is overwritten.
  if (!run.reads) device.queue.writeBuffer(findings, 0, Float32Array.of(Number.NaN));
  const encoder = device.createCommandEncoder({ label: "segloss" });
  copyPlanes(encoder, run, plan, bound.own);
  encoder.clearBuffer(findings);
  // What a sweep reads before it is made would be of the run before.
  encoder.clearBuffer(bound.numbers);
  encodePass(encoder, run, bound);
  const staging = run.reads ? copyResults(encoder, run, operands, place) : null;
  device.queue.submit([encoder.finish()]);
  return { staging, findings, gradient: inputs.host.gradient ?? null };
}

/** Progress and live constants. */
function numbersOf({ host }: RunInputs, plan: Plan): number[] {
  const parameters = checkParameters(host.parameters, plan);
  return [checkProgress(host.progress, plan), ...(plan.setting.live ?? []).map((name) => parameters[name])];
}

function callersBuffers({ gpu: { maps, ...others } }: RunInputs): [string, GpuBuffer][] {
  const ofMaps = Object.entries(maps).map(([name, map]) => [`maps.${name}`, map] as const);
  return [...Object.entries(others), ...ofMaps].map(([name, { buffer }]) => [name, buffer]);
}

function encodePass(encoder: GpuEncoder, { kernels, reads, timing }: Run, bound: Bound): void {
  const timestampWrites = timing && {
    querySet: timing.querySet,
    beginningOfPassWriteIndex: timing.begin,
    endOfPassWriteIndex: timing.end,
  };
  const pass = encoder.beginComputePass({ label: "segloss", ...(timestampWrites && { timestampWrites }) });
  for (const action of kernels.actions) action(pass, bound);
  for (const action of reads ? [] : kernels.unread) action(pass, bound);
  pass.end();
}

function findingBytes({ compiled }: StepKernels): number {
  return 4 * (1 + compiled.guards.length);
}

function copyResults(
  encoder: GpuEncoder,
  { inputs, kernels }: Run,
  { gradient }: Readonly<Record<OperandName, BoundOperand>>,
  { plan, buffers }: Workplace,
): GpuBuffer {
  const { batch, channels } = plan.setting;
  const bytes = findingBytes(kernels);
  const gradientBytes = inputs.host.gradient ? 4 * batch * pixelsPerImage(plan.setting) * channels : 0;
  const staging = buffers.takeStaging(bytes + gradientBytes);
  encoder.copyBufferToBuffer(buffers.get("findings", bytes), 0, staging, 0, bytes);
  if (gradientBytes > 0) encoder.copyBufferToBuffer(gradient.buffer, 0, staging, bytes, gradientBytes);
  return staging;
}
