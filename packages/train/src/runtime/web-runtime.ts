import { checkOptions, TEXT } from "segloss/door";
import { checkSession } from "./check-session.ts";
import { type OrtModule, ortSession } from "./ort-session.ts";
import type { Runtime } from "./runtime.ts";

export interface WebRuntimeOptions {
  /** Folder or URL prefix of the .wasm files; default: beside the JavaScript of onnxruntime-web. */
  readonly wasmPaths?: string;
}

interface WebOrtModule extends OrtModule {
  readonly env: { readonly wasm: { numThreads?: number; wasmPaths?: unknown } };
}

async function load(): Promise<WebOrtModule> {
  try {
    return (await import("onnxruntime-web")) as unknown as WebOrtModule;
  } catch (cause) {
    throw new Error("onnxruntime-web could not be loaded. Install it with `npm install onnxruntime-web`.", {
      cause,
    });
  }
}

/**
 * ONNX Runtime compiled to WebAssembly (package onnxruntime-web, an optional peer dependency): in web pages, and in
 * Node where no native code may run. It is started once per process, so the number of threads of the first session
 * holds for all; in a page more than one thread needs cross-origin isolation.
 */
export function webRuntime(given: WebRuntimeOptions = {}): Runtime {
  checkOptions("webRuntime", given, { wasmPaths: TEXT });
  return {
    name: "onnxruntime-web",
    async session(model, options) {
      checkSession(model, options);
      const { threads } = options;
      const ort = await load();
      ort.env.wasm.numThreads ||= threads;
      if (given.wasmPaths !== undefined) ort.env.wasm.wasmPaths = given.wasmPaths;
      const session = await ort.InferenceSession.create(model, {
        executionProviders: ["wasm"],
        graphOptimizationLevel: "all",
      });
      return ortSession(ort, session, "copied");
    },
  };
}
