import { onnxTypeCode } from "../graph/element-type.ts";
import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";

/** "indices": one class number a pixel, Uint8Array [N, H, W]. "values": one-hot or soft, Float32Array [N, K, H, W]. */
export type TargetKind = "indices" | "values";

/** Declares the input "targets" and returns it as float32 [N, K, H, W]. */
export function targetInput(g: Graph, kind: TargetKind, shape: readonly number[]): Value {
  if (kind === "values") return g.input("targets", shape);
  const [n, classes, h, w] = shape;
  const indices = g.input("targets", [n, 1, h, w], "uint8");
  // A binary network's one channel is class 1. Indices beyond the classes match none: all zeros.
  const numbers = classes === 1 ? [1] : Array.from({ length: classes }, (_, index) => index);
  const wide = g.emit("Cast", [indices], indices.shape, { to: onnxTypeCode.int32 });
  const classNumbers = g.emit("Cast", [g.bytes(numbers, [1, classes, 1, 1])], [1, classes, 1, 1], {
    to: onnxTypeCode.int32,
  });
  const equal = g.emit("Equal", [wide, classNumbers], shape);
  return g.emit("Cast", [equal], shape, { to: onnxTypeCode.float32 });
}
