import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";

/** [N, C, H, W] as [N, C, H * W]. */
function flat(g: Graph, value: Value): Value {
  const [n, c, h, w] = value.shape;
  return reshape(g, value, [n, c, h * w]);
}

/** The products of [N, A, H, W] and [N, B, H, W], summed over the pixels of each image: [N, A, B]. */
export function pixelProducts(g: Graph, a: Value, b: Value): Value {
  const shape = [a.shape[0], a.shape[1], b.shape[1]];
  return g.emit("com.microsoft.FusedMatMul", [flat(g, a), flat(g, b)], shape, { transB: 1 });
}
