import type { GpuDevice, GpuHandle, GpuShaderModule } from "../gpu-types.ts";
import { BUFFERS } from "../sweep/planes.ts";
import { COMPUTE_STAGE } from "./usage.ts";

/** Compute pipelines of a device: what is compiled once is kept for all steps. */
export interface Pipelines {
  readonly device: GpuDevice;
  /** Of the kernels that have the parameters and all the buffers of a step. */
  readonly layout: GpuHandle;
  /** Layout of the given bindings, parameters first, then storage buffers that are read ("r") or written ("w"). */
  layoutOf(kinds: string): GpuHandle;
  /** The pipeline of a kernel, which is not compiled yet. */
  of(code: string, entry: string, layout?: GpuHandle): Pipeline;
}

/** A compute pipeline, compiled ahead or when it is first dispatched. */
export interface Pipeline {
  /** Compiles it. @throws Error with what the device's compiler says */
  ready(): Promise<void>;
  handle(): GpuHandle;
}

/** Of the buffers of a step: read ones first. */
const STEP_KINDS = BUFFERS.map((name) =>
  ["logits", "targets", "weights", "mask"].includes(name) ? "r" : "w",
).join("");

export function pipelinesOf(device: GpuDevice): Pipelines {
  const made = new Map<string, Pipeline>();
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
    of(code, entry, bindings = layout) {
      const key = `${bindings.label} ${entry} ${code}`;
      const known = made.get(key);
      if (known) return known;
      const pipeline = pipelineOf(device, code, entry, bindings);
      made.set(key, pipeline);
      return pipeline;
    },
  };
}

function pipelineOf(device: GpuDevice, code: string, entryPoint: string, layout: GpuHandle): Pipeline {
  const label = `segloss ${entryPoint}`;
  const descriptor = (module: GpuShaderModule) => ({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint },
  });
  let handle: GpuHandle | null = null;
  let compiling: Promise<void> | null = null;
  const compile = async (): Promise<void> => {
    const module = device.createShaderModule({ label, code });
    try {
      handle = await device.createComputePipelineAsync(descriptor(module));
    } catch (error) {
      throw new Error(
        `The GPU's compiler refuses the kernel ${entryPoint}: ${await whatIsWrong(module, code, error as Error)}`,
      );
    }
  };
  return {
    ready: () => (compiling ??= handle ? Promise.resolve() : compile()),
    handle: () =>
      (handle ??= device.createComputePipeline(descriptor(device.createShaderModule({ label, code })))),
  };
}

async function whatIsWrong(module: GpuShaderModule, code: string, error: Error): Promise<string> {
  const { messages } = await module.getCompilationInfo();
  const first = messages.find(({ type }) => type === "error");
  if (!first) return error.message;
  return `${first.message} (line ${first.lineNum}: ${code.split("\n")[first.lineNum - 1]?.trim()})`;
}
