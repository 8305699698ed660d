import type { OpName } from "./op-name.ts";
import { add, mul, pow } from "./ops/arithmetic.ts";
import { aboveMean, isLargest, largest, logOthers, logSoftmax, others, total } from "./ops/classes.ts";
import {
  abs,
  cosh,
  exp,
  expm1,
  inverse,
  log,
  log1p,
  ratio,
  relu,
  sigmoid,
  sinh,
  softplus,
  sqrt,
  stop,
  tanh,
} from "./ops/functions.ts";
import { skeleton, skeletonSlope } from "./ops/neighbourhood.ts";
import type { Op } from "./ops/op.ts";
import { max, min, sign, step } from "./ops/order.ts";
import { hardest, lovaszWeights, pixelSum } from "./ops/pixels.ts";

/**
 * The op table: how each operation is computed, simplified and differentiated. A record with a hole does not
 * compile. A new operation is its name in `op-name.ts`, its record, and a line here, in `op-latex.ts` and in the tables of
 * the engines.
 */
export const OPS: Readonly<Record<OpName, Op>> = {
  add,
  mul,
  pow,
  ratio,
  inverse,
  exp,
  expm1,
  log,
  log1p,
  sqrt,
  abs,
  sign,
  step,
  min,
  max,
  relu,
  sigmoid,
  softplus,
  tanh,
  sinh,
  cosh,
  stop,
  pixelSum,
  total,
  others,
  aboveMean,
  logSoftmax,
  logOthers,
  isLargest,
  largest,
  lovaszWeights,
  hardest,
  skeleton,
  skeletonSlope,
};
