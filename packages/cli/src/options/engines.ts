import type { Engine } from "segloss";
import type { WebGpuEngine } from "segloss/webgpu";

/** An engine that computes at once, or later. */
export type OpenEngine = Engine | Pick<WebGpuEngine, "name" | "compile" | "dispose">;

/** An engine as the command line offers it. */
export interface EngineChoice {
  readonly name: string;
  readonly summary: string;
  /** Whether it can compute on several threads. */
  readonly threaded: boolean;
  /** Makes the engine for `eval`; absent where it only runs inside graphs. */
  readonly open?: (options: { readonly threads: number }) => Promise<OpenEngine>;
}

/**
 * The engines, in the order in which they are listed; the first is the default, the reference what it falls back on. Their code is
 * loaded when one is opened.
 */
export const ENGINES: readonly EngineChoice[] = [
  {
    name: "wasm",
    summary: "WebAssembly vector code made from the formula at run time, float32 per pixel, with threads",
    threaded: true,
    open: async ({ threads }) => (await import("./engine-code.ts")).wasm({ threads }),
  },
  {
    name: "webgpu",
    summary:
      "kernels on a GPU, single precision throughout; in Node it needs the package webgpu beside the command",
    threaded: false,
    open: async () => (await import("./gpu-engine.ts")).gpuEngine(),
  },
  {
    name: "reference",
    summary: "float64 in plain TypeScript, one thread: the oracle that other engines are tested against",
    threaded: false,
    open: async () => (await import("./engine-code.ts")).reference(),
  },
  {
    name: "onnx",
    summary: "ONNX operators: inside the training graphs of `compare`, and in the files of `export`",
    threaded: false,
  },
];
