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
  const sources = inputs.map((input) => (maps.includes(input) ? l.blocks(input)?.value : l.plain(input)));
  if (sources.includes(undefined)) return false;
  const value = l.g.emit(
    type,
    sources.map((source) => source!),
    output.shape,
    attributes,
  );
  l.set(output, { value, block: l.block });
  return true;
};
