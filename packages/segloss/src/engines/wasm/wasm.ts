import { makePlan } from "../../plan/plan.ts";
import type { Engine } from "../engine.ts";
import { readOptions } from "../read-options.ts";
import { hasRelaxedSimd, hasSimd } from "./features.ts";
import { engineMemory } from "./memory.ts";
import { makeStep, type Workplace } from "./step.ts";

export interface WasmOptions {
  /** Threads that share the work; default 1. */
  readonly threads?: number;
}

/**
 * The engine that compiles losses to WebAssembly vector code at run time.
 * @throws Error when the host has no WebAssembly SIMD.
 */
export async function wasm(_options: WasmOptions = {}): Promise<Engine> {
  if (!hasSimd()) throw new Error("The host has no WebAssembly SIMD: use the reference engine.");
  const place: Workplace = { memory: engineMemory(false), threads: 1, relaxed: hasRelaxedSimd() };
  return {
    name: "wasm",
    compile: (loss, options) => makeStep(makePlan(loss, readOptions(options)), place),
    dispose: () => {},
  };
}
