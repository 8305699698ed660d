import { isTakenWhole, LISTED } from "./loss-variants.ts";

/**
 * What there is to say of lists that a loss takes as one value a class though one number would do as well: whoever wrote them may have meant variants.
 *
 * @param loss one setting, without braces
 * @param channels logits of the network
 */
export function valuesPerClass(loss: string, channels: number): string[] {
  return [...loss.matchAll(LISTED)].flatMap((match) => {
    const { 0: whole, 1: name, 4: list = "", index } = match;
    const values = list.split(",");
    const takes = (value: string) =>
      isTakenWhole(`${loss.slice(0, index)}${name}${value}${loss.slice(index + whole.length)}`, channels);
    if (values.length !== channels || channels < 2 || isOfAxes(name)) return [];
    // Lists that may have any length choose classes.
    if (!takes(values[0]) || takes(`[${values.slice(1)}]`)) return [];
    return `${whole} is one value a class; variants to choose from are written ${name}{${list}}`;
  });
}

/** Whether the values are one an axis of space. */
function isOfAxes(name: string): boolean {
  return /^spacing\b/.test(name);
}
