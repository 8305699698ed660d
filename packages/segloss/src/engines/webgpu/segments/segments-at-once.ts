import { engineLimit } from "../../../program/engine-limit.ts";
import type { JobPlace } from "../rank/rank-actions.ts";

const ENOUGH_BYTES = 2 ** 26;

/**
 * Images of a class each that are worked on at once.
 *
 * @param bytes of the largest buffer that one of them takes
 * @param tooLarge says what one alone takes, where the device binds fewer bytes than that
 * @throws EngineLimit
 */
export function segmentsAtOnce(
  { setting, pipelines }: JobPlace,
  { classes, bytes }: { readonly classes: number; readonly bytes: number },
  tooLarge: (bound: number) => string,
): number {
  const { maxStorageBufferBindingSize } = pipelines.device.limits;
  const atOnce = Math.floor(Math.min(maxStorageBufferBindingSize, ENOUGH_BYTES) / bytes);
  if (atOnce > 0) return Math.min(atOnce, setting.batch * classes, 65_535);
  if (bytes <= maxStorageBufferBindingSize) return 1;
  throw engineLimit(tooLarge(maxStorageBufferBindingSize));
}
