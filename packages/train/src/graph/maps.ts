import type { Value } from "./value.ts";

/**
 * Maps [N, C, H, W] and how their channels lie in memory. In blocks (ONNX Runtime's domain com.microsoft.nchwc) the tensor
 * keeps the shape [N, C, H, W], C a multiple of `block`, and its numbers stand in the order [N, C / block, H, W, block];
 * `reshape` to that shape of rank 5 costs nothing.
 */
export interface Maps {
  /** Shape [N, C, H, W] in either layout. */
  readonly value: Value;
  /** Channels that stand side by side; 1 is the plain order of ONNX. */
  readonly block: number;
}
