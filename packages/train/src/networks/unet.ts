import { ANY, checkOptions, choice, shown } from "segloss/door";
import { concatenate } from "../graph/operators/concatenate.ts";
import { convolution } from "../graph/operators/convolution.ts";
import { groupNormalization } from "../graph/operators/group-normalization.ts";
import { maxPool } from "../graph/operators/max-pool.ts";
import { relu } from "../graph/operators/relu.ts";
import { transposedConvolution } from "../graph/operators/transposed-convolution.ts";
import { upsampleNearest } from "../graph/operators/upsample-nearest.ts";
import type { Tape } from "../graph/tape.ts";
import type { Value } from "../graph/value.ts";
import type { Network, Parameter } from "./network.ts";

export interface UnetOptions {
  /** Number of resolutions, 2 or more: 3 means full, half and quarter size. Default 3. */
  readonly depth?: number;
  /** Channels at full size; every coarser level has twice as many. Default 8. */
  readonly width?: number;
  /** Channels of the images. Default 1. */
  readonly inputChannels?: number;
  /** Logits a pixel: 1 for a binary network, otherwise the number of classes. Default 1. */
  readonly classes?: number;
  /**
   * Resolutions of the way up that have logits, for deep supervision in training: 1 (default) to depth - 1, each half as
   * large as the one before.
   */
  readonly outputs?: number;
  /** After every 3x3 convolution: nothing, or group normalisation (groups of about eight channels). Default "none". */
  readonly normalization?: "none" | "group";
  /** On the way up: a 2x2 transposed convolution, or repeated pixels and a 3x3 convolution. Default "transposed". */
  readonly upsampling?: "transposed" | "nearest";
}

type Settings = Required<UnetOptions>;

/** A part of the network: what it stores and what it does. */
interface Layer {
  readonly parameters: readonly Parameter[];
  apply(tape: Tape, x: Value, parameter: (name: string) => Value, seen?: Seen): Value;
}

/** Told what comes out of a level on the way up. */
type Seen = (level: number, value: Value) => void;

function chain(layers: readonly Layer[]): Layer {
  return {
    parameters: layers.flatMap((layer) => layer.parameters),
    apply: (tape, x, parameter, seen) =>
      layers.reduce((value, layer) => layer.apply(tape, value, parameter, seen), x),
  };
}

const zeros = { constant: 0 };

function convolutionLayer(name: string, from: number, to: number, size: number, bias = true): Layer {
  const weight = {
    name: `${name}.weight`,
    shape: [to, from, size, size],
    initial: { fanIn: from * size ** 2 },
  };
  const shift = { name: `${name}.bias`, shape: [to], initial: zeros };
  const parameters = bias ? [weight, shift] : [weight];
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(convolution, [x, ...parameters.map((entry) => parameter(entry.name))], { stride: 1 }),
  };
}

const reluLayer: Layer = { parameters: [], apply: (tape, x) => tape.apply(relu, [x], undefined) };
const poolLayer: Layer = { parameters: [], apply: (tape, x) => tape.apply(maxPool, [x], undefined) };
const repeatLayer: Layer = {
  parameters: [],
  apply: (tape, x) => tape.apply(upsampleNearest, [x], undefined),
};

/** The number of groups that makes groups of about eight channels and divides them evenly. */
function groupCount(channels: number): number {
  const wanted = Math.max(1, Math.round(channels / 8));
  return Array.from({ length: wanted }, (_, index) => wanted - index).find(
    (count) => channels % count === 0,
  )!;
}

function normalizationLayer(name: string, channels: number): Layer {
  const parameters = [
    { name: `${name}.scale`, shape: [channels], initial: { constant: 1 } },
    { name: `${name}.shift`, shape: [channels], initial: zeros },
  ];
  const attributes = { groups: groupCount(channels), epsilon: 1e-5 };
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(groupNormalization, [x, ...parameters.map((entry) => parameter(entry.name))], attributes),
  };
}

function convolutionUnit(name: string, from: number, to: number, settings: Settings): Layer {
  if (settings.normalization === "none") return chain([convolutionLayer(name, from, to, 3), reluLayer]);
  return chain([
    convolutionLayer(name, from, to, 3, false),
    normalizationLayer(`${name}.normalization`, to),
    reluLayer,
  ]);
}

/** Two 3x3 convolutions, each with its activation. */
function block(name: string, from: number, to: number, settings: Settings): Layer {
  return chain([
    convolutionUnit(`${name}.first`, from, to, settings),
    convolutionUnit(`${name}.second`, to, to, settings),
  ]);
}

function upLayer(name: string, from: number, to: number, settings: Settings): Layer {
  if (settings.upsampling === "nearest") return chain([repeatLayer, convolutionLayer(name, from, to, 3)]);
  const parameters = [
    { name: `${name}.weight`, shape: [from, to, 2, 2], initial: { fanIn: from } },
    { name: `${name}.bias`, shape: [to], initial: zeros },
  ];
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(transposedConvolution, [x, ...parameters.map((entry) => parameter(entry.name))], undefined),
  };
}

/** Everything at one resolution and below it: x to x with `channels` channels. */
function level(index: number, from: number, settings: Settings): Layer {
  const channels = settings.width * 2 ** index;
  const encoder = block(`encoder.${index}`, from, channels, settings);
  if (index === settings.depth - 1) return encoder;
  const below = chain([
    poolLayer,
    level(index + 1, channels, settings),
    upLayer(`up.${index}`, 2 * channels, channels, settings),
  ]);
  const decoder = block(`decoder.${index}`, 2 * channels, channels, settings);
  return {
    parameters: [encoder, below, decoder].flatMap((layer) => layer.parameters),
    apply(tape, x, parameter, seen) {
      const skip = encoder.apply(tape, x, parameter);
      const risen = below.apply(tape, skip, parameter, seen);
      const out = decoder.apply(tape, tape.apply(concatenate, [skip, risen], undefined), parameter);
      seen?.(index, out);
      return out;
    },
  };
}

function checkCount(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`unet: ${name} must be a whole number of at least ${least}; got ${shown(value)}.`);
  }
}

const OPTIONS = {
  ...{ depth: ANY, width: ANY, inputChannels: ANY, classes: ANY, outputs: ANY },
  normalization: choice("none", "group"),
  upsampling: choice("transposed", "nearest"),
};

/** Deeper or wider networks than these have more parameters than an array. */
const DEEPEST = 16;
const WIDEST = 65_536;

/**
 * The U-Net of Ronneberger, Fischer and Brox (2015) for two-dimensional images, with zero padding so that the logits have
 * the size of the images.
 */
export function unet(options: UnetOptions = {}): Network {
  checkOptions("unet", options, OPTIONS);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: Settings = {
    depth: 3,
    width: 8,
    inputChannels: 1,
    classes: 1,
    outputs: 1,
    normalization: "none",
    upsampling: "transposed",
    ...given,
  };
  checkCount("depth", settings.depth, 2);
  checkCount("width", settings.width, 1);
  checkCount("inputChannels", settings.inputChannels, 1);
  checkCount("classes", settings.classes, 1);
  checkCount("outputs", settings.outputs, 1);
  const { inputChannels, classes, width, depth, outputs } = settings;
  for (const [name, value, most] of [
    ["depth", depth, DEEPEST],
    ...Object.entries({ width, inputChannels, classes }).map(
      ([name, value]) => [name, value, WIDEST] as const,
    ),
  ] as const)
    if (value > most) throw new RangeError(`unet: ${name} must be at most ${most}; got ${value}.`);
  if (outputs > depth - 1) {
    throw new RangeError(`unet: outputs must be at most depth - 1, which is ${depth - 1}; got ${outputs}.`);
  }
  const body = level(0, inputChannels, settings);
  const heads = Array.from({ length: outputs }, (_, k) =>
    convolutionLayer(k === 0 ? "logits" : `logits.${k}`, width * 2 ** k, classes, 1),
  );
  const finest = chain([body, heads[0]]);
  return {
    description: { kind: "unet", ...settings },
    inputChannels,
    classes,
    sizeMultiple: 2 ** (depth - 1),
    parameters: [body, ...heads].flatMap((layer) => layer.parameters),
    forward: finest.apply,
    ...(outputs > 1 && { outputs: allOutputs(body, heads) }),
  };
}

function allOutputs(body: Layer, heads: readonly Layer[]): NonNullable<Network["outputs"]> {
  return (tape, images, parameter) => {
    const levels: Value[] = [];
    body.apply(tape, images, parameter, (level, value) => {
      levels[level] = value;
    });
    return heads.map((head, k) => head.apply(tape, levels[k], parameter));
  };
}
