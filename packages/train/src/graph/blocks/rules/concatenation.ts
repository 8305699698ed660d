import type { Rule } from "../lowering.ts";

/** Whole blocks behind one another: nothing is copied before somebody needs them as one. */
export const concatenation: Rule = (l, { inputs, outputs: [output], attributes }) => {
  if (attributes.axis !== 1 || output.shape.length !== 4 || !inputs.some(l.inBlocks)) return false;
  if (inputs.some((input) => l.blockOf(input) === 1 || input.type !== "float32")) return false;
  l.setParts(output, inputs);
  return true;
};

/** Parts of whole blocks. */
export const split: Rule = (l, { inputs: [x, sizes], outputs, attributes }) => {
  if (attributes.axis !== 1 || !l.inBlocks(x)) return false;
  const { value, block } = l.blocks(x)!;
  if (block === 1 || outputs.some((output) => l.blockOf(output) !== block)) return false;
  const shapes = outputs.map(({ shape }) => shape);
  const values = l.g.emitMany("Split", [value, l.plain(sizes)], shapes, attributes);
  outputs.forEach((output, at) => {
    l.set(output, { value: values[at], block });
  });
  return true;
};
