import type { GpuBuffer, GpuHandle } from "../gpu-types.ts";
import type { Pipelines } from "./pipelines.ts";
import { refusalOf } from "./refusal-of.ts";

type Named = readonly (readonly [name: string, buffer: GpuBuffer])[];

/** Checks buffers of the caller: the device itself says whether it can bind them, once each. */
export interface KnownBuffers {
  /** @throws Error for a buffer of another device */
  check(named: Named, params: GpuBuffer): Promise<void>;
  /** The error for a run that the device has refused: names the buffer that it does not take, if it is one. */
  refused(said: string, named: Named, params: GpuBuffer): Promise<Error>;
}

export function knownBuffers({ device, layoutOf }: Pipelines): KnownBuffers {
  const known = new WeakSet<GpuBuffer>();
  const layout: GpuHandle = layoutOf("r");
  const groupOf = (buffer: GpuBuffer, params: GpuBuffer): GpuHandle =>
    device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: params, offset: 0, size: 256 } },
        { binding: 1, resource: { buffer, offset: 0, size: 4 } },
      ],
    });
  /** A submission that names the buffer and does nothing. */
  const submitted = (buffer: GpuBuffer, params: GpuBuffer): void => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, groupOf(buffer, params));
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  return {
    async check(named, params) {
      const unknown = named.filter(([, buffer]) => !known.has(buffer));
      const errors = unknown.map(([, buffer]) => refusalOf(device, () => groupOf(buffer, params))[1]);
      for (const [k, said] of (await Promise.all(errors)).entries()) {
        const [name, buffer] = unknown[k];
        if (said !== null) throw foreign(name, said);
        known.add(buffer);
      }
    },
    async refused(said, named, params) {
      const errors = named.map(([, buffer]) => refusalOf(device, () => submitted(buffer, params))[1]);
      const at = (await Promise.all(errors)).findIndex((error) => error !== null);
      const what = at < 0 ? "The device refuses the run" : `The device refuses ${named[at][0]}`;
      return new Error(
        `${what}: pass buffers that are neither destroyed nor mapped. The device says: ${said}`,
      );
    },
  };
}

function foreign(name: string, said: string): Error {
  return new Error(
    `${name} must be a buffer of the engine's device: make the engine with the device that made the buffer, ` +
      `webgpu({ device }). The device says: ${said}`,
  );
}
