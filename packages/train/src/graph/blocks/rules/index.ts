import type { Rule } from "../lowering.ts";
import { concatenation, split } from "./concatenation.ts";
import { convolution } from "./convolution.ts";
import { convolutionInputGradient } from "./convolution-input-gradient.ts";
import { convolutionWeightGradient } from "./convolution-weight-gradient.ts";
import { elementwise } from "./elementwise.ts";
import { groupNormalization, groupNormalizationGradient } from "./group-normalization.ts";
import { maxPool, maxUnpool } from "./max-pool.ts";
import { averagePool, upsample } from "./resampling.ts";
import { sumOverPixels } from "./sum-over-pixels.ts";
import { transposedConvolution, transposedConvolutionWeightGradient } from "./transposed-convolution.ts";

/** How nodes and units are computed in blocks, by their type; what is not here stays in the plain order. */
export const rules: Readonly<Record<string, Rule | undefined>> = {
  Add: elementwise,
  AveragePool: averagePool,
  Concat: concatenation,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  ConvolutionInputGradient: convolutionInputGradient,
  ConvolutionWeightGradient: convolutionWeightGradient,
  Greater: elementwise,
  GroupNormalization: groupNormalization,
  GroupNormalizationGradient: groupNormalizationGradient,
  HardSigmoid: elementwise,
  LeakyRelu: elementwise,
  MaxPool: maxPool,
  MaxUnpool: maxUnpool,
  Mul: elementwise,
  Neg: elementwise,
  Relu: elementwise,
  Resize: upsample,
  Sigmoid: elementwise,
  Split: split,
  Sub: elementwise,
  SumOverPixels: sumOverPixels,
  TransposedConvolutionWeightGradient: transposedConvolutionWeightGradient,
  Where: elementwise,
};
