import type { GpuDevice } from "../gpu-types.ts";

/** Whether a value is a device of a GPU: those of other realms and hosts have no class in common. */
export function isDevice(value: unknown): value is GpuDevice {
  const device = value as { createBuffer?: unknown; queue?: unknown; limits?: unknown } | null;
  return (
    typeof device === "object" &&
    typeof device?.createBuffer === "function" &&
    typeof device.queue === "object"
  );
}
