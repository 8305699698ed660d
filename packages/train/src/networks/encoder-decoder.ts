import { ANY, checkOptions, choice, shown } from "segloss/door";
import { concatenate } from "../graph/operators/concatenate.ts";
import { maxPool } from "../graph/operators/max-pool.ts";
import type { Value } from "../graph/value.ts";
import { chain } from "./layers/chain.ts";
import type { Layer } from "./layers/layer.ts";
import { logitsLayer } from "./layers/logits-layer.ts";
import { upLayer } from "./layers/up-layer.ts";
import type { Network } from "./network.ts";

/** What happens after a convolution. */
export interface Normalizing {
  /**
   * After every convolution of a block: nothing, or group normalisation (groups of about eight channels). Default: "none" for `unet`,
   * "group" for `residualUnet`.
   */
  readonly normalization?: "none" | "group";
}

export interface EncoderDecoderOptions extends Normalizing {
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
  /** On the way up: a 2x2 transposed convolution, or repeated pixels and a 3x3 convolution. Default "transposed". */
  readonly upsampling?: "transposed" | "nearest";
  /** Logits that every pixel starts at, one a class, such as `priorLogits` gives. Default 0. */
  readonly startLogits?: readonly number[];
}

export type Settings = Required<EncoderDecoderOptions>;

/** What a network does at one resolution: `from` channels to `to` channels. */
export type Block = (name: string, from: number, to: number, settings: Settings) => Layer;

const poolLayer: Layer = { parameters: [], apply: (tape, x) => tape.apply(maxPool, [x], undefined) };

/** Everything at one resolution and below it: x to x with `channels` channels. */
function level(index: number, from: number, block: Block, settings: Settings): Layer {
  const channels = settings.width * 2 ** index;
  const encoder = block(`encoder.${index}`, from, channels, settings);
  if (index === settings.depth - 1) return encoder;
  const below = chain(
    poolLayer,
    level(index + 1, channels, block, settings),
    upLayer(`up.${index}`, 2 * channels, channels, settings.upsampling),
  );
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

const OPTIONS = {
  ...{ depth: ANY, width: ANY, inputChannels: ANY, classes: ANY, outputs: ANY, startLogits: ANY },
  normalization: choice("none", "group"),
  upsampling: choice("transposed", "nearest"),
};

/** Deeper or wider networks than these have more parameters than an array. */
const DEEPEST = 16;
const WIDEST = 65_536;

function checkCount(kind: string, name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `${kind}: ${name} must be a whole number of at least ${least}; got ${shown(value)}.`,
    );
  }
  if (value > most) throw new RangeError(`${kind}: ${name} must be at most ${most}; got ${value}.`);
}

function checkSettings(kind: string, settings: Settings): void {
  const { depth, width, inputChannels, classes, outputs, startLogits } = settings;
  checkCount(kind, "depth", depth, 2, DEEPEST);
  for (const [name, value] of Object.entries({ width, inputChannels, classes }))
    checkCount(kind, name, value, 1, WIDEST);
  checkCount(kind, "outputs", outputs, 1, Number.POSITIVE_INFINITY);
  if (outputs > depth - 1) {
    throw new RangeError(
      `${kind}: outputs must be at most depth - 1, which is ${depth - 1}; got ${outputs}.`,
    );
  }
  const isFitting = Array.isArray(startLogits) && startLogits.length === classes;
  if (!isFitting || !startLogits.every((logit) => typeof logit === "number" && Number.isFinite(logit))) {
    throw new RangeError(
      `${kind}: startLogits must be a list of ${classes} finite ${classes === 1 ? "number" : "numbers"}, one a class; got ${shown(startLogits)}.`,
    );
  }
}

/**
 * A network from full size down to a coarse one and up again, with a way across at every resolution: encoder blocks with pooling
 * between them, decoder blocks of what comes up beside what was there on the way down. Zero padding, so that the logits have the
 * size of the images.
 *
 * @param kind name of the network, in its description and in errors
 * @param normalization where the options name none
 */
export function encoderDecoder(
  kind: string,
  block: Block,
  options: EncoderDecoderOptions,
  normalization: Settings["normalization"],
): Network {
  checkOptions(kind, options, OPTIONS);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const classes = options.classes ?? 1;
  const settings: Settings = {
    ...{ depth: 3, width: 8, inputChannels: 1, classes: 1, outputs: 1 },
    ...{ normalization, upsampling: "transposed" },
    startLogits:
      Number.isInteger(classes) && classes > 0 && classes <= WIDEST ? new Array(classes).fill(0) : [],
    ...given,
  };
  checkSettings(kind, settings);
  const { inputChannels, width, depth, outputs, startLogits } = settings;
  const body = level(0, inputChannels, block, settings);
  const heads = Array.from({ length: outputs }, (_, k) =>
    logitsLayer(k === 0 ? "logits" : `logits.${k}`, width * 2 ** k, startLogits),
  );
  return {
    description: { kind, ...settings },
    inputChannels,
    classes: settings.classes,
    sizeMultiple: 2 ** (depth - 1),
    parameters: [body, ...heads].flatMap((layer) => layer.parameters),
    forward: chain(body, heads[0]).apply,
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
