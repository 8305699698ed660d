import type { GpuBuffer, GpuDevice } from "segloss/webgpu";

/** GPUBufferUsage: STORAGE, COPY_SRC and COPY_DST, as frameworks make their buffers. */
export const COMMON_USAGE: number = 0x80 | 0x04 | 0x08;

/** A buffer with the bytes of an array behind `offset` others. */
export function bufferOf(
  device: GpuDevice,
  array: ArrayBufferView<ArrayBuffer>,
  { offset = 0, usage = COMMON_USAGE }: { readonly offset?: number; readonly usage?: number } = {},
): GpuBuffer {
  const bytes = new Uint8Array(Math.ceil((offset + array.byteLength) / 4) * 4);
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
  const buffer = device.createBuffer({ size: bytes.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}

/** The numbers of a buffer from `offset` on. */
export async function floatsOf(device: GpuDevice, buffer: GpuBuffer, offset = 0): Promise<Float32Array> {
  const size = buffer.size - offset;
  const staging = device.createBuffer({ size, usage: 0x01 | 0x08 });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(0x1);
  const floats = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return floats;
}
