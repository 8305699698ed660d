import type { Loss } from "../losses/loss.ts";
import { isEngineLimit } from "../program/engine-limit.ts";
import type { CompileOptions, Engine, Step } from "./engine.ts";
import { reference } from "./reference/reference.ts";
import { hasSimd } from "./wasm/host/features.ts";
import { wasmSync } from "./wasm/wasm.ts";

/**
 * The wasm engine with one thread, and the reference for what that cannot do; the reference alone where the host has no
 * WebAssembly SIMD. For losses that run many times; `await wasm({ threads })` has more threads.
 */
export function preferredEngine(): Engine {
  if (!hasSimd()) return reference();
  const engine = wasmSync();
  return {
    name: engine.name,
    compile: (loss, options) => compile(engine, loss, options),
    dispose: engine.dispose,
  };
}

function compile(engine: Engine, loss: Loss, options: CompileOptions): Step {
  const step = withinLimits(() => engine.compile(loss, options));
  if (step === null) return reference().compile(loss, options);
  return {
    plan: step.plan,
    run: (inputs) => withinLimits(() => step.run(inputs)) ?? reference().compile(loss, options).run(inputs),
    dispose: step.dispose,
  };
}

/** The result, or null when the engine has met a limit of its own. */
function withinLimits<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (isEngineLimit(error)) return null;
    throw error;
  }
}
