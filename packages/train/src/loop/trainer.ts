import { defaultLink } from "segloss";
import {
  check,
  checkOptions,
  choice,
  type Kind,
  listOf,
  NUMBERS,
  RECORD,
  required,
  shown,
  TEXT,
  WHOLE,
} from "segloss/door";
import { BLOCK, type Block } from "../graph/blocks/block.ts";

import { NETWORK } from "../networks/parameters-kind.ts";
import { adam } from "../optimizers/adam.ts";

import { OPTIMIZER } from "../optimizers/optimizer-kind.ts";
import { checkedSession } from "../runtime/checked-session.ts";
import { RUNTIME, THREADS } from "../runtime/kinds.ts";
import type { Session } from "../runtime/runtime.ts";
import { SNAPSHOT, type TrainingSnapshot } from "../snapshot/training-snapshot.ts";
import { evaluation } from "../step/evaluation.ts";
import { checkNormalization } from "../step/images.ts";
import { isGraphLoss } from "../step/loss.ts";
import { parametersByName } from "../step/parameters.ts";

import { type Batch, batchReader } from "./batch.ts";
import { blockOf } from "./block-of.ts";
import { ANY_LOSS, lossOf } from "./loss-of.ts";
import { modelContract } from "./model-contract.ts";
import { type ModelMetadata, metadataEntries } from "./model-metadata.ts";
import { type ImageShape, predictLogits } from "./predictor.ts";
import { startOf } from "./start-of.ts";
import { graphStepRunner, splitStepRunner } from "./step-runner.ts";
import type { TrainerOptions } from "./trainer-options.ts";
import { trainingState } from "./training-state.ts";

/** What a step tells. */
export interface StepReport {
  /** Counts from 1. */
  readonly step: number;
  /** Loss of the batch before the update. NaN or infinite when training has diverged. */
  readonly loss: number;
  /** Whether `loss` is a finite number; if not, the parameters are of no use any more. */
  readonly finite: boolean;
  readonly rate: number;
}

/** A network in training. One call at a time: await each before the next. */
export interface Trainer {
  /** One update of the parameters. */
  step(batch: Batch): Promise<StepReport>;
  /** Raw images [n, C, h, w] to logits [n, K, h, w] with the parameters of now. Default shape: `batchShape`. */
  predict(images: Float32Array, shape?: ImageShape): Promise<Float32Array>;
  /** Channels side by side in the blocks that it computes in; the last digits depend on it. */
  readonly block: Block;
  /** Copies of the parameters by name. */
  parameters(): Promise<Record<string, Float32Array>>;
  /** A copy of all that the next step depends on; while a step runs, of what was before it. */
  snapshot(): Promise<TrainingSnapshot>;
  /** The network as an .onnx file for any batch, height and width, with its metadata. */
  save(): Promise<Uint8Array>;
  dispose(): Promise<void>;
}

const RANGE: Kind = {
  expected: "[least, most], two numbers",
  fits: (value) => NUMBERS.fits(value) && (value as number[]).length === 2,
};

const OPTIONS: Readonly<Record<keyof TrainerOptions, Kind>> = {
  runtime: required(RUNTIME),
  network: required(NETWORK),
  loss: required(ANY_LOSS),
  link: choice("sigmoid", "softmax", "none"),
  batchShape: required(NUMBERS),
  optimizer: OPTIMIZER,
  outputWeights: NUMBERS,
  threads: THREADS,
  seed: WHOLE,
  parameters: RECORD,
  snapshot: SNAPSHOT,
  targets: choice("indices", "values"),
  normalization: RECORD,
  block: BLOCK,
  inputRange: RANGE,
  classNames: listOf(TEXT, "a list of names"),
};

function checkTrainer(options: TrainerOptions): void {
  checkOptions("trainer", options, OPTIONS);
  const { network, batchShape, classNames, normalization } = options;
  const [n, h, w] = batchShape;
  if (batchShape.length !== 3 || ![n, h, w].every((extent) => Number.isInteger(extent) && extent > 0)) {
    throw new RangeError(
      `batchShape must be [images, height, width], whole and positive; got ${shown(batchShape)}.`,
    );
  }
  if (h % network.sizeMultiple || w % network.sizeMultiple) {
    throw new RangeError(
      `Height and width must be multiples of ${network.sizeMultiple} for this network; got ${h}x${w}. Choose another tile size or a smaller depth.`,
    );
  }
  if (classNames && classNames.length !== network.classes) {
    throw new RangeError(`The network has ${network.classes} logits; got ${classNames.length} class names.`);
  }
  if (normalization) checkNormalization(normalization, network.inputChannels);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `class ${index}`);

/** Makes the graphs, loads them and sets the initial parameters. */
export async function trainer(options: TrainerOptions): Promise<Trainer> {
  checkTrainer(options);
  const { runtime, network, batchShape, optimizer = adam(), threads = 1, seed = 1 } = options;
  const { targets = "indices", normalization, classNames = numbered(network.classes) } = options;
  const loss = lossOf({ loss: options.loss, network, targets, link: options.link });
  const place = runtime.keeps ? "device" : "held";
  const state = trainingState(optimizer, startOf(options, optimizer, seed), place);
  const read = batchReader({ network, batchShape, targets, inputs: loss.inputs });
  const { outputWeights } = options;
  const block = await blockOf(options);
  const stepOptions = { network, optimizer, batchShape, normalization, outputWeights, block };
  const session = { threads, optimize: block === 1 };
  const runner = isGraphLoss(loss)
    ? await graphStepRunner(runtime, session, stepOptions, loss, targets)
    : await splitStepRunner(runtime, session, stepOptions, loss);
  const evaluators = new Map<string, Promise<Session>>();
  let stepping = false;

  /** Batches as those of the training are predicted in blocks as well; every other size by one model for all. */
  function evaluatorOf(shape: ImageShape): Promise<Session> {
    const inBlocks = block > 1 && String(shape) === String(batchShape);
    const key = inBlocks ? "in blocks" : "of any size";
    const { device = "cpu" } = runtime;
    const model = () =>
      evaluation({ network, normalization, device, ...(inBlocks && { blocks: { batchShape, block } }) });
    const made = evaluators.get(key) ?? checkedSession(runtime, model(), { threads, optimize: !inBlocks });
    evaluators.set(key, made);
    return made;
  }

  async function step(batch: Batch): Promise<StepReport> {
    const step = state.steps() + 1;
    const value = await runner.run(read(batch), state, step);
    return { step, loss: value, finite: Number.isFinite(value), rate: state.rateAt(step) };
  }

  return {
    async step(batch) {
      check("step: batch", batch, RECORD);
      if (stepping) throw new Error("A training step is still running; await it before the next one.");
      stepping = true;
      return step(batch).finally(() => {
        stepping = false;
      });
    },
    async predict(images, shape = batchShape) {
      const predictor = { session: await evaluatorOf(shape), ...network };
      return state.lend((parameters) => predictLogits(predictor, images, shape, { parameters }));
    },
    block,
    parameters: async () => parametersByName(network.parameters, (await state.read()).parameters),
    async snapshot() {
      const layout = network.parameters.map(({ name, shape }) => ({ name, shape }));
      return { block, layout, ...(await state.read()) };
    },
    async save() {
      const { steps, parameters } = await state.read();
      const metadata: ModelMetadata = {
        network: network.description,
        classes: classNames,
        link: loss.link ?? defaultLink(network.classes),
        input: {
          channels: network.inputChannels,
          multiple: network.sizeMultiple,
          trained: [batchShape[1], batchShape[2]],
          range: options.inputRange ?? null,
        },
        normalizationInside: normalization ?? null,
        loss: loss.description ?? null,
        steps,
      };
      const kept = { network, normalization, parameters };
      return evaluation(kept, metadataEntries(metadata), modelContract(metadata));
    },
    async dispose() {
      state.release();
      await runner.release();
      for (const session of evaluators.values()) await (await session).release();
    },
  };
}
