import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";

/** Maps [N, C, H, W] brought to blocks; C is a multiple of `block`. */
export function toBlocks(g: Graph, value: Value, block: number): Maps {
  const made = g.emit("com.microsoft.nchwc.ReorderInput", [value], value.shape, { channels_last: 0 });
  return { value: made, block };
}

/** Maps brought back to the plain order. */
export function toPlain(g: Graph, { value, block }: Maps): Value {
  if (block === 1) return value;
  const [n, c, h, w] = value.shape;
  if (value.type === "float32") {
    const attributes = { channels: c, channels_last: 0 };
    return g.emit("com.microsoft.nchwc.ReorderOutput", [value], value.shape, attributes);
  }
  const seen = reshape(g, value, [n, c / block, h, w, block]);
  const turned = g.emit("Transpose", [seen], [n, c / block, block, h, w], { perm: [0, 1, 4, 2, 3] });
  return reshape(g, turned, value.shape);
}
