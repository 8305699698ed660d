import { parseLoss } from "segloss";
import { planFor } from "../losses/plan-for.ts";
import type { LossSetting } from "../losses/training-loss.ts";

/** What of the data a loss can fail to fit. */
export interface LossFit extends LossSetting {
  readonly name: string;
  /** Whether every mask numbers its objects. */
  readonly hasObjects: boolean;
  /** Whether the network has several outputs in training. */
  readonly deepSupervision: boolean;
}

/** @throws Error for a loss that does not fit the data */
export function checkLoss(text: string, { name, hasObjects, deepSupervision, ...setting }: LossFit): void {
  const plan = planFor(parseLoss(text), setting);
  if (!hasObjects && plan.fields.some(({ settings }) => settings.cells === "instances"))
    throw new Error(`${name} has no numbered objects; use cells=components, or 16-bit masks of objects`);
  if (deepSupervision && plan.classFields.length > 0)
    throw new Error(
      "it reads distances that are made anew from each batch, beside the training graph, where a network has one output; leave out --deep-supervision",
    );
  if (plan.maps.length > 0)
    throw new Error(`it reads the map "${plan.maps[0]}", which a comparison has no way to pass`);
}
