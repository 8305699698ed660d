import type { Rule } from "../lowering.ts";

const sameShape = (a: readonly number[], b: readonly number[]) => String(a) === String(b);

/**
 * Operators that look at one element at a time do not mind the order, as long as it is the same for all maps: where one of
 * them is in blocks, the others are brought there. Numbers without axes go with either.
 */
export const elementwise: Rule = (l, { type, inputs, outputs: [output], attributes }) => {
  const maps = inputs.filter(({ shape }) => sameShape(shape, output.shape));
  const others = inputs.filter((input) => !maps.includes(input));
  if (!maps.some(l.inBlocks) || others.some(({ shape }) => shape.length > 0)) return false;
  const blocks = maps.map((input) => l.blocks(input));
  const block = blocks[0]?.block;
  if (block === undefined || blocks.some((each) => each?.block !== block)) return false;
  const sources = inputs.map((input) => (maps.includes(input) ? l.blocks(input)!.value : l.plain(input)));
  l.set(output, { value: l.g.emit(type, sources, output.shape, attributes), block });
  return true;
};
