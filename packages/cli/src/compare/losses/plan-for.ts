import { channelsFirstPlan } from "@segloss/train";
import type { Loss, Plan } from "segloss";
import { type LossSetting, lossOptions } from "./training-loss.ts";

/** The plan that training will use, at the smallest size, for a network with this many logits per pixel. */
export function planFor(loss: Loss, setting: LossSetting): Plan {
  return channelsFirstPlan(loss, [1, setting.channels, 1, 1], lossOptions(setting));
}
