import { type Loss, makePlan, type Plan } from "segloss";

/** The plan of a loss for a network with this many logits per pixel, at the smallest size. */
export function planFor(loss: Loss, channels: number, ignoring: boolean): Plan {
  return makePlan(loss, {
    batch: 1,
    space: [1, 1],
    channels,
    layout: "channels-first",
    link: channels === 1 ? "sigmoid" : "softmax",
    targets: "indices",
    weighted: false,
    ignore: [],
    masked: ignoring,
  });
}
