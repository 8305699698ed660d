import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import { reshape } from "../operators/layout.ts";
import type { Value } from "../value.ts";

/** Maps [N, C, H, W] brought to blocks of `block`, of which C is a multiple; `processor` is what the processor has. */
export function toBlocks(g: Graph, value: Value, block: number, processor: number): Maps {
  if (block === processor) {
    const made = g.emit("com.microsoft.nchwc.ReorderInput", [value], value.shape, { channels_last: 0 });
    return { value: made, block };
  }
  const [n, c, h, w] = value.shape;
  const seen = reshape(g, value, [n, c / block, block, h, w]);
  const turned = g.emit("Transpose", [seen], [n, c / block, h, w, block], { perm: [0, 1, 3, 4, 2] });
  return { value: reshape(g, turned, value.shape), block };
}

/** Maps brought back to the plain order. */
export function toPlain(g: Graph, { value, block }: Maps, processor: number): Value {
  if (block === 1) return value;
  const [n, c, h, w] = value.shape;
  if (value.type === "float32" && block === processor) {
    const attributes = { channels: c, channels_last: 0 };
    return g.emit("com.microsoft.nchwc.ReorderOutput", [value], value.shape, attributes);
  }
  const seen = reshape(g, value, [n, c / block, h, w, block]);
  const turned = g.emit("Transpose", [seen], [n, c / block, block, h, w], { perm: [0, 1, 4, 2, 3] });
  return reshape(g, turned, value.shape);
}
