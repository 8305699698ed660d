import { checkOptions } from "../door/check-options.ts";
import { FUNCTION, having, TEXT } from "../door/kinds.ts";
import type { CompileOptions, Engine } from "../engines/engine.ts";
import { preferredEngine } from "../engines/preferred-engine.ts";
import type { WebGpuEngine } from "../engines/webgpu/webgpu.ts";
import { didYouMean } from "../formula/did-you-mean.ts";
import type { LinkName } from "../links/index.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import type { Loss } from "../losses/loss.ts";
import { printLoss } from "../losses/print-loss.ts";
import { checkTensor, checkTensorFlow } from "./check-tensor-flow.ts";
import { gpuGradient, gradientBuffers, isGpuEngine, readOnGpu, refusals } from "./gpu-loss.ts";
import { asFloats, readTargets, type TargetOptions, type Targets } from "./read-targets.ts";
import { readsComputedTensors } from "./reads-computed-tensors.ts";
import { TARGET_OPTIONS } from "./target-options.ts";
import type { TensorFlow, TfTensor } from "./tensor-flow.ts";

export interface TfLossOptions extends TargetOptions {
  /**
   * What yPred is: logits of a last layer without activation ("softmax", the default for several channels, or
   * "sigmoid", the default for one), or probabilities of a last layer with that activation ("none").
   */
  readonly link?: LinkName;
  /**
   * Default: a new wasm engine with one thread (the reference where the host or the loss is beyond it), which `dispose`
   * disposes of. An engine of yours stays yours. With `webgpu({ device: tf.backend().device })` of segloss/webgpu, on the backend "webgpu", a batch
   * stays on the GPU: nothing is read back, and a loss that is not finite, or of wrong data, is a value that is not finite with a
   * gradient of NaN. What the device refuses is a value of NaN, and an error at the next call.
   */
  readonly engine?: Engine | WebGpuEngine;
  /** How much of the training is done, 0 to 1, asked at every batch: for losses that change with it (`ramp`). */
  readonly progress?: () => number;
  /** Name in logs. Default: the loss as `printLoss` writes it. */
  readonly name?: string;
}

/** What a saved model has to keep of its loss, as plain JSON; `tfLossFromJson` reads it. */
export interface TfLossJson extends Omit<TfLossOptions, "engine" | "progress"> {
  readonly loss: Loss;
}

/** A loss as TensorFlow.js calls it. */
export interface TfLoss<T extends TfTensor, S extends T> {
  /**
   * The loss of a batch as one scalar, differentiable with respect to yPred [N, ...space, C].
   *
   * @throws Error for shapes that do not fit, labels out of range, and logits that are not finite: `fit` then rejects
   */
  (yTrue: T, yPred: T): S;
  readonly loss: Loss;
  toJSON(): TfLossJson;
  /** Frees the compiled steps; the loss cannot be used afterwards. */
  dispose(): void;
}

const OPTIONS = {
  ...TARGET_OPTIONS,
  engine: having("an engine", "compile", "dispose"),
  progress: FUNCTION,
  name: TEXT,
};

/**
 * A loss for `model.compile({ loss })`, `tf.variableGrads` and `tf.grad`: `tfLoss(tf, sum(dice(), focal({ gamma: 2 })))`. Value
 * and gradient come from an engine of this library in one run, through one `tf.customGrad`; a step is compiled for each
 * shape of a batch and kept. Reads yPred and yTrue with `dataSync`: immediate on the cpu and wasm backends, a
 * stall on a GPU.
 */
export function tfLoss<T extends TfTensor, S extends T>(
  tf: TensorFlow<T, S>,
  loss: Loss,
  options: TfLossOptions = {},
): TfLoss<T, S> {
  checkTensorFlow(tf, "tfLoss", ["scalar", "tensor", "mul", "customGrad"]);
  checkOptions("tfLoss", options, OPTIONS);
  const { engine, progress, ...plain } = options;
  const checked = checkedLoss(loss);
  checkPacked(plain.packed ?? [], checked);
  if (isGpuEngine(engine)) return onGpu(tf, checked, options, engine);
  const steps = makeSteps(checked, options, engine ?? preferredEngine());
  const readsBack = readsComputedTensors();
  const name = plain.name ?? printLoss(checked);
  const lossOf = (yTrue: T, yPred: T): S => {
    checkTensor("yTrue", yTrue);
    checkTensor("yPred", yPred);
    readsBack(tf);
    const shape = [...yPred.shape];
    const { kind, inputs } = readTargets(yTrue, shape, plain);
    const logits = asFloats(yPred.dataSync());
    const forward = () => {
      const gradient = new Float32Array(logits.length);
      const value = steps
        .of(shape, kind, inputs)
        .run({ ...inputs, logits, gradient, ...(progress && { progress: progress() }) });
      return {
        value: tf.scalar(value),
        gradFunc: (dy: S) => tf.mul(tf.tensor(gradient, shape), dy),
      };
    };
    return tf.customGrad(forward)(yPred);
  };
  const toJSON = (): TfLossJson => JSON.parse(JSON.stringify({ loss: checked, ...plain }));
  // Not enumerable: `model.save` walks over the properties of a custom loss and refuses those that are no strings.
  const own = { name, loss: checked, toJSON, dispose: steps.dispose };
  return withHidden(lossOf, own);
}

/** The same where batches stay on a GPU. */
function onGpu<T extends TfTensor, S extends T>(
  tf: TensorFlow<T, S>,
  loss: Loss,
  options: TfLossOptions,
  engine: WebGpuEngine,
): TfLoss<T, S> {
  const { engine: _, progress, ...plain } = options;
  const steps = makeSteps(loss, options, { compile: engine.compileNow, dispose: () => {} });
  const buffers = gradientBuffers(engine);
  const refused = refusals();
  const lossOf = (yTrue: T, yPred: T): S => {
    checkTensor("yTrue", yTrue);
    checkTensor("yPred", yPred);
    refused.check();
    const shape = [...yPred.shape];
    const forward = () => {
      const batch = readOnGpu(tf, engine, yTrue, yPred, plain);
      const step = steps.of(shape, batch.kind, batch.inputs);
      return gpuGradient(tf, step, batch, progress?.(), shape, { buffers, refused });
    };
    return tf.customGrad(forward)(yPred);
  };
  const toJSON = (): TfLossJson => JSON.parse(JSON.stringify({ loss, ...plain }));
  const dispose = (): void => {
    steps.dispose();
    buffers.dispose();
  };
  return withHidden(lossOf, { name: plain.name ?? printLoss(loss), loss, toJSON, dispose });
}

function withHidden<F extends object, P extends object>(target: F, properties: P): F & P {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(target, name, { value });
  return target as F & P;
}

interface Steps<S> {
  of(
    shape: readonly number[],
    kind: Targets["kind"],
    inputs: { readonly weights?: unknown; readonly mask?: unknown },
  ): S;
  dispose(): void;
}

/** Compiled steps by shape and kind of targets: the last batch of an epoch may be smaller. */
function makeSteps<S extends { dispose(): void }>(
  loss: Loss,
  { engine, link, ignore }: TfLossOptions,
  runsOn: { compile(loss: Loss, options: CompileOptions): S; dispose(): void },
): Steps<S> {
  const steps = new Map<string, S>();
  let disposed = false;
  return {
    of(shape, targets, inputs) {
      if (disposed) throw new Error("This loss was disposed of: make a new one with tfLoss.");
      const key = `${targets} ${shape}`;
      const options = {
        shape,
        targets,
        weights: inputs.weights !== undefined,
        mask: inputs.mask !== undefined,
        ...(link && { link }),
        ...(ignore !== undefined && ignore !== "unlabelled" && { ignore }),
      };
      const step = steps.get(key) ?? runsOn.compile(loss, options);
      steps.set(key, step);
      return step;
    },
    dispose() {
      disposed = true;
      for (const step of steps.values()) step.dispose();
      steps.clear();
      if (!engine) runsOn.dispose();
    },
  };
}

function checkPacked(packed: readonly string[], loss: Loss): void {
  const known = ["weights", "mask", "instances", ...loss.terms.flatMap((term) => term.maps)];
  const wrong = packed.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw new Error(`packed cannot hold "${wrong}": expected ${known.join(", ")}.${didYouMean(wrong, known)}`);
}
