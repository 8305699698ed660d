import {
  BOOLEAN,
  COUNT,
  check,
  checkOptions,
  choice,
  FUNCTION,
  type Kind,
  RECORD,
  required,
} from "segloss/door";
import { BLOCK, type Block } from "../graph/blocks/block.ts";
import { lowerToBlocks } from "../graph/blocks/lower-to-blocks.ts";
import { type Cut, cut } from "../graph/cut.ts";
import { DEVICE, type Device } from "../graph/device.ts";
import { differentiate } from "../graph/differentiate.ts";
import { type Graph, graph } from "../graph/graph.ts";
import { sumOverPixels } from "../graph/operators/layout.ts";
import { type Tape, tape } from "../graph/tape.ts";
import type { Value } from "../graph/value.ts";
import type { Network } from "../networks/network.ts";
import { BATCH_SHAPE, NETWORK } from "../networks/parameters-kind.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { OPTIMIZER } from "../optimizers/optimizer-kind.ts";
import { AT_LEAST_0 } from "../schedules/at-least-0.ts";
import { joinBatch, partCount, splitBatch } from "./batch-parts.ts";
import { lowerDeep } from "./deep-loss.ts";
import { checkNormalization, inputImages, type Normalization } from "./images.ts";
import { type GraphLoss, inputShape, TRAINING_LOSS } from "./loss.ts";
import { byName, packVector, parameterCount, unpackParameters } from "./parameters.ts";
import { type TargetKind, targetInput } from "./targets.ts";

export interface StepOptions {
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** Images, height, width. */
  readonly batchShape: readonly [number, number, number];
  readonly normalization?: Normalization | undefined;
  /** Factors of the network's outputs, divided by their sum. Default 1, 1/2, 1/4, ... */
  readonly outputWeights?: readonly number[] | undefined;
  /** Number of equal parts in which the batch goes through the network. Default: `partCount(batchShape)`, on a GPU 1. */
  readonly parts?: number;
  /** Adds the output "gradient", the derivatives of all parameters in one vector. Default false. */
  readonly exposeGradient?: boolean;
  /** Channels side by side in a block of the processor that the step runs on; 1 is the plain order. Default 1. */
  readonly block?: Block;
  /** What the graph is written for. Default "cpu"; "gpu" is in the plain order. */
  readonly device?: Device;
}

const WEIGHTS: Kind = {
  expected: "a list of finite numbers of at least 0",
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(AT_LEAST_0.fits),
};

const OPTIONS: Readonly<Record<keyof StepOptions, Kind>> = {
  network: required(NETWORK),
  optimizer: required(OPTIMIZER),
  batchShape: required(BATCH_SHAPE),
  normalization: RECORD,
  outputWeights: WEIGHTS,
  parts: COUNT,
  exposeGradient: BOOLEAN,
  block: BLOCK,
  device: DEVICE,
};

const IN_GRAPH: Kind = {
  expected: "what graphLoss gives, such as graphLoss(dice(), { classes: 1 })",
  fits: (value) => TRAINING_LOSS.fits(value) && FUNCTION.fits((value as Partial<GraphLoss>).lower),
};

function checkStep(where: string, options: StepOptions): void {
  checkOptions(where, options, OPTIONS);
  const { network, normalization, batchShape, parts = 1 } = options;
  if (normalization) checkNormalization(normalization, network.inputChannels);
  const { block = 1, device = "cpu" } = options;
  if (block > 1 && device === "gpu")
    throw new RangeError(
      `${where}: blocks are for a cpu, and the device is gpu: give block 1; got ${block}.`,
    );
  const [n, h, w] = batchShape;
  if (n % parts)
    throw new RangeError(`${where}: parts must divide the ${n} images of the batch; got ${parts}.`);
  if (h % network.sizeMultiple || w % network.sizeMultiple)
    throw new RangeError(
      `${where}: height and width must be multiples of ${network.sizeMultiple} for this network; got ${h}x${w}.`,
    );
}

/** A graph with the network's forward part in it: one tape for every part of the batch. */
interface Forward {
  readonly g: Graph;
  readonly tapes: readonly Tape[];
  readonly vector: Value;
  readonly parameters: readonly Value[];
  /** Of each part, one for each output. */
  readonly partLogits: readonly (readonly Value[])[];
  /** Of the whole batch, one for each output. */
  readonly logits: readonly Value[];
}

function forward(options: StepOptions): Forward {
  const { network, batchShape, normalization, device = "cpu" } = options;
  const { parts = device === "gpu" ? 1 : partCount(batchShape) } = options;
  const [n, h, w] = batchShape;
  const g = graph(device);
  const vector = g.input("parameters", [parameterCount(network.parameters)]);
  const images = inputImages(g, [n, network.inputChannels, h, w], normalization);
  const parameters = unpackParameters(g, vector, network.parameters);
  const parameter = byName(network.parameters, parameters);
  const tapes = Array.from({ length: parts }, () => tape(g));
  const slices = splitBatch(g, images, parts);
  const outputs = network.outputs ?? ((...args) => [network.forward(...args)]);
  const partLogits = tapes.map((recorded, at) => outputs(recorded, slices[at], parameter));
  const logits = partLogits[0].map((_, k) =>
    joinBatch(
      g,
      partLogits.map((part) => part[k]),
    ),
  );
  return { g, tapes, vector, parameters, partLogits, logits };
}

/** Derivatives of all parameters in one vector, summed over the parts of the batch. */
function parameterGradient(
  { g, tapes, parameters, partLogits }: Forward,
  gradients: readonly Value[],
): Value {
  const ofOutputs = gradients.map((gradient) => splitBatch(g, gradient, tapes.length));
  const vectors = tapes.map((recorded, at) =>
    packVector(
      g,
      differentiate(
        recorded,
        partLogits[at],
        ofOutputs.map((parts) => parts[at]),
        parameters,
      ),
    ),
  );
  return vectors.reduce((sum, vector) => g.emit("Add", [sum, vector], vector.shape));
}

/** Appends the way back from the derivative at the logits, and the update. */
function backward(made: Forward, gradients: readonly Value[], options: StepOptions): void {
  const { g, vector } = made;
  const { optimizer } = options;
  const derivatives = parameterGradient(made, gradients);
  const slots = optimizer.slots.map((name) => g.input(name, vector.shape));
  const scalars = optimizer.scalarsAt(1).map((_, index) => g.input(`scalar_${index}`, []));
  const next = optimizer.update(g, { parameters: vector, gradient: derivatives, slots, scalars });
  g.output("next_parameters", next.parameters);
  optimizer.slots.forEach((name, index) => {
    g.output(`next_${name}`, next.slots[index]);
  });
  if (options.exposeGradient) g.output("gradient", derivatives);
}

/**
 * The sum of the logits without their signs. Comparisons and maxima of GPUs pass over what is no number, and a loss that is
 * made of them is finite where training has diverged; sums do not.
 */
function sizeOfLogits(g: Graph, logits: Value): Value {
  const perClass = sumOverPixels(g, g.emit("Abs", [logits], logits.shape));
  return g.emit("ReduceSum", [perClass, g.integers([0])], [], { keepdims: 0 });
}

/**
 * One whole training step as one graph. Inputs: "images" [N, C, H, W], "targets", the loss's maps, "parameters", the
 * optimizer's slots by name, "scalar_0" and so on. Outputs: "loss", "next_parameters", "next_" and each slot's name; for a
 * GPU also "logits_size", which is no finite number where training has diverged, whatever the loss is.
 */
export function trainingStep(options: StepOptions, loss: GraphLoss, targets: TargetKind): Graph {
  checkStep("trainingStep", options);
  check("trainingStep: loss", loss, IN_GRAPH);
  check("trainingStep: targets", targets, choice("indices", "values"));
  const made = forward(options);
  const { g, logits } = made;
  const maps = loss.inputs.map(
    (input) => [input.name, g.input(input.name, inputShape(input, logits[0].shape))] as const,
  );
  const tensors = {
    logits,
    targets: targetInput(g, targets, logits[0].shape),
    maps: Object.fromEntries(maps),
  };
  const { value, gradients } = lowerDeep(g, loss, tensors, options.outputWeights);
  g.output("loss", value);
  backward(made, gradients, options);
  const { block = 1, device = "cpu" } = options;
  if (device === "gpu") g.output("logits_size", sizeOfLogits(g, logits[0]));
  return block === 1 ? g : lowerToBlocks(g, block).g;
}

/**
 * The same step in two halves, for a loss outside the graph. The first returns "logits" and what the second reads; the
 * second takes that and "logits_gradient" [N, K, H, W].
 */
export function splitTrainingStep(options: StepOptions): Cut {
  checkStep("splitTrainingStep", options);
  const made = forward(options);
  const { g } = made;
  const [logits, ...others] = made.logits;
  if (others.length > 0) {
    throw new RangeError(
      "A network with several outputs is trained inside the graph alone: choose a loss that can be lowered, or one output.",
    );
  }
  const nodeCount = g.nodes.length;
  g.output("logits", logits);
  backward(made, [g.input("logits_gradient", logits.shape)], options);
  const { block = 1 } = options;
  if (block === 1) return cut(g, nodeCount, ["logits"]);
  const lowered = lowerToBlocks(g, block);
  return cut(lowered.g, lowered.positionOf(nodeCount), ["logits"]);
}
