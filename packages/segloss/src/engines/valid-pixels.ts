import type { LinkName } from "../links/index.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import type { StepInputs } from "./engine.ts";

/** 1 for each pixel of the batch that counts: its label is not an ignored one and the mask keeps it. */
export function validPixels(inputs: StepInputs, setting: Setting): Uint8Array {
  const valid = new Uint8Array(setting.batch * pixelsPerImage(setting)).fill(1);
  for (let i = 0; i < valid.length; i++) {
    if (setting.targets === "indices" && setting.ignore.includes(inputs.targets[i])) valid[i] = 0;
    if (inputs.mask && inputs.mask[i] === 0) valid[i] = 0;
  }
  return valid;
}

/** What stands for the network's output at a pixel that is left out: every symbol is finite there. */
export function harmlessInput(link: LinkName): number {
  return link === "none" ? 0.5 : 0;
}
