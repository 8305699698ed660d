import type { Rule } from "../lowering.ts";

/** Repeated pixels: of Resize, only what `upsampleNearest` makes of it. */
export const upsample: Rule = (l, { inputs: [x], outputs: [output], attributes }) => {
  const [, , h, w] = x.shape;
  const doubled = output.shape[2] === 2 * h && output.shape[3] === 2 * w;
  if (!l.inBlocks(x) || attributes.mode !== "nearest" || !doubled) return false;
  const scales = { scales: [1, 1, 2, 2] };
  const maps = l.blocks(x)!;
  if (maps.block !== l.block) return false;
  const value = l.g.emit("com.microsoft.nchwc.Upsample", [maps.value], output.shape, scales);
  l.set(output, { value, block: l.block });
  return true;
};

export const averagePool: Rule = (l, { inputs: [x], outputs: [output], attributes }) => {
  if (!l.inBlocks(x)) return false;
  const maps = l.blocks(x)!;
  if (maps.block !== l.block) return false;
  const value = l.g.emit("com.microsoft.nchwc.AveragePool", [maps.value], output.shape, attributes);
  l.set(output, { value, block: l.block });
  return true;
};
