import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";

/** The products of [N, A, L] and [N, B, L], summed over the pixels: [N, A, B]. FusedMatMul has no kernel on GPUs. */
export function transposedProduct(g: Graph, a: Value, b: Value): Value {
  const [n, rows, length] = a.shape;
  const shape = [n, rows, b.shape[1]];
  if (g.device === "cpu") return g.emit("com.microsoft.FusedMatMul", [a, b], shape, { transB: 1 });
  const turned = g.emit("Transpose", [b], [n, length, b.shape[1]], { perm: [0, 2, 1] });
  return g.emit("MatMul", [a, turned], shape);
}
