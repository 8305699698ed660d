import { check } from "../door/check.ts";
import { LIST } from "../door/kinds.ts";
import type { LinkName } from "../links/index.ts";

export type Layout = "channels-last" | "channels-first";

/** Everything about the call that the plan of a loss depends on. */
export interface Setting {
  /** Images in the batch. */
  readonly batch: number;
  /** Pixels along each spatial axis: [width], [height, width] or [depth, height, width]. */
  readonly space: readonly number[];
  /** Channels of the logits; one channel is a binary problem. */
  readonly channels: number;
  readonly layout: Layout;
  readonly link: LinkName;
  /** Class indices, or values in [0,1] for every channel (one-hot, soft labels). */
  readonly targets: "indices" | "soft";
  /** Whether every call brings pixel weights. */
  readonly weighted: boolean;
  /** Labels that are left out. */
  readonly ignore: readonly number[];
  /** Whether every call brings a mask of the pixels that count. */
  readonly masked: boolean;
  /**
   * "any": batch and space stand for those of the call, which are not known yet, so no number of the plan may come from
   * them. Only ONNX graphs have that. Default "fixed".
   */
  readonly sizes?: "fixed" | "any";
  /** Whether soft targets under softmax need not sum to 1: the loss is made for classes that may overlap. */
  readonly overlapping?: boolean;
  /** Constants of the formulas that each call brings. */
  readonly live?: readonly string[];
}

export function pixelsPerImage(setting: Setting): number {
  return setting.space.reduce((a, b) => a * b, 1);
}

/** Whether some pixels may count for nothing. */
export function leavesOut(setting: Setting): boolean {
  check("leavesOut: setting", setting?.ignore, LIST);
  return setting.ignore.length > 0 || setting.masked;
}
