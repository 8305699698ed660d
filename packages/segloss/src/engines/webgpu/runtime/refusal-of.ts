import type { GpuDevice } from "../gpu-types.ts";

/** The result of work for a device, and what the device says against it: null when it takes everything. */
export function refusalOf<T>(device: GpuDevice, work: () => T): [result: T, refusal: Promise<string | null>] {
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const said = async (): Promise<string | null> => {
    const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
    const first = errors.find((error) => error !== null);
    return first ? first.message.split("\n")[0] : null;
  };
  try {
    const result = work();
    return [result, said()];
  } catch (error) {
    said().catch(() => {});
    throw error;
  }
}
