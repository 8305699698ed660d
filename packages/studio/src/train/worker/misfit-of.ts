import { checkLoss, leavesOut, type OpenedSet, outputsOf } from "@segloss/cli/training";
import type { Settings } from "../state/settings.ts";
import type { Said } from "./said.ts";

/** What of the losses does not fit the data. */
export function misfitOf({ source }: OpenedSet, { losses, size }: Settings): Said | undefined {
  const fit = {
    ...{ name: source.name, ...outputsOf(source, []), deepSupervision: false },
    ignoring: leavesOut(source, { training: { size } }),
    hasObjects: source.images.every((image) => image.hasObjects),
  };
  for (const [loss, text] of losses.entries())
    try {
      checkLoss(text, fit);
    } catch (error) {
      return { kind: "misfit", loss, text: (error as Error).message };
    }
  return undefined;
}
