import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import type { GpuDevice } from "../../../src/webgpu/index.ts";

/** Devices of Dawn for Node on SwiftShader, which needs no GPU and is the same on every machine. */
export type MakeDevice = (
  limits?: Readonly<Record<string, number>>,
  features?: readonly "subgroups"[],
) => Promise<GpuDevice>;

/** What Dawn has made: its devices are void when their instance is collected. */
const KEPT: unknown[] = [];

/** `npm run verify` installs the driver where it is missing; without it the tests fail. */
export async function softwareDevices(): Promise<MakeDevice> {
  const script = fileURLToPath(new URL("../../../../../scripts/ensure-vulkan.mjs", import.meta.url));
  const driver = execFileSync(process.execPath, [script]).toString().trim();
  // The loader of Vulkan reads the older name before version 1.3.207.
  Object.assign(process.env, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver });
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  const { create } = await import("webgpu");
  const gpu = create([]);
  KEPT.push(gpu);
  return async (requiredLimits = {}, features = []) => {
    const adapter = await gpu.requestAdapter();
    if (!adapter) throw new Error("Dawn has found no adapter.");
    const device = await adapter.requestDevice({
      requiredLimits,
      requiredFeatures: features as Iterable<never>,
    });
    KEPT.push(adapter, device);
    return device;
  };
}

/** `navigator.gpu` and what else of WebGPU frameworks look for, as in a browser. */
export async function softwareGlobals(): Promise<void> {
  await softwareDevices();
  const { globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, "navigator", {
    value: { gpu: KEPT[0], userAgent: "Node" },
    configurable: true,
  });
}
