import { parseLoss } from "segloss";
import { dataError } from "../../data/index.ts";
import { onUsersInput } from "../../terminal/on-users-input.ts";
import { checkLoss, type LossFit } from "./check-loss.ts";
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

/** Finds losses that do not fit the data, before anything is trained. */
export function checkLosses(losses: readonly string[], setting: LossFit): void {
  for (const loss of losses) onUsersInput(loss, () => checkLoss(loss, setting));
}
