import { parseLoss } from "segloss";
import { planFor } from "../losses/plan-for.ts";

/** `name={1, 2}` or `name=[1, 2]`, its values without brackets of their own. */
export const LISTED: RegExp = /([A-Za-z_]\w*\s*=\s*)(\{([^{}[\]()]*)\}|\[([^{}[\]()]*)\])/g;

/**
 * What is to be tried of a loss: `focal(gamma={1, 2, 3})` is three. A list in brackets is tried too, unless the loss takes it as it is, one value a class.
 *
 * @param channels logits of the network
 */
export function lossVariants(text: string, channels: number): string[] {
  for (const match of text.matchAll(LISTED)) {
    const [whole, name, list, inBraces, inBrackets] = match;
    if (list.startsWith("[") && isTakenWhole(text, channels)) continue;
    const values = (inBraces ?? inBrackets).split(",").map((value) => value.trim());
    const put = (value: string) =>
      `${text.slice(0, match.index)}${name}${value}${text.slice(match.index + whole.length)}`;
    if (list.startsWith("[") && !parses(put(values[0]))) continue;
    return [...new Set(values.flatMap((value) => lossVariants(put(value), channels)))];
  }
  return [text];
}

/** Whether a loss fits such a network as it is written, lists and all. */
export function isTakenWhole(text: string, channels: number): boolean {
  try {
    planFor(parseLoss(text), { channels, ignoring: false });
    return true;
  } catch {
    return false;
  }
}

function parses(text: string): boolean {
  try {
    parseLoss(text.replace(LISTED, "$11"));
    return true;
  } catch {
    return false;
  }
}
