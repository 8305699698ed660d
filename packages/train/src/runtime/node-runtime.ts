import type { Block } from "../graph/blocks/block.ts";
import { checkSession } from "./check-session.ts";
import { type OrtModule, ortSession } from "./ort-session.ts";
import { probeBlock } from "./probe-block.ts";
import type { Runtime } from "./runtime.ts";

async function load(): Promise<OrtModule> {
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

/**
 * Native ONNX Runtime on the CPU (package onnxruntime-node, an optional peer dependency). The package's install script
 * would download CUDA files that nothing here needs: install with `--ignore-scripts`.
 */
export function nodeRuntime(): Runtime {
  let block: Promise<Block> | undefined;
  const runtime: Runtime = {
    name: "onnxruntime-node",
    block() {
      block ??= probeBlock(runtime.session);
      return block;
    },
    async session(model, options) {
      checkSession(model, options);
      const { threads } = options;
      const ort = await load();
      const session = await ort.InferenceSession.create(model, {
        executionProviders: ["cpu"],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        graphOptimizationLevel: "all",
        // Threads that wait by spinning take the cores from others: on two busy ones a step took twice as long.
        extra: { session: { intra_op: { allow_spinning: "0" } } },
        // Never set_denormal_as_zero: it changes the processor's mode for the whole thread, JavaScript's numbers included.
      });
      return ortSession(ort, session, "in place");
    },
  };
  return runtime;
}
