import type { Operator } from "../operator.ts";
import { add } from "./add.ts";
import { concatenate } from "./concatenate.ts";
import { convolution } from "./convolution.ts";
import { groupNormalization } from "./group-normalization.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { maxPool } from "./max-pool.ts";
import { multiply } from "./multiply.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { subtract } from "./subtract.ts";
import { transposedConvolution } from "./transposed-convolution.ts";
import { upsampleNearest } from "./upsample-nearest.ts";

/** Every differentiable operator. */
export const operators: readonly Operator<never>[] = [
  add,
  concatenate,
  convolution,
  groupNormalization,
  leakyRelu,
  maxPool,
  multiply,
  relu,
  sigmoid,
  subtract,
  transposedConvolution,
  upsampleNearest,
];
