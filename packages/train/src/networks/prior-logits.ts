import { check, choice, type Kind, shown } from "segloss/door";

/** Rarer classes start as if they were so frequent, and more frequent ones likewise: Lin and others start at 0.01 as well. */
const RAREST = 0.01;

const SHARES: Kind = {
  expected: "a list of shares from 0 to 1",
  fits: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((share) => typeof share === "number" && share >= 0 && share <= 1),
};

/**
 * Logits at which every pixel has the probabilities that the classes have in the data: log(p / (1 - p)) under sigmoid, log p under
 * softmax. They are where a network begins (`startLogits` of `unet` and `residualUnet`). Shares below 0.01 count as 0.01, above 0.99 as 0.99.
 *
 * @param shares of the pixels that belong to each class; one for a binary network, that of its class
 * @example priorLogits([0.1], "sigmoid") // [-2.197...]
 */
export function priorLogits(shares: readonly number[], link: "sigmoid" | "softmax"): number[] {
  check("priorLogits: shares", shares, SHARES);
  check("priorLogits: link", link, choice("sigmoid", "softmax"));
  if (link === "softmax" && shares.length < 2)
    throw new RangeError(
      `priorLogits: softmax needs two classes or more; got ${shown(shares)}. A network with one logit has a sigmoid.`,
    );
  return shares.map((share) => {
    const p = Math.min(1 - RAREST, Math.max(RAREST, share));
    return link === "sigmoid" ? Math.log(p / (1 - p)) : Math.log(p);
  });
}
