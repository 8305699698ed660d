import { type Block, type EncoderDecoderOptions, encoderDecoder } from "./encoder-decoder.ts";
import { chain } from "./layers/chain.ts";
import { normalizedConvolution } from "./layers/normalized-convolution.ts";
import { reluLayer } from "./layers/relu-layer.ts";
import type { Network } from "./network.ts";

export type UnetOptions = EncoderDecoderOptions;

/** Two 3x3 convolutions, each with its activation. */
const block: Block = (name, from, to, settings) =>
  chain(
    normalizedConvolution(`${name}.first`, from, to, 3, settings),
    reluLayer,
    normalizedConvolution(`${name}.second`, to, to, 3, settings),
    reluLayer,
  );

/**
 * The U-Net of Ronneberger, Fischer and Brox (2015) for two-dimensional images, with zero padding so that the logits have
 * the size of the images.
 */
export function unet(options: UnetOptions = {}): Network {
  return encoderDecoder("unet", block, options, "none");
}
