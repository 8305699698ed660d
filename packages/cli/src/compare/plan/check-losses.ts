import { parseLoss } from "segloss";
import { dataError } from "../../data/index.ts";
import { onUsersInput } from "../../terminal/on-users-input.ts";
import { planFor } from "../losses/plan-for.ts";
import type { LossSetting } from "../losses/training-loss.ts";
import { lossVariants } from "./loss-variants.ts";

/** Finds mistakes that show without the data: losses that do not exist, and lists with holes or twins. */
export function checkNames(losses: readonly string[]): void {
  if (losses.includes("")) throw dataError("--losses: an empty name between two commas, or none at all");
  const twice = losses.find((loss, index) => losses.indexOf(loss) !== index);
  if (twice) throw dataError(`--losses: ${twice} is named twice`);
  // How many logits there will be is not known yet, and makes no difference to whether a text can be read.
  for (const loss of losses.flatMap((text) => lossVariants(text, 1)))
    onUsersInput(loss, () => parseLoss(loss));
}

/** What of the data a loss can fail to fit. */
export interface LossFit extends LossSetting {
  readonly name: string;
  /** Whether every mask numbers its objects. */
  readonly hasObjects: boolean;
  /** Whether the network has several outputs in training. */
  readonly deepSupervision: boolean;
}

/** Finds losses that do not fit the data, before anything is trained. */
export function checkLosses(losses: readonly string[], setting: LossFit): void {
  for (const loss of losses) onUsersInput(loss, () => checkLoss(loss, setting));
}

function checkLoss(text: string, { name, hasObjects, deepSupervision, ...setting }: LossFit): void {
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
