import { shown } from "../../../door/shown.ts";
import type { GpuDevice } from "../gpu-types.ts";
import { isDevice } from "./is-device.ts";
import { type Pipelines, pipelinesOf } from "./pipelines.ts";

type Given = GpuDevice | null | undefined;

/** A device, or what asks for one (nothing where there is none): then a lost one is followed by a new one at the next compile. */
export type DeviceSource = GpuDevice | (() => Promise<Given> | Given);

/** A device in use. */
export interface LiveDevice {
  readonly device: GpuDevice;
  readonly pipelines: Pipelines;
  /** Why it is lost; null while it is not. */
  lost(): string | null;
}

/** The device of an engine. */
export interface LiveDevices {
  /** Asked for when there is none, or when it is lost. */
  current(): Promise<LiveDevice>;
  /** @throws Error when it has not been asked for yet */
  known(): LiveDevice;
  device(): GpuDevice | null;
}

export function liveDevices(source: DeviceSource): LiveDevices {
  let live: LiveDevice | null = typeof source === "function" ? null : watch(source);
  let asking: Promise<LiveDevice> | null = null;
  const ask = async (): Promise<LiveDevice> => {
    try {
      live = watch(checkedDevice(await (source as () => Promise<unknown> | unknown)()));
      return live;
    } finally {
      asking = null;
    }
  };
  return {
    async current() {
      if (live !== null) await settled(live.device);
      if (live !== null && (live.lost() === null || typeof source !== "function")) return live;
      asking ??= ask();
      return asking;
    },
    device: () => live?.device ?? null,
    known() {
      if (live !== null) return live;
      throw new Error(
        "The engine has no device yet: call compile once, or make it with a device, webgpu({ device }).",
      );
    },
  };
}

/** @throws Error for anything else that the caller's function gives */
function checkedDevice(given: unknown): GpuDevice {
  if (isDevice(given)) return given;
  const { requestDevice } = (given ?? {}) as { requestDevice?: unknown };
  const remedy =
    typeof requestDevice === "function"
      ? "give what `await adapter.requestDevice()` gives."
      : "where requestAdapter gives null there is no GPU, and another engine has to do.";
  const got = typeof requestDevice === "function" ? "an adapter" : shown(given);
  throw new Error(`webgpu: the function must give a GPUDevice, got ${got}: ${remedy}`);
}

/** A device that was just destroyed says so a moment later: when it has answered. */
async function settled(device: GpuDevice): Promise<void> {
  device.pushErrorScope("validation");
  await device.popErrorScope().catch(() => {});
}

function watch(device: GpuDevice): LiveDevice {
  let why: string | null = null;
  device.lost.then(({ reason, message }) => {
    why = message || reason || "unknown";
  });
  return { device, pipelines: pipelinesOf(device), lost: () => why };
}

const COMPILE_AGAIN =
  "make an engine with a new device, or with a function that asks for one, and compile again.";

/** @throws Error when the device is lost */
export function requireDevice({ lost }: LiveDevice, remedy: string = COMPILE_AGAIN): void {
  const why = lost();
  if (why !== null) throw new Error(`The GPU device is lost (${why.trim()}): ${remedy}`);
}
