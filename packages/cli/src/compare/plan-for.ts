import { channelsFirstPlan } from "@segloss/train";
import type { Loss, Plan } from "segloss";

/** The plan that training will use, at the smallest size, for a network with this many logits per pixel. */
export function planFor(loss: Loss, channels: number, ignoring: boolean): Plan {
  return channelsFirstPlan(loss, [1, channels, 1, 1], { classes: channels, ignoring });
}
