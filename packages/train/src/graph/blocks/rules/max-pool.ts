import { reshape } from "../../operators/layout.ts";
import type { Rule } from "../lowering.ts";

const window = { kernel_shape: [2, 2, 1], strides: [2, 2, 1] };

/** The plain operator over [N, C / b, H, W, b], whose windows look at one channel of a block at a time. */
export const maxPool: Rule = (l, { inputs: [x], outputs: [output, positions], attributes }) => {
  if (!l.inBlocks(x) || String(attributes.kernel_shape) !== "2,2") return false;
  const { g, block } = l;
  const [n, c, h, w] = output.shape;
  const seen = reshape(g, l.blocks(x)!.value, [n, c / block, 2 * h, 2 * w, block]);
  const shape = [n, c / block, h, w, block];
  const [values, indices] = g.emitMany("MaxPool", [seen], [shape, shape], window);
  l.set(output, { value: reshape(g, values, output.shape), block });
  l.notes.set(positions.name, [indices]);
  return true;
};

/** The way back, by the positions that the pooling of blocks left. */
export const maxUnpool: Rule = (l, { inputs: [gradient, positions], outputs: [output] }) => {
  const [indices] = l.notes.get(positions.name) ?? [];
  if (indices === undefined) return false;
  const { g, block } = l;
  const [n, c, h, w] = output.shape;
  const shape = [n, c / block, h, w, block];
  const seen = reshape(g, l.blocks(gradient)!.value, indices.shape);
  const value = g.emit("MaxUnpool", [seen, indices, g.integers(shape)], shape, window);
  l.set(output, { value: reshape(g, value, output.shape), block });
  return true;
};
