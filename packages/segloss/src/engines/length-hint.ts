import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import { otherLayout } from "./check-rows.ts";
import type { StepInputs } from "./engine.ts";

/** What may be meant by targets of another length: one-hot ones, labels, or the other layout. */
export function lengthHint({ length }: StepInputs["targets"], setting: Setting): string {
  const pixels = setting.batch * pixelsPerImage(setting);
  if (setting.targets === "soft")
    return length === pixels ? " Labels are a Uint8Array, Uint16Array or Int32Array." : "";
  const other = otherLayout(setting);
  if (length === setting.batch * pixelsPerImage(other))
    return ` With layout: "${other.layout}" they would fit.`;
  return length === pixels * setting.channels
    ? " One-hot and soft targets are a Float32Array or Float64Array."
    : "";
}
