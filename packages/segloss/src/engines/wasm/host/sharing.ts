import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";

/** Values below which waking the other threads costs more than they save. */
const LEAST_SHARED = 40_000;

/** Whether other threads are worth waking. */
export function isWorthSharing(setting: Setting): boolean {
  return setting.batch * pixelsPerImage(setting) * setting.channels >= LEAST_SHARED;
}
