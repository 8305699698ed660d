import { type Engine, type FloatArray, type IndexArray, parseLoss, type Step, type WasmStep } from "segloss";
import type { BenchCase } from "./bench-case.ts";
import type { BenchData } from "./bench-data.ts";
import { type Contender, normOf, timed } from "./contender.ts";

/** Milliseconds. */
const WARM_UP = 100;

interface Arrays {
  readonly logits: FloatArray;
  readonly targets: FloatArray | IndexArray;
  readonly gradient: FloatArray;
}

/** One of our engines; on wasm the data stand in its own memory, as a network's outputs would be written there. */
export function seglossContender(
  engine: Engine,
  name: string,
  { loss, layout }: BenchCase,
  { shape, logits, targets }: BenchData,
): Contender {
  const step = engine.compile(parseLoss(loss), { shape, layout });
  const own = { logits, targets, gradient: new Float32Array(logits.length) };
  const arrays = (): Arrays => (hasArrays(step) ? step.arrays() : own);
  return {
    name,
    checksum: async () => {
      const inputs = arrays();
      inputs.logits.set(logits);
      inputs.targets.set(targets);
      const value = step.run(inputs);
      const gradientNorm = normOf(inputs.gradient);
      // So that the host has optimised the code before anything is timed.
      if (hasArrays(step)) step.warmUp(WARM_UP);
      return { value, gradientNorm };
    },
    visit: async (runs) => {
      const inputs = arrays();
      return timed(() => void step.run(inputs), runs);
    },
    dispose: () => step.dispose(),
  };
}

function hasArrays(step: Step): step is WasmStep {
  return "arrays" in step;
}
