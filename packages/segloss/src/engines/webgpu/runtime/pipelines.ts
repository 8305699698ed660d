import type { GpuDevice, GpuHandle } from "../gpu-types.ts";
import { BUFFERS } from "../sweep/planes.ts";
import { COMPUTE_STAGE } from "./usage.ts";

/** Compute pipelines of a device: what is compiled once is kept for all steps. */
export interface Pipelines {
  readonly device: GpuDevice;
  /** Of the kernels that have the parameters and all the buffers of a step. */
  readonly layout: GpuHandle;
  /** Layout of the given bindings, parameters first, then storage buffers that are read ("r") or written ("w"). */
  layoutOf(kinds: string): GpuHandle;
  /** @throws Error with what the device's compiler says */
  compile(code: string, entry: string, layout?: GpuHandle): Promise<GpuHandle>;
}

/** Of the buffers of a step: read ones first. */
const STEP_KINDS = BUFFERS.map((name) =>
  ["logits", "targets", "weights", "mask"].includes(name) ? "r" : "w",
).join("");

export function pipelinesOf(device: GpuDevice): Pipelines {
  const made = new Map<string, Promise<GpuHandle>>();
  const layouts = new Map<string, GpuHandle>();
  const layoutOf = (kinds: string): GpuHandle => {
    const known = layouts.get(kinds);
    if (known) return known;
    const entry = (binding: number, type: "uniform" | "storage" | "read-only-storage") => ({
      ...{ binding, visibility: COMPUTE_STAGE },
      buffer: { type },
    });
    const buffers = [...kinds].map((kind, k) => entry(k + 1, kind === "r" ? "read-only-storage" : "storage"));
    const layout = device.createBindGroupLayout({
      label: `segloss ${kinds}`,
      entries: [entry(0, "uniform"), ...buffers],
    });
    layouts.set(kinds, layout);
    return layout;
  };
  const layout = layoutOf(STEP_KINDS);
  return {
    ...{ device, layout, layoutOf },
    compile(code, entry, of = layout) {
      const key = `${of.label} ${entry} ${code}`;
      const known = made.get(key);
      if (known) return known;
      const pipeline = compile(device, code, entry, of);
      made.set(key, pipeline);
      return pipeline;
    },
  };
}

async function compile(
  device: GpuDevice,
  code: string,
  entryPoint: string,
  layout: GpuHandle,
): Promise<GpuHandle> {
  const label = `segloss ${entryPoint}`;
  const module = device.createShaderModule({ label, code });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  try {
    return await device.createComputePipelineAsync({
      label,
      layout: pipelineLayout,
      compute: { module, entryPoint },
    });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const first = messages.find(({ type }) => type === "error");
    const said = first
      ? `${first.message} (line ${first.lineNum}: ${code.split("\n")[first.lineNum - 1]?.trim()})`
      : (error as Error).message;
    throw new Error(`The GPU's compiler refuses the kernel ${entryPoint}: ${said}`);
  }
}
