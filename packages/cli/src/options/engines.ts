import type { Engine } from "segloss";

/** An engine as the command line offers it. */
export interface EngineChoice {
  readonly name: string;
  readonly summary: string;
  /** Whether it can compute on several threads. */
  readonly threaded: boolean;
  /** Makes the engine for `eval`; absent where it only runs inside graphs. */
  readonly open?: (options: { readonly threads: number }) => Promise<Engine>;
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
