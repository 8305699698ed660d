import { type Block, type EncoderDecoderOptions, encoderDecoder } from "./encoder-decoder.ts";
import { chain } from "./layers/chain.ts";
import { normalizedConvolution } from "./layers/normalized-convolution.ts";
import { reluLayer } from "./layers/relu-layer.ts";
import { residual } from "./layers/residual.ts";
import type { Network } from "./network.ts";

export type ResidualUnetOptions = EncoderDecoderOptions;

/**
 * The basic block of ResNet: two 3x3 convolutions whose result is added to what went in, before the last activation. Where the number of
 * channels changes, what went in passes a 1x1 convolution (option B of the paper).
 */
const block: Block = (name, from, to, settings) =>
  chain(
    residual(
      chain(
        normalizedConvolution(`${name}.first`, from, to, 3, settings),
        reluLayer,
        normalizedConvolution(`${name}.second`, to, to, 3, settings),
      ),
      from === to ? undefined : normalizedConvolution(`${name}.shortcut`, from, to, 1, settings),
    ),
    reluLayer,
  );

/**
 * A U-Net of residual blocks on the way down and up: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, in
 * the U-Net of Ronneberger, Fischer and Brox (2015).
 */
export function residualUnet(options: ResidualUnetOptions = {}): Network {
  return encoderDecoder("residual-unet", block, options, "group");
}
