import type { GpuBuffer, GpuHandle } from "../gpu-types.ts";
import type { Pipelines } from "./pipelines.ts";

/** Checks buffers of the caller once each: the device itself says whether it can bind them. */
export interface KnownBuffers {
  /** @throws Error for a buffer of another device, or one that was destroyed */
  check(named: readonly (readonly [name: string, buffer: GpuBuffer])[], params: GpuBuffer): Promise<void>;
}

export function knownBuffers({ device, layoutOf }: Pipelines): KnownBuffers {
  const known = new WeakSet<GpuBuffer>();
  const layout: GpuHandle = layoutOf("r");
  const bindingError = async (buffer: GpuBuffer, params: GpuBuffer): Promise<string | null> => {
    device.pushErrorScope("validation");
    device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: params, offset: 0, size: 256 } },
        { binding: 1, resource: { buffer, offset: 0, size: 4 } },
      ],
    });
    return (await device.popErrorScope())?.message ?? null;
  };
  return {
    async check(named, params) {
      const unknown = named.filter(([, buffer]) => !known.has(buffer));
      const errors = await Promise.all(unknown.map(([, buffer]) => bindingError(buffer, params)));
      for (const [k, [name, buffer]] of unknown.entries()) {
        if (errors[k] !== null) throw foreign(name, errors[k]);
        known.add(buffer);
      }
    },
  };
}

function foreign(name: string, said: string): Error {
  return new Error(
    `${name} must be a buffer of the engine's device: make the engine with the device that made the buffer, ` +
      `webgpu({ device }). The device says: ${said.split("\n")[0]}`,
  );
}
