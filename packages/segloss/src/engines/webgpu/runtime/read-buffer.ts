import type { GpuBuffer, GpuDevice } from "../gpu-types.ts";
import { MAP_READ, USAGE } from "./usage.ts";

/** Copies bytes of a buffer to the host. */
export async function readBuffer(
  device: GpuDevice,
  buffer: GpuBuffer,
  offset: number,
  bytes: number,
): Promise<ArrayBuffer> {
  const size = Math.ceil(bytes / 4) * 4;
  const staging = device.createBuffer({
    label: "segloss read",
    size,
    usage: USAGE.mapRead | USAGE.copyTarget,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(MAP_READ);
  const copy = staging.getMappedRange().slice(0, bytes);
  staging.destroy();
  return copy;
}
