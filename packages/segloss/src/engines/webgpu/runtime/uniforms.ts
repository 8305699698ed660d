import type { GpuBuffer, GpuDevice } from "../gpu-types.ts";
import { USAGE } from "./usage.ts";

/** Small uniform buffers by what they hold, which never changes. */
export interface Uniforms {
  of(numbers: readonly number[]): GpuBuffer;
  dispose(): void;
}

const BYTES = 64;

export function uniformsOf(device: GpuDevice): Uniforms {
  const made = new Map<string, GpuBuffer>();
  return {
    of(numbers) {
      const key = numbers.join();
      const known = made.get(key);
      if (known) return known;
      const buffer = device.createBuffer({
        label: "segloss uniform",
        size: BYTES,
        usage: USAGE.uniform | USAGE.copyTarget,
      });
      const words = new Uint32Array(BYTES / 4);
      words.set(numbers);
      device.queue.writeBuffer(buffer, 0, words);
      made.set(key, buffer);
      return buffer;
    },
    dispose() {
      for (const buffer of made.values()) buffer.destroy();
      made.clear();
    },
  };
}
