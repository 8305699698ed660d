import { defaultLink, linkOf, parseLoss } from "segloss";
import type { ChosenLoss } from "./default-losses.ts";

/** What there is to say of losses that take probabilities, of a network that puts out logits. */
export function composed(losses: readonly ChosenLoss[], channels: number): string[] {
  const link = defaultLink(channels);
  return losses
    .filter(({ text }) => linkOf(parseLoss(text)) === "none")
    .map(({ text }) => `${text} takes probabilities: it gets the ${link} of the network's outputs`);
}
