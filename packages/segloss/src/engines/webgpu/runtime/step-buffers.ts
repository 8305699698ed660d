import { engineLimit } from "../../../program/engine-limit.ts";
import type { GpuBuffer, GpuDevice } from "../gpu-types.ts";
import { USAGE } from "./usage.ts";

/** The buffers that a step has of its own, made when they are first needed. */
export interface StepBuffers {
  /** One of at least so many bytes, the same for the same name. */
  get(name: string, bytes: number): GpuBuffer;
  /** One that the host can read, for one run at a time; given back afterwards. */
  takeStaging(bytes: number): GpuBuffer;
  giveStaging(buffer: GpuBuffer): void;
  dispose(): void;
}

const LEAST_BYTES = 256;

export function stepBuffers(device: GpuDevice): StepBuffers {
  const made = new Map<string, GpuBuffer>();
  const staging: GpuBuffer[] = [];
  const usage = USAGE.storage | USAGE.copySource | USAGE.copyTarget;
  return {
    get(name, bytes) {
      const known = made.get(name);
      if (known && known.size >= bytes) return known;
      known?.destroy();
      const size = Math.max(LEAST_BYTES, Math.ceil(bytes / 4) * 4);
      if (size > device.limits.maxBufferSize) throw tooLarge(name, size, device);
      const kind = name === "params" ? USAGE.uniform | USAGE.copyTarget : usage;
      const buffer = device.createBuffer({ label: `segloss ${name}`, size, usage: kind });
      made.set(name, buffer);
      return buffer;
    },
    takeStaging(bytes) {
      const size = Math.ceil(bytes / 4) * 4;
      const at = staging.findIndex((buffer) => buffer.size === size);
      if (at >= 0) return staging.splice(at, 1)[0];
      return device.createBuffer({ label: "segloss results", size, usage: USAGE.mapRead | USAGE.copyTarget });
    },
    giveStaging: (buffer) => void staging.push(buffer),
    dispose() {
      for (const buffer of [...made.values(), ...staging]) buffer.destroy();
      made.clear();
      staging.length = 0;
    },
  };
}

function tooLarge(name: string, bytes: number, { limits }: GpuDevice): Error {
  return engineLimit(
    `The buffer for ${name} takes ${bytes} bytes, and the device has buffers of at most ${limits.maxBufferSize}: ask the adapter ` +
      "for a device with a larger maxBufferSize, or split the batch.",
  );
}
