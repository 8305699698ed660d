import { defaultLink, linkOf, parseLoss } from "segloss";
import type { ChosenLoss } from "./default-losses.ts";

/** A loss of the user's for a network of logits, with what there is to say of one that takes probabilities. */
export function chosenLoss(text: string, channels: number): ChosenLoss {
  if (linkOf(parseLoss(text)) !== "none") return { text };
  return { text, note: `probabilities are the ${defaultLink(channels)} of the network's outputs` };
}
