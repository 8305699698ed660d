import type { Engine, FloatArray } from "./engine.ts";
import { reference } from "./reference/reference.ts";
import { hasSimd } from "./wasm/host/features.ts";
import { wasmSync } from "./wasm/wasm.ts";

/**
 * Logits from which on compiling to WebAssembly pays within a single evaluation: it takes 1 to 3 ms, the time in which
 * the reference engine is through with this many.
 */
const WORTH_COMPILING = 4096;

/**
 * The engine for one evaluation of these logits: wasm for float32 where the host has it and there are enough of them,
 * else the reference. A new engine each time: its memory goes with it, however large the images were.
 */
export function defaultEngine(logits: FloatArray): Engine {
  const isDouble = logits instanceof Float64Array;
  return isDouble || logits.length < WORTH_COMPILING || !hasSimd() ? reference() : wasmSync();
}
