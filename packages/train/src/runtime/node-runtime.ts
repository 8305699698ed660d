import { checkOptions } from "segloss/door";
import type { Block } from "../graph/blocks/block.ts";
import { checkSession } from "./check-session.ts";
import { type OrtModule, ortSession } from "./ort-session.ts";
import { probeBlock } from "./probe-block.ts";
import { deviceOf, outputLocations, PROVIDER, providerOptions, type UntriedProvider } from "./provider.ts";
import { providerError } from "./provider-error.ts";
import { readBack } from "./read-back.ts";
import type { Runtime, Session, SessionOptions } from "./runtime.ts";

export interface NodeRuntimeOptions {
  /**
   * What computes. Default "cpu". "webgpu" is a GPU through Vulkan, Direct3D or Metal, without anything to install but its
   * driver. Others are passed to ONNX Runtime as they are and untried.
   */
  readonly provider?: "cpu" | "webgpu" | UntriedProvider;
}

async function load(): Promise<OrtModule> {
  // ONNX Runtime 1.30 writes what it does into the home directory and sends it to Microsoft unless told not to before it is loaded.
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
  try {
    const module = await import("onnxruntime-node");
    return ("default" in module ? module.default : module) as unknown as OrtModule;
  } catch (cause) {
    throw new Error(
      "onnxruntime-node could not be loaded. Install it with `npm install onnxruntime-node --ignore-scripts`, or use webRuntime().",
      { cause },
    );
  }
}

const sessionOptions = (threads: number) => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
  // Threads that wait by spinning take the cores from others: on two busy ones a step took twice as long.
  extra: { session: { intra_op: { allow_spinning: "0" } } },
  // Never set_denormal_as_zero: it changes the processor's mode for the whole thread, JavaScript's numbers included.
});

async function cpuSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
  checkSession(model, options);
  const ort = await load();
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ["cpu"],
    ...sessionOptions(options.threads),
    // A plan of memory is a block for a whole run beside what the first run has taken: a third more, and no faster.
    enableMemPattern: false,
    ...(options.optimize === false && { graphOptimizationLevel: "disabled" }),
  });
  return ortSession(ort, session, { placed: "in place" });
}

function cpuRuntime(): Runtime {
  let block: Promise<Block> | undefined;
  return {
    name: "onnxruntime-node",
    block() {
      block ??= probeBlock(cpuSession);
      return block;
    },
    session: cpuSession,
  };
}

function providerRuntime(provider: string): Runtime {
  const read = readBack(provider);
  const keeps = provider === "webgpu";
  return {
    name: `onnxruntime-node with the provider ${provider}`,
    device: deviceOf(provider),
    keeps,
    reference: cpuRuntime(),
    async session(model, options) {
      checkSession(model, options);
      const kept = keeps ? options.kept : undefined;
      const ort = await load();
      const preferredOutputLocation = outputLocations(kept);
      const session = await ort.InferenceSession.create(model, {
        executionProviders: [providerOptions(provider)],
        ...sessionOptions(options.threads),
        ...(preferredOutputLocation && { preferredOutputLocation }),
      }).catch((cause: unknown) => {
        throw providerError(provider, cause);
      });
      return ortSession(ort, session, { placed: "copied", kept, read: (tensor) => read(ort, tensor) });
    },
  };
}

/**
 * Native ONNX Runtime (package onnxruntime-node, an optional peer dependency), on the CPU or on what `provider` names. The
 * package's install script would download CUDA files that nothing here needs: install with `--ignore-scripts`. Its telemetry is turned
 * off unless ORT_DISABLE_TELEMETRY is set; in a worker thread the main thread has to set it.
 *
 * @throws Error at the first session, where the machine has no such device
 */
export function nodeRuntime(options: NodeRuntimeOptions = {}): Runtime {
  checkOptions("nodeRuntime", options, { provider: PROVIDER });
  const { provider = "cpu" } = options;
  return provider === "cpu" ? cpuRuntime() : providerRuntime(provider);
}
