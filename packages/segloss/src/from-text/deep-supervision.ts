import type { Engine } from "../engines/engine.ts";
import type { Loss } from "../losses/loss.ts";
import { readLoss } from "../losses/read-loss.ts";
import {
  type DeepStep,
  type DeepSupervisionOptions,
  deepSupervision as superviseLoss,
} from "../supervision/deep-supervision.ts";

/**
 * Deep supervision: one loss at every resolution that a network puts out, added with weights. Labels, soft targets, masks,
 * pixel weights, instances and maps are brought to the smaller sizes by `downsample`; distances are in pixels of each size.
 * C.-Y. Lee and others, Deeply-supervised nets, AISTATS 2015; the weights are nnU-Net's, which gives its last output 0.
 * @throws Error for shapes that do not belong together, and weights that are not one number >= 0 each
 */
export function deepSupervision(
  engine: Engine,
  loss: Loss | string,
  options: DeepSupervisionOptions,
): DeepStep {
  return superviseLoss(engine, readLoss(loss), options);
}
