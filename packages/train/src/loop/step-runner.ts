import { savedName } from "../graph/cut.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { checkedSession } from "../runtime/checked-session.ts";
import {
  type DeviceTensors,
  emptyTensor,
  floatTensor,
  type Inputs,
  type Runtime,
  type Session,
  type SessionOptions,
  type Tensors,
} from "../runtime/runtime.ts";
import type { GraphLoss, SplitLoss } from "../step/loss.ts";
import type { TargetKind } from "../step/targets.ts";
import { type StepOptions, splitTrainingStep, trainingStep } from "../step/training-step.ts";
import type { BatchTensors } from "./batch.ts";
import { stateResults, type TrainingState } from "./training-state.ts";

/** Carries out one training step: takes the state to the next one and returns the loss. */
export interface StepRunner {
  run(batch: BatchTensors, state: TrainingState, step: number): Promise<number>;
  release(): Promise<void>;
}

/** One run; what a session with `kept` leaves on the device. */
async function runOnce(session: Session, inputs: Inputs, outputs: Tensors): Promise<DeviceTensors> {
  if (session.runKept) return session.runKept(inputs, outputs);
  await session.run(inputs, outputs);
  return {};
}

/** Session options with what is to stay on the device, where the runtime can leave it there. */
function keeping({ keeps }: Runtime, session: SessionOptions, kept: readonly string[]): SessionOptions {
  return keeps ? { ...session, kept } : session;
}

/** The whole step in one session. */
export async function graphStepRunner(
  runtime: Runtime,
  session: SessionOptions,
  options: StepOptions,
  loss: GraphLoss,
  targets: TargetKind,
): Promise<StepRunner> {
  const model = encodeModel(trainingStep({ ...options, device: runtime.device ?? "cpu" }, loss, targets));
  const kept = stateResults(options.optimizer);
  const whole = await checkedSession(runtime, model, keeping(runtime, session, kept));
  const [value, size] = [emptyTensor("float32", []), emptyTensor("float32", [])];
  const numbers = runtime.device === "gpu" ? { loss: value, logits_size: size } : { loss: value };
  return {
    async run({ images, targets, maps }, state, step) {
      const inputs = { images, targets, ...maps, ...state.inputs(step) };
      state.advance(await runOnce(whole, inputs, { ...numbers, ...state.outputs() }));
      return Number.isFinite(size.data[0]) ? Number(value.data[0]) : Number.NaN;
    },
    release: () => whole.release(),
  };
}

/** The step in two sessions, with the loss between them in TypeScript. */
export async function splitStepRunner(
  runtime: Runtime,
  session: SessionOptions,
  options: StepOptions,
  loss: SplitLoss,
): Promise<StepRunner> {
  const { first, second, saved } = splitTrainingStep({ ...options, device: runtime.device ?? "cpu" });
  const savedNames = saved.map(savedName);
  const sessionOf = (content: typeof first, kept: readonly string[]) =>
    checkedSession(runtime, encodeModel(content), keeping(runtime, session, kept));
  const forward = await sessionOf(first, savedNames);
  const backward = await sessionOf(second, stateResults(options.optimizer));
  const { shape } = first.outputs.find(({ name }) => name === "logits")!.value;
  const logits = emptyTensor("float32", shape);
  const written = runtime.keeps
    ? {}
    : Object.fromEntries(saved.map((value) => [savedName(value), emptyTensor(value.type, value.shape)]));
  const backwardReads = new Set(second.inputs.map(({ name }) => name));
  const only = (tensors: Inputs) =>
    Object.fromEntries(Object.entries(tensors).filter(([name]) => backwardReads.has(name)));

  function lossOf({ targets, maps }: BatchTensors) {
    const arrays = Object.entries(maps).map(([name, tensor]) => [name, tensor.data as Float32Array] as const);
    return loss.evaluate({
      logits: logits.data as Float32Array,
      targets: targets.data as Uint8Array | Float32Array,
      maps: Object.fromEntries(arrays),
      shape,
    });
  }

  return {
    async run(batch, state, step) {
      const current = state.inputs(step);
      const feeds = { images: batch.images, parameters: current.parameters };
      const kept = await runOnce(forward, feeds, { logits, ...written });
      const passed: Inputs = { ...written, ...kept };
      const readBack = saved.map((value) => [value.name, passed[savedName(value)]] as const);
      try {
        const { value, gradient } = lossOf(batch);
        const inputs = {
          images: batch.images,
          ...current,
          ...Object.fromEntries(readBack),
          logits_gradient: floatTensor(gradient, shape),
        };
        state.advance(await runOnce(backward, only(inputs), state.outputs()));
        return value;
      } finally {
        for (const tensor of Object.values(kept)) tensor.release();
      }
    },
    async release() {
      await forward.release();
      await backward.release();
    },
  };
}
