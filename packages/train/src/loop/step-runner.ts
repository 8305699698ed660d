import { savedName } from "../graph/cut.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import {
  emptyTensor,
  floatTensor,
  type Runtime,
  type SessionOptions,
  type Tensor,
} from "../runtime/runtime.ts";
import type { GraphLoss, SplitLoss } from "../step/loss.ts";
import type { TargetKind } from "../step/targets.ts";
import { type StepOptions, splitTrainingStep, trainingStep } from "../step/training-step.ts";
import type { BatchTensors } from "./batch.ts";
import type { TrainingState } from "./training-state.ts";

/** Carries out one training step: reads and writes the state, returns the loss. */
export interface StepRunner {
  run(batch: BatchTensors, state: TrainingState, step: number): Promise<number>;
  release(): Promise<void>;
}

/** The whole step in one session. */
export async function graphStepRunner(
  runtime: Runtime,
  session: SessionOptions,
  options: StepOptions,
  loss: GraphLoss,
  targets: TargetKind,
): Promise<StepRunner> {
  const model = encodeModel(trainingStep(options, loss, targets));
  const whole = await runtime.session(model, session);
  const value = emptyTensor("float32", []);
  return {
    async run({ images, targets, maps }, state, step) {
      const inputs = { images, targets, ...maps, ...state.inputs(step) };
      await whole.run(inputs, { loss: value, ...state.outputs() });
      return Number(value.data[0]);
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
  const { first, second, saved } = splitTrainingStep(options);
  const forward = await runtime.session(encodeModel(first), session);
  const backward = await runtime.session(encodeModel(second), session);
  const { shape } = first.outputs.find(({ name }) => name === "logits")!.value;
  const logits = emptyTensor("float32", shape);
  const kept = saved.map((value) => [value, emptyTensor(value.type, value.shape)] as const);
  const written = Object.fromEntries(kept.map(([value, tensor]) => [savedName(value), tensor]));
  const readBack = Object.fromEntries(kept.map(([value, tensor]) => [value.name, tensor]));
  const backwardReads = new Set(second.inputs.map(({ name }) => name));
  const only = (tensors: Readonly<Record<string, Tensor>>) =>
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
      await forward.run({ images: batch.images, parameters: current.parameters }, { logits, ...written });
      const { value, gradient } = lossOf(batch);
      const inputs = {
        images: batch.images,
        ...current,
        ...readBack,
        logits_gradient: floatTensor(gradient, shape),
      };
      await backward.run(only(inputs), state.outputs());
      return value;
    },
    async release() {
      await forward.release();
      await backward.release();
    },
  };
}
