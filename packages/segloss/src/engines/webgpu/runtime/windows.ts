import type { Setting } from "../../../plan/setting.ts";
import { engineLimit } from "../../../program/engine-limit.ts";
import type { GpuLimits } from "../gpu-types.ts";
import type { Geometry } from "../sweep/geometry.ts";

/** A part of the batch that a dispatch works on: whole images, or a part of one. */
export interface Window {
  readonly firstImage: number;
  readonly images: number;
  readonly firstPixel: number;
  readonly pixels: number;
  readonly firstChunk: number;
  readonly chunks: number;
}

/** Bytes by which a binding may begin before what it is for. */
const ALIGNMENT = 256;

/**
 * Cuts a batch so that no binding and no dispatch is larger than the device allows.
 * @param stride numbers of an image in the engine's own planes
 * @throws EngineLimit when an image alone is too large and cannot be cut
 */
export function windowsOf(setting: Setting, geometry: Geometry, stride: number, limits: GpuLimits): Window[] {
  const { batch, channels, layout } = setting;
  const { pixels, chunk, chunks } = geometry;
  const room = Math.min(limits.maxStorageBufferBindingSize, 2 ** 32 - ALIGNMENT) - ALIGNMENT;
  const most = limits.maxComputeWorkgroupsPerDimension;
  const imageBytes = 4 * Math.max(pixels * channels, stride);
  const images = Math.min(most, Math.floor(room / imageBytes));
  if (images > 0 && chunks <= most) {
    return Array.from({ length: Math.ceil(batch / images) }, (_, k) => ({
      ...{ firstImage: k * images, images: Math.min(images, batch - k * images) },
      ...{ firstPixel: 0, pixels, firstChunk: 0, chunks },
    }));
  }
  const isContiguous = layout === "channels-last" || channels === 1;
  const each = Math.min(most, Math.floor(room / (4 * channels * chunk)));
  if (!isContiguous || stride > 0 || each === 0) throw tooLarge(imageBytes, limits);
  return Array.from({ length: batch * Math.ceil(chunks / each) }, (_, k) => {
    const parts = Math.ceil(chunks / each);
    const firstChunk = (k % parts) * each;
    const firstPixel = firstChunk * chunk;
    return {
      ...{ firstImage: Math.floor(k / parts), images: 1, firstPixel, firstChunk },
      pixels: Math.min(pixels - firstPixel, each * chunk),
      chunks: Math.min(chunks - firstChunk, each),
    };
  });
}

function tooLarge(bytes: number, { maxStorageBufferBindingSize }: GpuLimits): Error {
  return engineLimit(
    `An image takes ${bytes} bytes on the GPU here, and the device binds ${maxStorageBufferBindingSize} at once: ask the adapter ` +
      "for a device with a larger maxStorageBufferBindingSize, give the channels last, or use another engine.",
  );
}
