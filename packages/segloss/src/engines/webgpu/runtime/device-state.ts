import type { GpuDevice } from "../gpu-types.ts";
import { type Pipelines, pipelinesOf } from "./pipelines.ts";

/** A device, or what asks for one: then a lost one is followed by a new one at the next compile. */
export type DeviceSource = GpuDevice | (() => Promise<GpuDevice> | GpuDevice);

/** A device in use. */
export interface LiveDevice {
  readonly device: GpuDevice;
  readonly pipelines: Pipelines;
  /** Why it is lost; null while it is not. */
  lost(): string | null;
}

/** The device of an engine, asked for again when it is lost. */
export function liveDevices(source: DeviceSource): () => Promise<LiveDevice> {
  let current: Promise<LiveDevice> | null = null;
  return async () => {
    const known = await current;
    if (known && (known.lost() === null || typeof source !== "function")) return known;
    current = watch(source);
    return current;
  };
}

async function watch(source: DeviceSource): Promise<LiveDevice> {
  const device = typeof source === "function" ? await source() : source;
  let why: string | null = null;
  device.lost.then(({ reason, message }) => {
    why = message || reason || "unknown";
  });
  return { device, pipelines: pipelinesOf(device), lost: () => why };
}

/** @throws Error when the device is lost */
export function requireDevice({ lost }: LiveDevice, remedy: string): void {
  const why = lost();
  if (why !== null) throw new Error(`The GPU device is lost (${why.trim()}): ${remedy}`);
}
