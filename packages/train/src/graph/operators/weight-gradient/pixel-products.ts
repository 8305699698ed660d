import type { Graph } from "../../graph.ts";
import type { Value } from "../../value.ts";
import { reshape } from "../layout.ts";
import { transposedProduct } from "../transposed-product.ts";

/** [N, C, H, W] as [N, C, H * W]. */
function flat(g: Graph, value: Value): Value {
  const [n, c, h, w] = value.shape;
  return reshape(g, value, [n, c, h * w]);
}

/** The products of [N, A, H, W] and [N, B, H, W], summed over the pixels of each image: [N, A, B]. */
export function pixelProducts(g: Graph, a: Value, b: Value): Value {
  return transposedProduct(g, flat(g, a), flat(g, b));
}
