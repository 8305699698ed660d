import type { Loss } from "../losses/loss.ts";
import { CLASS_FIELDS } from "../plan/class-field-kinds.ts";
import type { Plan } from "../plan/plan.ts";
import type { Argument, Shape, Target } from "./target.ts";
import { symbolWords } from "./variable-names.ts";

/** What the function takes, in order, and what it has to be. */
export function argumentsOf(loss: Loss, plan: Plan, shape: Shape, target: Target): Argument[] {
  const { channels } = shape;
  const whole = target.channelsFirst ? `[N, ${channels}, *space]` : `[N, *space, ${channels}]`;
  const pixels = "[N, *space]";
  const meanings = {
    logits: `${shape.link === "none" ? "probabilities" : `outputs of the network, before the ${shape.link}`}, ${whole}.`,
    targets: targetsMeaning(shape, whole, pixels),
  };
  const name = (field: string): string => target.nameOf(symbolWords(field));
  return [
    ...target.order.map((which) => ({ name: target.argumentNames[which], meaning: meanings[which] })),
    ...(shape.weighted
      ? [{ name: "weights", meaning: `weights of the pixels, at least 0, ${pixels}.` }]
      : []),
    ...(shape.masked ? [{ name: "mask", meaning: `0 for pixels to leave out, ${pixels}.` }] : []),
    ...plan.fields.flatMap(({ d1, d2, settings }) => [
      {
        name: name(d1),
        meaning: `distance of each pixel to the nearest cell (${CELLS[settings.cells]}), 0 inside, ${pixels}.`,
      },
      { name: name(d2), meaning: `distance to the second nearest cell, ${pixels}.` },
    ]),
    ...plan.classFields.map(({ field, name: symbol }) => ({
      name: name(symbol),
      meaning: `${CLASS_FIELDS[field].summary}, of each class, ${whole}${field === "predictedDistance" ? "; made anew at each step, a constant for the gradient" : ""}.`,
    })),
    ...plan.maps.map((map) => ({ name: name(map), meaning: `values of the map "${map}", ${pixels}.` })),
    ...(plan.usesProgress || loss.terms.some((term) => term.ramp)
      ? [{ name: "progress", meaning: "how much of the training is done, 0 to 1." }]
      : []),
  ];
}

const CELLS = {
  components: "connected components of the targets",
  instances: "labelled objects",
  classes: "regions of each class",
} as const;

function targetsMeaning({ targets, channels, ignore }: Shape, whole: string, pixels: string): string {
  if (targets === "soft") return `values in [0, 1], ${whole}.`;
  const labels = channels === 1 ? "0 or 1" : `class indices 0 to ${channels - 1}`;
  const left = ignore.length === 0 ? "" : `; pixels with the label ${ignore.join(" or ")} are left out`;
  return `${labels}, ${pixels}${left}.`;
}
