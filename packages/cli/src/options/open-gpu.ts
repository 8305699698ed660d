import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { GpuDevice } from "segloss/webgpu";
import { dataError } from "../data/index.ts";

/** The part of an adapter that is used here. */
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly features: { has(name: string): boolean };
  readonly limits: { readonly maxBufferSize: number; readonly maxStorageBufferBindingSize: number };
  requestDevice(descriptor: object): Promise<GpuDevice>;
}

interface Gpu {
  requestAdapter(options: object): Promise<Adapter | null>;
}

/** A GPU, or what stands for one. */
export interface OpenGpu {
  readonly device: GpuDevice;
  readonly name: string;
  /** Whether the device tells when its work began and ended. */
  readonly hasTimestamps: boolean;
  /** Whether it is a driver that computes on the processor. */
  readonly isProcessor: boolean;
  /** Without it devices end. */
  readonly keep: unknown;
}

const MISSING =
  "--engine webgpu needs WebGPU, which this Node does not have: npm install webgpu (Dawn, the WebGPU of Chromium)";

/**
 * The GPU of the host, or of the package `webgpu` as the project in the current folder has it or as it stands beside this package.
 * @throws Error where there is none, with what to install
 */
export async function openGpu(
  places: readonly string[] = [join(process.cwd(), "package.json"), import.meta.url],
): Promise<OpenGpu> {
  const gpu = await findGpu(places);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw dataError(
      "WebGPU has found no adapter: a driver for Vulkan, Metal or Direct3D 12 must be installed",
    );
  const hasTimestamps = adapter.features.has("timestamp-query");
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredFeatures: hasTimestamps ? ["timestamp-query"] : [],
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const { vendor, architecture, description } = adapter.info;
  const name =
    [description || vendor, architecture].filter(Boolean).join(", ") || "an adapter without a name";
  const isProcessor = adapter.info.isFallbackAdapter === true || /swiftshader|llvmpipe/i.test(name);
  return { device, name, hasTimestamps, isProcessor, keep: [gpu, adapter] };
}

async function findGpu(places: readonly string[]): Promise<Gpu> {
  const { navigator } = globalThis as { navigator?: { gpu?: Gpu } };
  if (navigator?.gpu) return navigator.gpu;
  const { create } = (await import(pathToFileURL(findGpuPackage(places)).href)) as {
    create(options: string[]): Gpu;
  };
  return create([]);
}

/** The file of the package. @throws Error that says what to install */
export function findGpuPackage(places: readonly string[]): string {
  const path = places.map((from) => resolved(from)).find((found) => found !== null);
  if (path) return path;
  throw dataError(MISSING);
}

function resolved(from: string): string | null {
  try {
    return createRequire(from).resolve("webgpu");
  } catch {
    return null;
  }
}
