import type { Maps } from "../../maps.ts";

/**
 * The cross-correlation R[f, c, i, j] = sum over images, y and x of filter[f, y, x] * image[c, y * stride + i - padding,
 * x * stride + j - padding], which is 0 outside of the image. The derivative of a convolution with respect to its weight
 * is one, that of a transposed convolution too.
 */
export interface Correlation {
  /** [N, C, H, W]. */
  readonly image: Maps;
  /** [N, F, h, w]. */
  readonly filter: Maps;
  /** i and j are 0 and more, and less than this. */
  readonly taps: number;
  readonly padding: number;
  readonly stride: number;
  /** Numbers in a block of the processor, where those are several pixels of the filter's channels. Default: the filter's block. */
  readonly lanes?: number | undefined;
}
