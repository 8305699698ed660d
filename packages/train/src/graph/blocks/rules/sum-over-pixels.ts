import { reshape } from "../../operators/layout.ts";
import type { Rule } from "../lowering.ts";

/** [N, C / b, H, W, b] to [C], axis by axis as in the plain order. */
export const sumOverPixels: Rule = (l, { inputs: [x], outputs: [output] }) => {
  if (!l.inBlocks(x)) return false;
  const { g } = l;
  const { value, block } = l.blocks(x)!;
  const [n, c, h, w] = x.shape;
  const seen = reshape(g, value, [n, c / block, h, w, block]);
  const summed = [3, 2, 0].reduce((sum, axis) => {
    const shape = sum.shape.filter((_, other) => other !== axis);
    return g.emit("ReduceSum", [sum, g.integers([axis])], shape, { keepdims: 0 });
  }, seen);
  l.set(output, { value: reshape(g, summed, [c]), block: 1 });
  return true;
};
