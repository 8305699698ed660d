import { type WebGpuEngine, webgpu } from "segloss/webgpu";
import { openGpu } from "./open-gpu.ts";

/** The engine on the GPU of the host. @throws Error where there is none, with what to install */
export async function gpuEngine(): Promise<Pick<WebGpuEngine, "name" | "compile" | "dispose">> {
  const gpu = await openGpu();
  const engine = webgpu({ device: gpu.device });
  const { name, compile, dispose } = engine;
  // Devices of Dawn end with what they came from.
  return Object.assign({ name, compile, dispose }, { keep: gpu.keep });
}
