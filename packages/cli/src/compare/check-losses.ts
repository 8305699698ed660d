import { parseLoss } from "segloss";
import { onUsersInput } from "../commands/users-mistake.ts";
import { dataError } from "../data/index.ts";
import type { Experiment } from "./experiment.ts";
import { planFor } from "./plan-for.ts";

/** Finds mistakes that show without the data: losses that do not exist, and lists with holes or twins. */
export function checkNames(losses: readonly string[]): void {
  if (losses.includes("")) throw dataError("--losses: an empty name between two commas, or none at all");
  const twice = losses.find((loss, index) => losses.indexOf(loss) !== index);
  if (twice) throw dataError(`--losses: ${twice} is named twice`);
  for (const loss of losses) onUsersInput(loss, () => parseLoss(loss));
}

/** Finds losses that do not fit the data, before anything is trained. */
export function checkLosses(losses: readonly string[], experiment: Experiment): void {
  for (const loss of losses) onUsersInput(loss, () => checkLoss(loss, experiment));
}

function checkLoss(text: string, { channels, train, held }: Experiment): void {
  const plan = planFor(parseLoss(text), channels, train.ignore !== undefined);
  const needsObjects = plan.fields.some(({ settings }) => settings.cells === "instances");
  if (needsObjects && ![...train.images, ...held.images].every((sample) => sample.instances))
    throw new Error(
      `${train.name} has no numbered objects; use cells=components, or 16-bit masks of objects`,
    );
  if (plan.maps.length > 0)
    throw new Error(`it reads the map "${plan.maps[0]}", which a comparison has no way to pass`);
}
