import { AUGMENTATIONS } from "../../data/augment/index.ts";
import type { Plan } from "../protocol/plan.ts";

/** What is trained, in words. */
export function networkText({ kind, width, depth, normalization, deepSupervision }: Plan["network"]): string {
  const deep = deepSupervision ? ", the loss at every resolution of the way up" : "";
  return `${kind} of width ${width}, depth ${depth}, ${normalization === "none" ? "no" : "group"} normalisation${deep}`;
}

/** How crops are drawn and changed, in words. */
export function cropText({ augment, foreground, batch }: Plan["training"]): string {
  const aimed = Math.ceil(foreground * batch);
  const places =
    aimed > 0 ? `random places, ${aimed} of ${batch} around a pixel of a scored class` : "random places";
  return `${places}; ${AUGMENTATIONS[augment]}`;
}
