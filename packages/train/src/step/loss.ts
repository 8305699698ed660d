import type { LinkName } from "segloss";
import { COUNT, check, FUNCTION, type Kind } from "segloss/door";
import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";
import type { Json } from "../networks/network.ts";

/** An extra map per pixel that a loss reads: [N, channels, H, W], float32, fed at every step; or one number a step. */
export interface LossInput {
  readonly name: string;
  readonly channels: number | "number";
}

/** Shape of an input beside logits of a shape [N, K, ...space]. */
export function inputShape(input: LossInput, shape: readonly number[]): number[] {
  check("inputShape: input", input, INPUT);
  check("inputShape: shape", shape, SHAPE);
  const { channels } = input;
  const [n, , ...space] = shape;
  return channels === "number" ? [] : [n, channels, ...space];
}

/**
 * The map by this name is fed by the trainer: 1 where a pixel counts and 0 where it is ignored, [N, 1, H, W]. A loss that
 * names it among its inputs accepts batches with ignored pixels.
 */
export const validInput: LossInput = { name: "valid", channels: 1 };

/** How much of the training is done, 0 to 1: fed by the trainer from the batch's `progress`. */
export const progressInput: LossInput = { name: "progress", channels: "number" };

/** What a loss reads inside the graph. */
export interface LossTensors {
  /** [N, K, H, W], K the number of classes; K = 1 for a binary network. */
  readonly logits: Value;
  /** [N, K, H, W], one-hot or soft. */
  readonly targets: Value;
  /** By name, [N, channels, H, W]; numbers have no axes. */
  readonly maps: Readonly<Record<string, Value>>;
}

/** A loss as graph nodes. */
export interface GraphLoss {
  /** Logits a pixel that it is made for; absent: any. */
  readonly classes?: number;
  /** What makes probabilities of the logits; absent: sigmoid for one, softmax for several. */
  readonly link?: LinkName;
  readonly inputs: readonly LossInput[];
  /** What the loss is, as data: saved with a model. */
  readonly description?: Json;
  /** Appends the nodes of the scalar value and of its derivative with respect to the logits, which has their shape. */
  lower(g: Graph, tensors: LossTensors): { readonly value: Value; readonly gradient: Value };
}

/** What a loss outside the graph reads. */
export interface SplitLossArrays {
  /** [N, K, H, W] */
  readonly logits: Float32Array;
  /** As the batch brought them: class indices [N, H, W] or values [N, K, H, W]. */
  readonly targets: Uint8Array | Float32Array;
  readonly maps: Readonly<Record<string, Float32Array>>;
  /** [N, K, H, W] */
  readonly shape: readonly number[];
}

/** A loss as a function, for what cannot be lowered. The training step is then cut in two at the logits. */
export interface SplitLoss {
  /** Logits a pixel that it is made for; absent: any. */
  readonly classes?: number;
  /** What makes probabilities of the logits; absent: sigmoid for one, softmax for several. */
  readonly link?: LinkName;
  readonly inputs: readonly LossInput[];
  readonly description?: Json;
  evaluate(arrays: SplitLossArrays): { readonly value: number; readonly gradient: Float32Array };
}

export type TrainingLoss = GraphLoss | SplitLoss;

const INPUT: Kind = {
  expected: "{ name, channels }",
  fits(value) {
    const { name, channels } = (value ?? {}) as Partial<LossInput>;
    return typeof name === "string" && (channels === "number" || COUNT.fits(channels));
  },
};

const SHAPE: Kind = {
  expected: "a shape [N, K, ...space]",
  fits: (value) => Array.isArray(value) && value.length >= 2 && value.every(COUNT.fits),
};

/** Losses in the graph and beside it. */
export const TRAINING_LOSS: Kind = {
  expected: "what graphLoss or splitLoss gives, such as graphLoss(dice(), { classes: 1 })",
  fits(value) {
    const { inputs, lower, evaluate } = (value ?? {}) as Partial<GraphLoss & SplitLoss>;
    return Array.isArray(inputs) && inputs.every(INPUT.fits) && [lower, evaluate].some(FUNCTION.fits);
  },
};

/** Whether the loss runs inside the graph. */
export function isGraphLoss(loss: TrainingLoss): loss is GraphLoss {
  check("loss", loss, TRAINING_LOSS);
  return "lower" in loss;
}
