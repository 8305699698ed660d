import type { OnnxAttribute } from "segloss";
import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

export interface BlockConvolution {
  /** In blocks, or plain with fewer channels than a block. */
  readonly x: Value;
  /** As `blockedWeight` and `turnedWeight` give it. */
  readonly weight: Value;
  readonly bias?: Value | undefined;
  /** Maps of the result's shape that are added. */
  readonly sum?: Value | undefined;
  readonly shape: readonly number[];
  readonly activation?: "Relu" | undefined;
  /** kernel_shape, pads and strides, as those of Conv. */
  readonly window: Readonly<Record<string, OnnxAttribute>>;
  readonly group?: number;
}

/** A convolution to maps in blocks, with what can be done on the way. */
export function convolveBlocks({ g, block }: Lowering, options: BlockConvolution): Maps {
  const { x, weight, bias, sum, shape, activation, window, group = 1 } = options;
  const optional = sum ? [bias ?? g.absent, sum] : bias ? [bias] : [];
  const attributes = { ...window, dilations: [1, 1], group, ...(activation && { activation }) };
  const value = g.emit("com.microsoft.nchwc.Conv", [x, weight, ...optional], shape, attributes);
  return { value, block };
}
